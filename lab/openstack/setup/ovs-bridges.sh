#!/bin/bash
# Tells this chassis who it is and gives it its two bridges. datapath_type=dummy: ports are rows, no packet leaves a process,
# so neither a kernel module nor a device is needed. Harmless to repeat; runs at every start.
set -euo pipefail
vsctl() { ovs-vsctl --db="unix:$LAB_STATE/run/ovs/switch.sock" --timeout=60 "$@"; }
vsctl --no-wait set open_vswitch . external-ids:system-id=lab external-ids:hostname=lab \
  external-ids:ovn-remote=tcp:127.0.0.1:6642 external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip=127.0.0.1 \
  external-ids:ovn-bridge-datapath-type=dummy external-ids:ovn-bridge-mappings=physnet1:br-ex \
  external-ids:ovn-cms-options=enable-chassis-as-gw
vsctl --may-exist add-br br-int -- set bridge br-int datapath_type=dummy fail-mode=secure
vsctl --may-exist add-br br-ex -- set bridge br-ex datapath_type=dummy
