#!/bin/sh
# One copy of $FOLDER into the repository, and away with those that are too old. What cannot be read whole fails, and then nothing goes.
set -eu
code=0
restic --no-lock cat config >/dev/null || code=$?
# 10: there is none yet. All else, like a wrong password or a store that is away, is no reason to make one.
case "$code" in
  0) ;;
  10) restic init ;;
  *) exit "$code" ;;
esac
# Of a pod that was ended in the middle; those of pods that live stay.
restic unlock
# Not the file server's own snapshots, which would be read as new files every night, nor what a restore has brought.
restic backup --host "$SITE" --tag "$KIND" --exclude "$FOLDER/.snapshots" --exclude "$FOLDER/restored" "$FOLDER"
# A copy by hand, or a restore, may be under way beside it.
restic --retry-lock 1h forget --host "$SITE" --tag "$KIND" --group-by host,tags --keep-within "${RETAIN_DAYS}d" --keep-last 3 --prune
