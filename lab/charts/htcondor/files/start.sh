# Starts HTCondor without root: start.sh manager|submit|executor. One user runs all of it, in one folder.
set -eu
umask 077
mkdir -p /condor/log /condor/run /condor/lock /condor/spool /condor/execute /condor/passwords.d /condor/tokens.d
# HTCondor reads a key only from a file that is its own and nobody else's.
if [ -e /keys/signing-key ]; then cp /keys/signing-key /condor/passwords.d/POOL; fi
if [ -e /token/token ]; then cp /token/token /condor/tokens.d/token; fi
# The daemons of manager and submit node ask each other by this.
if [ "$1" != executor ]; then condor_token_create -identity condor@htcondor >/condor/tokens.d/token; fi
touch /condor/log/MasterLog
tail -q -F /condor/log/*Log &
exec condor_master -f
