# Starts HTCondor without root: start.sh manager|submit|executor. One user runs all of it, in one folder.
set -eu
folder=${FOLDER:-/condor}
keys=${KEYS:-/keys}
token=${TOKEN:-/token}
umask 077
for inner in log run lock spool execute passwords.d tokens.d; do mkdir -p "$folder/$inner"; done
# HTCondor reads a key only from a file that is its own and nobody else's.
if [ -e "$keys/signing-key" ]; then cp "$keys/signing-key" "$folder/passwords.d/POOL"; fi
if [ "$1" = executor ]; then
  cp "$token/token" "$folder/tokens.d/token"
else
  # Manager and submit node ask each other by this.
  condor_token_create -identity condor@htcondor >"$folder/tokens.d/token"
fi
for daemon in Master Collector Negotiator Sched Start; do touch "$folder/log/${daemon}Log"; done
tail -q -n 0 -F "$folder"/log/*Log &
tail=$!
# Not as the first process of the container, which it does not bear.
condor_master -f &
master=$!
trap 'kill -TERM "$master"' TERM INT
code=0
wait "$master" || code=$?
# A signal has ended that wait, not the master.
while kill -0 "$master" 2>/dev/null; do
  code=0
  wait "$master" || code=$?
done
kill "$tail" 2>/dev/null || true
exit "$code"
