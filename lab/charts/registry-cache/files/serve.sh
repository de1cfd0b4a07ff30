# Serves one cache: serve.sh NAME. A volume that is full would cut large images off in the middle, every time anew; so a cache that finds
# it full is emptied first. What is asked for comes back from its registry.
set -eu
root=${ROOT:-/var/lib/registry}
used=$(df -P "$root" | awk 'NR == 2 { sub("%", "", $5); print $5 }')
if [ "$used" -ge "$FULL" ]; then
  echo "the volume is full to $used %: emptied"
  find "$root" -mindepth 1 -delete
fi
exec registry serve "${CONFIGURATION:-/etc/caches}/$1.yml"
