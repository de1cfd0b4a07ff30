#!/bin/bash
# Makes Swift's three rings: one device, one replica, 16 partitions.
set -euo pipefail
cd "$LAB_STATE/var/swift/rings"
for ring in account:6202 container:6201 object:6200; do
  name=${ring%:*}
  rm -f "$name.builder" "$name.ring.gz"
  swift-ring-builder "$name.builder" create 4 1 0
  swift-ring-builder "$name.builder" add "r1z1-127.0.0.1:${ring#*:}/disk" 1
  swift-ring-builder "$name.builder" rebalance
done
