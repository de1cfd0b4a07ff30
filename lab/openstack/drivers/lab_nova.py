"""Nova's compute driver for the lab; lab_nova_compute.py is the program that runs it.

Servers are Nova's own fakes, with one thing made real: each VIF is plugged into this chassis' integration bridge, so that
ovn-controller claims the logical port and Neutron turns the port, and a floating IP on it, ACTIVE. With the plain FakeDriver
the server is ACTIVE and its port stays DOWN.

LAB_SWITCH is the address of the chassis' Open vSwitch database.
"""
import os

from oslo_concurrency import processutils
from oslo_log import log as logging

from nova.virt import fake

LOG = logging.getLogger(__name__)
BRIDGE = "br-int"


def device_name(vif):
    """The name Neutron expects of a VIF's device: 14 characters, as long as Linux allows."""
    return ("tap" + vif["id"])[:14]


def plug_arguments(vif, server_uuid):
    """The arguments of ovs-vsctl that make a VIF's port; iface-id is what ovn-controller goes by."""
    device = device_name(vif)
    return ["--may-exist", "add-port", BRIDGE, device, "--", "set", "Interface", device,
            "external_ids:iface-id=" + vif["id"],
            "external_ids:attached-mac=" + vif["address"].replace(":", "\\:"),
            "external_ids:vm-uuid=" + server_uuid]


def unplug_arguments(vif):
    return ["--if-exists", "del-port", BRIDGE, device_name(vif)]


def vsctl(arguments):
    """A switch that does not answer must not fail the server: the port just stays DOWN, as on a real host."""
    try:
        processutils.execute("ovs-vsctl", "--no-wait", "--timeout=10", "--db=" + os.environ["LAB_SWITCH"], *arguments)
    except (processutils.ProcessExecutionError, OSError):
        LOG.exception("ovs-vsctl %s", " ".join(arguments))


class LabDriver(fake.FakeDriver):
    # Room for any cluster; quotas are what limits a tenant.
    vcpus = 1000
    memory_mb = 4000000
    local_gb = 1000000

    def plug_vifs(self, instance, network_info):
        for vif in network_info or []:
            vsctl(plug_arguments(vif, instance.uuid))

    def unplug_vifs(self, instance, network_info):
        for vif in network_info or []:
            vsctl(unplug_arguments(vif))

    def spawn(self, context, instance, image_meta, injected_files, admin_password, allocations, network_info=None, *args, **kwargs):
        super().spawn(context, instance, image_meta, injected_files, admin_password, allocations, network_info, *args, **kwargs)
        self.plug_vifs(instance, network_info)

    def destroy(self, context, instance, network_info, *args, **kwargs):
        self.unplug_vifs(instance, network_info)
        super().destroy(context, instance, network_info, *args, **kwargs)

    def attach_interface(self, context, instance, image_meta, vif):
        super().attach_interface(context, instance, image_meta, vif)
        self.plug_vifs(instance, [vif])

    def detach_interface(self, context, instance, vif):
        super().detach_interface(context, instance, vif)
        self.unplug_vifs(instance, [vif])
