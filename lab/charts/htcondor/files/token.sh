# Makes the token of an executor, which may offer itself to the pool and nothing else. Jobs run where the token lies, and never see the key.
set -eu
umask 077
mkdir -p /condor/passwords.d
cp /keys/signing-key /condor/passwords.d/POOL
condor_token_create -identity executor@htcondor -authz READ -authz ADVERTISE_MASTER -authz ADVERTISE_STARTD >/token/token
