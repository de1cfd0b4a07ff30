#!/bin/bash
# schema.sh SERVICE: makes a service's databases, empty, and brings them to the schema of the installed package.
# Run through once.sh. A migration that was killed cannot go on where it stopped (MariaDB commits each table by itself),
# and without the marker nothing in the databases is worth keeping: so it always begins with empty ones.
set -euo pipefail
service=$1
etc=$LAB_STATE/etc

empty_databases() {
  local name
  for name in "$@"; do
    mariadb --defaults-file="$etc/mariadb/my.cnf" -e "
      DROP DATABASE IF EXISTS $name;
      CREATE DATABASE $name CHARACTER SET utf8;
      GRANT ALL ON $name.* TO '$service'@'127.0.0.1' IDENTIFIED BY 'lab';"
  done
}

case $service in
  keystone)
    empty_databases keystone
    manage="keystone-manage --config-file $etc/keystone/keystone.conf"
    $manage db_sync
    $manage fernet_setup --keystone-user root --keystone-group root
    $manage credential_setup --keystone-user root --keystone-group root
    $manage bootstrap --bootstrap-password lab --bootstrap-username admin --bootstrap-project-name admin --bootstrap-role-name admin \
      --bootstrap-service-name keystone --bootstrap-region-id RegionOne --bootstrap-public-url http://127.0.0.1:5000/v3 \
      --bootstrap-internal-url http://127.0.0.1:5000/v3 --bootstrap-admin-url http://127.0.0.1:5000/v3
    ;;
  nova)
    empty_databases nova nova_api nova_cell0
    manage="nova-manage --config-file $etc/nova/nova.conf"
    $manage api_db sync
    $manage cell_v2 map_cell0 --database_connection "mysql+pymysql://nova:lab@127.0.0.1/nova_cell0?charset=utf8"
    $manage db sync
    $manage cell_v2 create_cell --name cell1
    ;;
  neutron)
    empty_databases neutron
    neutron-db-manage --config-file "$etc/neutron/neutron.conf" --config-file "$etc/neutron/ml2_conf.ini" upgrade head
    ;;
  barbican)
    empty_databases barbican
    HOME=$etc/barbican barbican-manage db upgrade
    ;;
  glance)
    empty_databases glance
    glance-manage --config-file "$etc/glance/glance-api.conf" db_sync
    ;;
  placement)
    empty_databases placement
    placement-manage --config-file "$etc/placement/placement.conf" db sync
    ;;
  cinder)
    empty_databases cinder
    cinder-manage --config-file "$etc/cinder/cinder.conf" db sync
    ;;
  designate)
    empty_databases designate
    designate-manage --config-file "$etc/designate/designate.conf" database sync
    ;;
  octavia | magnum)
    empty_databases "$service"
    "$service-db-manage" --config-file "$etc/$service/$service.conf" upgrade head
    ;;
  *)
    echo "schema.sh: no such service: $service" >&2
    exit 2
    ;;
esac
