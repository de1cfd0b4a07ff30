#!/bin/sh
# One database as a file that pg_restore reads. Not compressed: restic does that, and finds what has not changed.
set -eu
pg_dump --format=custom --compress=0 --no-password --file="$FOLDER/$PGDATABASE.dump.part"
mv "$FOLDER/$PGDATABASE.dump.part" "$FOLDER/$PGDATABASE.dump"
