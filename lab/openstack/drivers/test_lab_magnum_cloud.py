"""Run by test/lab/magnum-driver.test.ts: needs Debian's python3-magnum, no cloud."""
import types
import unittest
from unittest import mock

import lab_magnum_cloud as cloud

CLUSTER = types.SimpleNamespace(uuid="u1", name="c", project_id="p", keypair="key", nodegroups=[types.SimpleNamespace(name="w", image_id="img")])


def server(name, status="ACTIVE", owner="u1", **fields):
    return types.SimpleNamespace(id="id-" + name, name=name, status=status, metadata={"magnum_cluster": owner}, **fields)


def port(name, owner="u1"):
    return {"id": "port-" + name, "name": name, "description": "Node of Magnum cluster " + owner, "fixed_ips": [{"ip_address": "10.0.0.7"}]}


def wanted(*names):
    group = {"name": "w", "role": "worker", "zone": "nova", "flavor": {"name": "m1"}, "nodes": [{"name": name} for name in names]}
    return {"cloud": {"networkId": "net", "subnetId": "sub"}, "nodeGroups": [group]}


def fake_cloud(servers=(), ports=(), balancers=(), addresses=()):
    osc = mock.Mock()
    osc.nova().servers.list.return_value = list(servers)
    osc.nova().servers.create.side_effect = lambda name, **_: server(name, "BUILD")
    osc.nova().flavors.list.return_value = [types.SimpleNamespace(id="f1", name="m1")]
    osc.glance().images.list.side_effect = lambda: [types.SimpleNamespace(id="image-id", name="img")]
    osc.neutron().list_ports.return_value = {"ports": list(ports)}
    osc.neutron().create_port.side_effect = lambda body: {"port": port(body["port"]["name"])}
    osc.neutron().list_floatingips.return_value = {"floatingips": list(addresses)}
    osc.octavia().load_balancer_list.return_value = {"loadbalancers": list(balancers)}
    return osc


class SyncServers(unittest.TestCase):
    def test_makes_what_is_missing(self):
        osc = fake_cloud([server("c-w-0"), server("c-w-1", owner="other")], [port("c-w-0")])
        plan = wanted("c-w-0", "c-w-1")
        self.assertEqual(cloud.sync_servers(osc, CLUSTER, plan), "waiting for 1 servers to become ACTIVE and 0 to be deleted")
        osc.neutron().create_port.assert_called_once_with({"port": {
            "name": "c-w-1", "description": "Node of Magnum cluster u1", "network_id": "net", "fixed_ips": [{"subnet_id": "sub"}]}})
        osc.nova().servers.create.assert_called_once_with(
            name="c-w-1", image="image-id", flavor="f1", nics=[{"port-id": "port-c-w-1"}], key_name="key",
            meta={"magnum_cluster": "u1", "magnum_nodegroup": "w", "magnum_role": "worker"})
        self.assertEqual(plan["nodeGroups"][0]["nodes"], [
            {"name": "c-w-0", "serverId": "id-c-w-0", "address": "10.0.0.7"}, {"name": "c-w-1"}])

    def test_removes_what_is_too_much_and_the_ports_of_what_is_gone(self):
        osc = fake_cloud([server("c-w-0"), server("c-w-1")], [port("c-w-0"), port("c-w-1"), port("c-w-2"), port("c-w-3", "other")])
        self.assertEqual(cloud.sync_servers(osc, CLUSTER, wanted("c-w-0")), "waiting for 0 servers to become ACTIVE and 1 to be deleted")
        osc.nova().servers.delete.assert_called_once_with("id-c-w-1")
        osc.neutron().delete_port.assert_called_once_with("port-c-w-2")

    def test_nothing_to_do(self):
        osc = fake_cloud([server("c-w-0")], [port("c-w-0")])
        self.assertIsNone(cloud.sync_servers(osc, CLUSTER, wanted("c-w-0")))
        osc.nova().servers.create.assert_not_called()
        osc.nova().servers.delete.assert_not_called()

    def test_a_failed_server_fails_the_cluster_with_its_reason(self):
        osc = fake_cloud([server("c-w-0", "ERROR", fault={"message": "No valid host was found."})], [port("c-w-0")])
        with self.assertRaisesRegex(cloud.NodeFailed, "^Server c-w-0: No valid host was found.$"):
            cloud.sync_servers(osc, CLUSTER, wanted("c-w-0"))


class DeleteLoadBalancers(unittest.TestCase):
    def balancer(self, owner, status="ACTIVE"):
        return {"id": "lb-" + owner, "vip_port_id": "vip", "provisioning_status": status,
                "description": "Kubernetes external service default/web from cluster " + owner}

    def test_only_ours_with_only_their_addresses(self):
        addresses = [{"id": "f1", "description": "Floating IP for Kubernetes external service default/web from cluster u1"},
                     {"id": "f2", "description": "Ingress, kept by its owner"}]
        osc = fake_cloud(balancers=[self.balancer("u1"), self.balancer("u12")], addresses=addresses)
        self.assertEqual(cloud.delete_load_balancers(osc, CLUSTER), "waiting for 1 load balancers to be deleted")
        osc.octavia().load_balancer_delete.assert_called_once_with("lb-u1", cascade=True)
        osc.neutron().delete_floatingip.assert_called_once_with("f1")

    def test_waits_for_one_that_is_busy(self):
        osc = fake_cloud(balancers=[self.balancer("u1", "PENDING_UPDATE")])
        self.assertEqual(cloud.delete_load_balancers(osc, CLUSTER), "waiting for 1 load balancers to be deleted")
        osc.octavia().load_balancer_delete.assert_not_called()

    def test_none_left(self):
        self.assertIsNone(cloud.delete_load_balancers(fake_cloud(balancers=[self.balancer("u1", "DELETED")]), CLUSTER))


class Networks(unittest.TestCase):
    def networks(self, **fields):
        osc = mock.Mock()
        osc.neutron().list_networks.side_effect = lambda **query: {
            "networks": [{"id": "ext", "name": "public"}] if query else [{"id": "n1", "name": "net"}, {"id": "n2", "name": "twin"}, {"id": "n3", "name": "twin"}]}
        osc.neutron().list_subnets.side_effect = lambda network_id: {"subnets": [
            {"id": "s6", "name": "six", "ip_version": 6}, {"id": "s4", "name": "four", "ip_version": 4}]}
        template = types.SimpleNamespace(fixed_network=None, fixed_subnet=None, external_network_id="public")
        values = {"fixed_network": None, "fixed_subnet": None, **fields}
        return cloud.networks(osc, types.SimpleNamespace(cluster_template=template, **values))

    def test_names_become_ids(self):
        self.assertEqual(self.networks(fixed_network="net", fixed_subnet="four"), {"networkId": "n1", "subnetId": "s4", "externalNetworkId": "ext"})

    def test_the_first_ipv4_subnet_without_a_name(self):
        self.assertEqual(self.networks(fixed_network="n1")["subnetId"], "s4")

    def test_what_is_wrong_is_said(self):
        for fields, text in (
                ({}, "The cluster has no fixed network. Set fixed_network and fixed_subnet in the cluster or its template: the lab makes none."),
                ({"fixed_network": "none"}, "Fixed network none does not exist."),
                ({"fixed_network": "twin"}, "Fixed network twin: 2 have this name, give the id."),
                ({"fixed_network": "net", "fixed_subnet": "six"}, "Fixed subnet six does not exist.")):
            with self.subTest(text), self.assertRaises(cloud.PERMANENT) as caught:
                self.networks(**fields)
            self.assertEqual(str(caught.exception), text)
