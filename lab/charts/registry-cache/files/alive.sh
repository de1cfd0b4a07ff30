# Whether a cache lives: alive.sh PORT. It answers, and has room to go on; without, it is started anew by serve.sh.
set -eu
used=$(df -P "${ROOT:-/var/lib/registry}" | awk 'NR == 2 { sub("%", "", $5); print $5 }')
if [ "$used" -ge "$FULL" ]; then
  echo "the volume is full to $used %"
  exit 1
fi
wget -q -T 5 -O /dev/null "http://127.0.0.1:$1/"
