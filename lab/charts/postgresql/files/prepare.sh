#!/bin/sh
# Makes the files of PostgreSQL in $PGDATA, unless they are there. Runs before the server starts, and may be run any number of times, also
# after one that was broken off: the image's own script takes what that has left for a database. Environment: PGDATA, PASSWORD_FILE (the
# administrator's).
set -eu

if [ ! -d "$PGDATA" ]; then
  # Made beside it and moved there when it is whole: what a run that was broken off has left is thrown away.
  rm -rf "$PGDATA.new"
  initdb --pgdata="$PGDATA.new" --username=postgres --pwfile="$PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all scram-sha-256" >>"$PGDATA.new/pg_hba.conf"
  sync
  mv "$PGDATA.new" "$PGDATA"
fi
# A volume that came from a backup may have got the rights of its group, with which the server does not start.
chmod 0700 "$PGDATA"
