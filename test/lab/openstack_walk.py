#!/usr/bin/python3
"""Walks through the lab's cloud as a tenant would: makes one of everything, waits for it, deletes it all.

Prints one JSON object: what state each thing reached, and what was left afterwards. openstack.test.ts judges it.
Everything is named walk-*; what an earlier walk that was killed has left is deleted first. Logs in as OS_CLOUD.
"""
import json
import logging
import subprocess
import sys
import time

import boto3
import openstack
from botocore.config import Config

NAME = "walk"
ZONE = "walk.test."
ADDRESS = "198.51.100.7"
TIMEOUT = 90

# Swift answers no version discovery below an account, and the SDK says so each time.
logging.getLogger("openstack.config").setLevel(logging.ERROR)
logging.getLogger("keystoneauth").setLevel(logging.ERROR)

cloud = openstack.connect()
project = cloud.current_project_id


def until(condition, what):
    """Polls until the condition holds, and returns its value."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.5)
    raise SystemExit(f"{what}: not within {TIMEOUT} s")


def gone(find, thing):
    until(lambda: find(thing.id, ignore_missing=True) is None, f"deletion of {thing.name}")


def balancer(provider, subnet, member_address):
    """A load balancer with everything on it, and the states it reached."""
    api = cloud.load_balancer
    algorithm = "SOURCE_IP_PORT" if provider == "ovn" else "ROUND_ROBIN"
    name = f"{NAME}-{provider}"

    def settled(what):
        until(lambda: api.get_load_balancer(lb.id).provisioning_status in ("ACTIVE", "ERROR"), f"{name} {what}")

    lb = api.create_load_balancer(name=name, provider=provider, vip_subnet_id=subnet.id)
    settled("load balancer")
    listener = api.create_listener(name=name, load_balancer_id=lb.id, protocol="TCP", protocol_port=6443)
    settled("listener")
    pool = api.create_pool(name=name, listener_id=listener.id, protocol="TCP", lb_algorithm=algorithm)
    settled("pool")
    member = api.create_member(pool, name=name, address=member_address, protocol_port=6443, subnet_id=subnet.id)
    settled("member")
    return {
        "loadBalancer": api.get_load_balancer(lb.id).provisioning_status,
        "listener": api.get_listener(listener.id).provisioning_status,
        "pool": api.get_pool(pool.id).provisioning_status,
        "member": api.get_member(member.id, pool.id).provisioning_status,
        "provider": lb.provider,
    }, lb


def object_store():
    """A bucket by S3, seen by Swift too."""
    keys = cloud.identity.post(f"/users/{cloud.current_user_id}/credentials/OS-EC2", json={"tenant_id": project}).json()["credential"]
    try:
        endpoint = cloud.object_store.get_endpoint().split("/v1/")[0]
        s3 = boto3.client("s3", endpoint_url=endpoint, region_name="RegionOne", aws_access_key_id=keys["access"], aws_secret_access_key=keys["secret"],
                          config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))
        s3.create_bucket(Bucket="walk-bucket")
        s3.put_object(Bucket="walk-bucket", Key="a/b.txt", Body=b"hello")
        body = s3.get_object(Bucket="walk-bucket", Key="a/b.txt")["Body"].read().decode()
        containers = [c.name for c in cloud.object_store.containers()]
        s3.delete_object(Bucket="walk-bucket", Key="a/b.txt")
        s3.delete_bucket(Bucket="walk-bucket")
        return {"body": body, "seenBySwift": "walk-bucket" in containers}
    finally:
        cloud.identity.delete(f"/users/{cloud.current_user_id}/credentials/OS-EC2/{keys['access']}")


def walk():
    states = {}
    network = cloud.network.create_network(name=NAME)
    subnet = cloud.network.create_subnet(network_id=network.id, name=NAME, ip_version=4, cidr="10.77.0.0/24")
    public = cloud.network.find_network("public")
    router = cloud.network.create_router(name=NAME, external_gateway_info={"network_id": public.id})
    cloud.network.add_interface_to_router(router, subnet_id=subnet.id)
    states["network"] = cloud.network.get_network(network.id).status
    states["router"] = cloud.network.get_router(router.id).status
    states["gateway"] = router.external_gateway_info["external_fixed_ips"][0]["ip_address"].rsplit(".", 1)[0]

    group = cloud.network.create_security_group(name=NAME)
    cloud.network.create_security_group_rule(security_group_id=group.id, direction="ingress", protocol="tcp", port_range_min=2049, port_range_max=2049)

    image, flavor = cloud.image.find_image("ubuntu-22.04"), cloud.compute.find_flavor("m1.small")
    server = cloud.compute.create_server(name=NAME, image_id=image.id, flavor_id=flavor.id, networks=[{"uuid": network.id}], security_groups=[{"name": NAME}])
    server = cloud.compute.wait_for_server(server, wait=TIMEOUT)
    states["server"] = server.status
    port = next(cloud.network.ports(device_id=server.id))
    until(lambda: cloud.network.get_port(port.id).status == "ACTIVE", "the server's port")
    states["port"] = cloud.network.get_port(port.id).status
    address = port.fixed_ips[0]["ip_address"]

    volume = cloud.block_storage.create_volume(name=NAME, size=5, volume_type="ceph-ssd")
    cloud.block_storage.wait_for_status(volume, "available", wait=TIMEOUT)
    cloud.compute.create_volume_attachment(server, volume_id=volume.id)
    cloud.block_storage.wait_for_status(volume, "in-use", wait=TIMEOUT)
    states["volume"] = cloud.block_storage.get_volume(volume.id).status

    balancers = []
    for provider in ("ovn", "amphora"):
        states[provider], lb = balancer(provider, subnet, address)
        balancers.append(lb)

    floating = cloud.network.create_ip(floating_network_id=public.id, port_id=balancers[0].vip_port_id, description=NAME)
    until(lambda: cloud.network.get_ip(floating.id).status == "ACTIVE", "the floating IP")
    states["floatingIp"] = cloud.network.get_ip(floating.id).status

    zone = cloud.dns.create_zone(name=ZONE, email="ops@walk.test")
    until(lambda: cloud.dns.get_zone(zone.id).status == "ACTIVE", "the zone")
    record = cloud.dns.create_recordset(zone, name=f"api.{ZONE}", type="A", records=[ADDRESS], ttl=60)
    until(lambda: cloud.dns.get_recordset(record.id, zone).status == "ACTIVE", "the record")
    dig = ["dig", "+short", "@127.0.0.1", "-p", "10053", f"api.{ZONE}", "A"]
    states["dig"] = until(lambda: subprocess.run(dig, capture_output=True, text=True).stdout.strip(), "the answer of named")

    states["bucket"] = object_store()

    secret = cloud.key_manager.create_secret(name=NAME, payload="quiet", payload_content_type="text/plain")
    states["secret"] = cloud.key_manager.get_secret(secret.secret_id).status
    return states


def sweep():
    """Deletes everything named walk*, in the order in which it may be deleted."""
    for secret in cloud.key_manager.secrets():
        if secret.name == NAME:
            cloud.key_manager.delete_secret(secret.secret_id)
    for zone in cloud.dns.zones():
        if zone.name == ZONE:
            cloud.dns.delete_zone(zone)
            gone(cloud.dns.find_zone, zone)
    for ip in cloud.network.ips(project_id=project):
        if ip.description == NAME:
            cloud.network.delete_ip(ip)
    for lb in cloud.load_balancer.load_balancers():
        if lb.name.startswith(NAME):
            until(lambda: cloud.load_balancer.get_load_balancer(lb.id).provisioning_status in ("ACTIVE", "ERROR"), lb.name)
            cloud.load_balancer.delete_load_balancer(lb, cascade=True)
            gone(cloud.load_balancer.find_load_balancer, lb)
    for server in cloud.compute.servers(name=f"^{NAME}$"):
        for attachment in cloud.compute.volume_attachments(server):
            cloud.compute.delete_volume_attachment(attachment.volume_id, server, ignore_missing=False)
            cloud.block_storage.wait_for_status(cloud.block_storage.get_volume(attachment.volume_id), "available", wait=TIMEOUT)
        cloud.compute.delete_server(server)
        cloud.compute.wait_for_delete(server, wait=TIMEOUT)
    for volume in cloud.block_storage.volumes():
        if volume.name == NAME:
            cloud.block_storage.delete_volume(volume)
            cloud.block_storage.wait_for_delete(volume, wait=TIMEOUT)
    for router in cloud.network.routers(name=NAME, project_id=project):
        for port in cloud.network.ports(device_id=router.id, device_owner="network:router_interface"):
            cloud.network.remove_interface_from_router(router, port_id=port.id)
        cloud.network.delete_router(router)
    for group in cloud.network.security_groups(name=NAME, project_id=project):
        cloud.network.delete_security_group(group)
    for network in cloud.network.networks(name=NAME, project_id=project):
        cloud.network.delete_network(network)


def left():
    """What of the walk is still there. (Its ports, too, are gone when its network is: that could not be deleted otherwise.)"""
    found = {
        "network": cloud.network.networks(project_id=project),
        "router": cloud.network.routers(project_id=project),
        "security group": cloud.network.security_groups(project_id=project),
        "server": cloud.compute.servers(),
        "volume": cloud.block_storage.volumes(),
        "load balancer": cloud.load_balancer.load_balancers(),
        "zone": cloud.dns.zones(),
        "container": cloud.object_store.containers(),
        "secret": cloud.key_manager.secrets(),
    }
    names = [f"{kind} {thing.name}" for kind, things in found.items() for thing in things if (thing.name or "").startswith(NAME)]
    return names + [f"floating IP {ip.floating_ip_address}" for ip in cloud.network.ips(project_id=project) if ip.description == NAME]


if __name__ == "__main__":
    sweep()
    try:
        states = walk()
    finally:
        sweep()
    json.dump({"states": states, "left": left()}, sys.stdout)
