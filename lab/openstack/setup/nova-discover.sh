#!/bin/bash
# Puts the compute host into Nova's cell, once it has reported itself; before that discover_hosts finds nothing and says nothing.
set -euo pipefail
reported() {
  mariadb --defaults-file="$LAB_STATE/etc/mariadb/my.cnf" --batch --skip-column-names -e 'SELECT host FROM nova.compute_nodes' | grep -q .
}
for _ in $(seq 240); do
  if reported; then
    exec nova-manage --config-file "$LAB_STATE/etc/nova/nova.conf" cell_v2 discover_hosts --verbose
  fi
  sleep 0.5
done
echo "nova-compute did not report itself within 120 s: see $LAB_STATE/log/nova-compute.log" >&2
exit 1
