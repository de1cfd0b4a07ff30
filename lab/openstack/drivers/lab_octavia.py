"""Network driver of Octavia's worker (amphora provider): does nothing, except that a deleted VIP's port is really deleted.

The API makes the VIP's port in the real Neutron; with the plain noop driver it would stay for ever.

    [controller_worker]
    network_driver = lab_network_driver
"""
from neutronclient.common import exceptions
from octavia.common import clients
from octavia.common import config  # noqa: F401  registers the options
from octavia.network.drivers.noop_driver import driver as noop
from oslo_config import cfg
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class LabNetworkDriver(noop.NoopNetworkDriver):
    def deallocate_vip(self, vip):
        super().deallocate_vip(vip)
        options = cfg.CONF.neutron
        neutron = clients.NeutronAuth.get_neutron_client(
            endpoint=options.endpoint, region=options.region_name, endpoint_type=options.endpoint_type,
            service_name=options.service_name, insecure=options.insecure, ca_cert=options.ca_certificates_file)
        try:
            neutron.delete_port(vip.port_id)
        except exceptions.PortNotFoundClient:
            pass
        except exceptions.NeutronClientException:
            LOG.exception("The port %s of a deleted VIP stays", vip.port_id)
