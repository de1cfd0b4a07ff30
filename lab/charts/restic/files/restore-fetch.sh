#!/bin/sh
# The dump of a database, out of its copy into $FOLDER. DO=check only looks. Environment: SITE, KIND, FOLDER, SNAPSHOT, DATABASE.
set -eu
. "${0%/*}/restore-lib.sh"
file=$FOLDER/$DATABASE.dump

find_snapshot
if [ -n "$id" ]; then
  if restic --no-lock --json ls "$id" "$file" >"$WORK/files" 2>"$WORK/complaint" && grep '"type":"file"' "$WORK/files" >"$WORK/dump"; then
    report "size $(head -n 1 "$WORK/dump")"
  else
    problem "There is no $file in $id: $(complaint "$WORK/complaint")"
  fi
fi
looked

restic --retry-lock 30m dump "$id" "$file" >"$file.part" 2>"$WORK/complaint" || failed "The dump could not be fetched"
mv "$file.part" "$file"
