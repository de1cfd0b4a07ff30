#!/bin/sh
# Files of a copy, into a new folder of the export, which is root's alone: never over what is there.
# DO=check only looks, and writes nothing. Environment: SITE, KIND, FOLDER (the export), SNAPSHOT, INCLUDE (a pattern; "": everything), STAMP.
set -eu
. "${0%/*}/restore-lib.sh"
base=$FOLDER/restored
into=$base/$STAMP

find_snapshot
if [ ! -w "$FOLDER" ]; then
  problem "Root may not write to $FOLDER: the export is for reading only, or has no rootAccess"
elif [ -L "$base" ] || { [ -e "$base" ] && [ "$(stat -c '%F %u' "$base")" != "directory 0" ]; }; then
  problem "$base is there already and is no folder of root: somebody else could take away what is put into it"
fi
if [ -e "$into" ]; then problem "$into is there already"; fi
report "free $(df -Pk "$FOLDER" | awk 'NR == 2 { print $4 }')"
if [ -n "$id" ]; then
  # restic's own dry run: how much it would be.
  if restic --no-lock --json restore --dry-run ${INCLUDE:+--include "$INCLUDE"} --target "$into" "$id:$FOLDER" \
    >"$WORK/dry" 2>"$WORK/complaint"; then
    report "size $(tail -n 1 "$WORK/dry")"
  else
    problem "What is in $id cannot be read: $(complaint "$WORK/complaint")"
  fi
fi
looked

mkdir -p "$base"
mkdir -m 700 "$into"
: >"$into/.probe"
if ! chown 65534:65534 "$into/.probe" 2>/dev/null; then
  rm "$into/.probe"
  rmdir "$into"
  problem "Root may not give files in $FOLDER to their owners: the export needs rootAccess"
  exit 3
fi
rm "$into/.probe"
code=0
restic --retry-lock 30m restore ${INCLUDE:+--include "$INCLUDE"} --overwrite never --target "$into" "$id:$FOLDER" \
  2>"$WORK/complaint" || code=$?
# The new folder may have got the rights of the export's top.
chmod 700 "$into"
if [ "$code" -ne 0 ]; then failed "Not everything came back into $into (restic ended with $code)"; fi
