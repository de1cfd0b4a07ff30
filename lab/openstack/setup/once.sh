#!/bin/bash
# once.sh NAME COMMAND...: runs a command that a lab needs once in its life, so that a first start and every later one are the same graph.
# The marker is written after success only: a command that was killed half way runs again, and must be able to.
set -euo pipefail
marker=$LAB_STATE/var/setup/$1
shift
if [ -e "$marker" ]; then
  echo "done already: $marker"
  exit 0
fi
"$@"
mkdir -p "${marker%/*}"
touch "$marker"
