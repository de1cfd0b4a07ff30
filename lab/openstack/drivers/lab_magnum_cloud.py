"""What the Magnum driver does in the cloud: servers and their ports for nodes, and the cleaning up after Kubernetes' controllers.

Every function does what can be done at once and returns what is to be waited for, or None.
"""
import contextlib
import re

from keystoneauth1 import exceptions as keystone_errors
from neutronclient.common import exceptions as neutron_errors
from novaclient import exceptions as nova_errors
from oslo_log import log as logging

from magnum.common import exception

from lab_magnum_plan import InjectedFailure

LOG = logging.getLogger(__name__)


class NodeFailed(Exception):
    """A server that will not become ACTIVE."""


# What trying again will not mend: the user must change something (a quota, a name).
PERMANENT = (InjectedFailure, NodeFailed, exception.Invalid, exception.ObjectNotFound, nova_errors.BadRequest, nova_errors.Forbidden,
             nova_errors.NotFound, neutron_errors.BadRequest, neutron_errors.Conflict, neutron_errors.NotFound, keystone_errors.NotFound)


def flavor(osc, name):
    """A flavor by name or id, as cluster.json wants it."""
    for found in osc.nova().flavors.list(is_public=None):
        if name in (found.name, found.id):
            return {"name": found.name, "vcpus": found.vcpus, "ram": found.ram, "disk": found.disk}
    raise exception.InvalidParameterValue(err="Flavor %s does not exist." % name)


def image_version(osc, cluster):
    """Property kube_version of the workers' image."""
    return osc.glance().images.get(_image_id(osc, cluster.default_ng_worker)).get("kube_version")


def _image_id(osc, group):
    for image in osc.glance().images.list():
        if group.image_id in (image.id, image.name):
            return image.id
    raise exception.InvalidParameterValue(err="Image %s does not exist." % group.image_id)


def _named(found, name, what):
    chosen = [item for item in found if name in (item["id"], item["name"])]
    if len(chosen) == 1:
        return chosen[0]
    raise exception.InvalidParameterValue(
        err="%s %s does not exist." % (what, name) if not chosen else "%s %s: %d have this name, give the id." % (what, name, len(chosen)))


def networks(osc, cluster):
    """Ids of the cluster's network, subnet and external network."""
    template = cluster.cluster_template
    network_name = cluster.fixed_network or template.fixed_network
    subnet_name = cluster.fixed_subnet or template.fixed_subnet
    if not network_name:
        raise exception.InvalidParameterValue(
            err="The cluster has no fixed network. Set fixed_network and fixed_subnet in the cluster or its template: the lab makes none.")
    neutron = osc.neutron()
    network = _named(neutron.list_networks()["networks"], network_name, "Fixed network")
    subnets = [subnet for subnet in neutron.list_subnets(network_id=network["id"])["subnets"] if subnet["ip_version"] == 4]
    if not subnets:
        raise exception.InvalidParameterValue(err="Fixed network %s has no IPv4 subnet." % network_name)
    subnet = _named(subnets, subnet_name, "Fixed subnet") if subnet_name else subnets[0]
    ids = {"networkId": network["id"], "subnetId": subnet["id"]}
    if template.external_network_id:
        external = neutron.list_networks(**{"router:external": True})["networks"]
        ids["externalNetworkId"] = _named(external, template.external_network_id, "External network")["id"]
    return ids


def _mark(cluster):
    """Ports have no metadata; this is their description."""
    return "Node of Magnum cluster %s" % cluster.uuid


def _servers(osc, cluster, **search):
    return {server.name: server for server in osc.nova().servers.list(search_opts=search)
            if server.metadata.get("magnum_cluster") == cluster.uuid}


def _ports(osc, cluster):
    ports = osc.neutron().list_ports(project_id=cluster.project_id)["ports"]
    return {port["name"]: port for port in ports if port["description"] == _mark(cluster)}


