#!/bin/bash
# Makes the three databases of OVN and Open vSwitch: northbound and southbound (the logical network), and this chassis' switch.
set -euo pipefail
create() { # create FILE SCHEMA: whole or not at all
  [ ! -e "$1" ] || return 0
  rm -f "$1.new"
  ovsdb-tool create "$1.new" "$2"
  mv "$1.new" "$1"
}
folder=$LAB_STATE/var/ovs
create "$folder/nb.db" /usr/share/ovn/ovn-nb.ovsschema
create "$folder/sb.db" /usr/share/ovn/ovn-sb.ovsschema
create "$folder/switch.db" /usr/share/openvswitch/vswitch.ovsschema
