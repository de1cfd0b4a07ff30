#!/usr/bin/python3
"""What a site's operator provides before the first tenant comes: flavors, images, volume types, the external network, quotas.

Creates what is missing, so it may be run again. Logs in as lab-admin of OS_CLIENT_CONFIG_FILE.
"""
import openstack

# name: (cores, memory in MiB, disk in GiB)
FLAVORS = {
    "m1.tiny": (1, 512, 1),
    "m1.small": (1, 2048, 10),
    "m1.medium": (2, 4096, 20),
    "m1.large": (4, 8192, 40),
    "m1.xlarge": (8, 16384, 80),
}
# Nothing boots, so an image is 64 KiB of zeros; what counts are the properties. Magnum picks its driver by os_distro.
IMAGES = {
    "ubuntu-22.04": {"os_distro": "ubuntu"},
    "fedora-coreos": {"os_distro": "fedora-coreos"},
    "ubuntu-jammy-kube-v1.33.2": {"os_distro": "ubuntu", "kube_version": "v1.33.2"},
    "ubuntu-jammy-kube-v1.34.2": {"os_distro": "ubuntu", "kube_version": "v1.34.2"},
}
IMAGE_SIZE = 64 * 1024
VOLUME_TYPES = ("ceph", "ceph-ssd")
EXTERNAL_NETWORK = "public"
TENANTS = ("lab", "lab-test")
# Finite, as on a real site, so that a quota can be read and can be hit: cores, instances, memory in MiB.
COMPUTE_QUOTA = {"cores": 500, "instances": 100, "ram": 1024000}


def seed_flavors(cloud):
    present = {flavor.name for flavor in cloud.compute.flavors()}
    for name, (vcpus, ram, disk) in FLAVORS.items():
        if name not in present:
            cloud.compute.create_flavor(name=name, vcpus=vcpus, ram=ram, disk=disk)


def seed_images(cloud):
    for name, properties in IMAGES.items():
        image = cloud.image.find_image(name)
        if image and image.status != "active":  # a killed upload
            cloud.image.delete_image(image)
            image = None
        if not image:
            cloud.create_image(name, data=b"\0" * IMAGE_SIZE, disk_format="raw", container_format="bare", visibility="public", wait=True, **properties)


def seed_external_network(cloud):
    network = cloud.network.find_network(EXTERNAL_NETWORK) or cloud.network.create_network(
        name=EXTERNAL_NETWORK, is_router_external=True, provider_network_type="flat", provider_physical_network="physnet1", is_shared=False)
    if not cloud.network.find_subnet(EXTERNAL_NETWORK, network_id=network.id):
        cloud.network.create_subnet(
            network_id=network.id, name=EXTERNAL_NETWORK, ip_version=4, cidr="203.0.113.0/24", gateway_ip="203.0.113.1",
            is_dhcp_enabled=False, allocation_pools=[{"start": "203.0.113.10", "end": "203.0.113.250"}])


def seed_volume_types(cloud):
    present = {kind.name for kind in cloud.block_storage.types()}
    for name in VOLUME_TYPES:
        if name not in present:
            cloud.block_storage.create_type(name=name, extra_specs={"volume_backend_name": "ceph"})


def main():
    cloud = openstack.connect(cloud="lab-admin")
    seed_flavors(cloud)
    seed_images(cloud)
    seed_external_network(cloud)
    seed_volume_types(cloud)
    for tenant in TENANTS:
        cloud.set_compute_quotas(tenant, **COMPUTE_QUOTA)


if __name__ == "__main__":
    main()