def sync_servers(osc, cluster, wanted):
    """Makes one server per wanted node, deletes the others, and notes addresses and ids in `wanted`."""
    servers, ports = _servers(osc, cluster), _ports(osc, cluster)
    groups = {group.name: group for group in cluster.nodegroups}
    nodes = {node["name"]: (group, node) for group in wanted["nodeGroups"] for node in group["nodes"]}
    missing = 0
    for name, (group, node) in nodes.items():
        port = ports.get(name) or _create_port(osc, cluster, wanted["cloud"], name)
        server = servers.get(name) or _create_server(osc, cluster, groups[group["name"]], group, name, port)
        if server.status == "ERROR":
            raise NodeFailed("Server %s: %s" % (name, getattr(server, "fault", {}).get("message", "ERROR")))
        if server.status == "ACTIVE":
            node.update(serverId=server.id, address=port["fixed_ips"][0]["ip_address"])
        else:
            missing += 1
    surplus = _delete_nodes(osc, servers, ports, keep=nodes)
    if missing or surplus:
        return "waiting for %d servers to become ACTIVE and %d to be deleted" % (missing, surplus)
    return None


def _create_port(osc, cluster, place, name):
    LOG.info("Creating port %s for cluster %s", name, cluster.uuid)
    return osc.neutron().create_port({"port": {
        "name": name, "description": _mark(cluster), "network_id": place["networkId"], "fixed_ips": [{"subnet_id": place["subnetId"]}]}})["port"]


def _create_server(osc, cluster, nodegroup, group, name, port):
    LOG.info("Creating server %s for cluster %s", name, cluster.uuid)
    nova = osc.nova()
    flavor_id = next(found.id for found in nova.flavors.list(is_public=None) if found.name == group["flavor"]["name"])
    zone = {} if group["zone"] == "nova" else {"availability_zone": group["zone"]}
    return nova.servers.create(
        name=name, image=_image_id(osc, nodegroup), flavor=flavor_id, nics=[{"port-id": port["id"]}], key_name=cluster.keypair,
        meta={"magnum_cluster": cluster.uuid, "magnum_nodegroup": group["name"], "magnum_role": group["role"]}, **zone)


def _delete_nodes(osc, servers, ports, keep):
    """Deletes servers, then the ports of servers that are gone. Returns how many servers are still there."""
    surplus = [server for name, server in servers.items() if name not in keep]
    for server in surplus:
        if getattr(server, "OS-EXT-STS:task_state", None) != "deleting":
            with contextlib.suppress(nova_errors.NotFound):  # gone since it was listed
                osc.nova().servers.delete(server.id)
    for name, port in ports.items():
        if name not in keep and name not in servers:
            with contextlib.suppress(neutron_errors.NotFound):
                osc.neutron().delete_port(port["id"])
    return len(surplus)


def delete_servers(admin, cluster):
    """Servers and ports of a cluster that goes."""
    servers, ports = _servers(admin, cluster, all_tenants=True, project_id=cluster.project_id), _ports(admin, cluster)
    _delete_nodes(admin, servers, ports, keep=())
    return "waiting for %d servers to be deleted" % len(servers) if servers else None


def delete_load_balancers(admin, cluster):
    """Those that the cloud controller made for this cluster's Services, with their floating IPs, as Magnum's own drivers do."""
    octavia, neutron = admin.octavia(), admin.neutron()
    ours = re.compile("Kubernetes .+ from cluster %s$" % re.escape(cluster.uuid))
    remaining = [balancer for balancer in octavia.load_balancer_list(project_id=cluster.project_id).get("loadbalancers", [])
                 if ours.match(balancer["description"] or "") and balancer["provisioning_status"] != "DELETED"]
    for balancer in remaining:
        if balancer["provisioning_status"].startswith("PENDING_"):
            continue
        LOG.info("Deleting load balancer %s of cluster %s", balancer["id"], cluster.uuid)
        for address in neutron.list_floatingips(port_id=balancer["vip_port_id"])["floatingips"]:
            if re.match("Floating IP for " + ours.pattern, address["description"] or ""):
                with contextlib.suppress(neutron_errors.NotFound):
                    neutron.delete_floatingip(address["id"])
        octavia.load_balancer_delete(balancer["id"], cascade=True)
    return "waiting for %d load balancers to be deleted" % len(remaining) if remaining else None
