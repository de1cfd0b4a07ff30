#!/bin/sh
# Makes the databases of TAP in $PGDATA, or brings them to what the scripts beside this one say. Runs before the server starts, and may be
# run any number of times, also after one that was broken off. Environment: PGDATA, UWS_PASSWORD, TAP_SCHEMA_PASSWORD; with the sample
# catalogue SAMPLE=true, TAP_PASSWORD.
set -eu
scripts=$(dirname "$0")

if [ ! -d "$PGDATA" ]; then
  # Made beside it and moved there when it is whole: what a run that was broken off has left is thrown away.
  rm -rf "$PGDATA.new"
  # The superuser has no password, so nobody is him over the network.
  initdb --pgdata="$PGDATA.new" --username=postgres --encoding=UTF8 --locale=C --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all scram-sha-256" >>"$PGDATA.new/pg_hba.conf"
  sync
  mv "$PGDATA.new" "$PGDATA"
fi
# A volume that came from a backup may have got the rights of its group, with which the server does not start.
chmod 0700 "$PGDATA"

pg_ctl --wait --options="-c listen_addresses=''" start
trap 'pg_ctl --wait --mode=fast stop' EXIT

# Of a database and a script.
run() {
  psql --no-psqlrc --quiet --username=postgres --dbname="$1" --set=ON_ERROR_STOP=1 --file="$scripts/$2"
}

run postgres roles.sql
run tap_schema tap_schema.sql
run tap_schema forget_sample.sql
if [ "${SAMPLE:-false}" = true ]; then
  run postgres sample_role.sql
  run sample sample.sql
  run tap_schema describe_sample.sql
fi
