#!/bin/bash
# Makes MariaDB's data folder. It appears under its name only when it is whole: a killed run leaves *.new, which the next one drops.
set -euo pipefail
folder=$LAB_STATE/var/mysql
[ ! -d "$folder" ] || exit 0
rm -rf "$folder.new"
install -d -o mysql "$folder.new"
mariadb-install-db --no-defaults --user=mysql --datadir="$folder.new" --skip-test-db --auth-root-authentication-method=normal
mv "$folder.new" "$folder"
