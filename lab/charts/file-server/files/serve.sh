#!/bin/sh
# Makes the volume ready and serves it. Files that are there stay as they are.
set -eu
mkdir -p /export/files /export/state
chmod 0700 /export/state
# Root of the clients is squashed, so users make their own folders, as in /tmp, and nobody removes another's.
if [ -z "$(ls -A /export/files)" ]; then chmod 1777 /export/files; fi
exec ganesha.nfsd -F -L STDOUT -p /var/run/ganesha/ganesha.pid -f /etc/file-server/ganesha.conf
