"""Run by test/lab/magnum-driver.test.ts: needs Debian's python3-magnum, no cloud."""
import json
import os
import tempfile
import types
import unittest
from unittest import mock

import lab_magnum
from lab_magnum_cloud import NodeFailed

FLAVOR = {"name": "m1", "vcpus": 2, "ram": 4096, "disk": 20}
NETWORKS = {"networkId": "net", "subnetId": "sub"}


class Group(types.SimpleNamespace):
    def save(self):
        self.saved = True

    def destroy(self):
        self.cluster.nodegroups.remove(self)


class Cluster(types.SimpleNamespace):
    def save(self):
        self.saved = True


class Steps(unittest.TestCase):
    """One cluster with one master and two workers through the periodic task."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = os.path.join(temporary.name, "u1")
        os.mkdir(self.folder)
        for target, attribute, value in (
                (lab_magnum, "ROOT", temporary.name), (lab_magnum, "clients", mock.Mock()), (lab_magnum, "magnum_context", mock.Mock()),
                (lab_magnum, "trust_manager", mock.Mock()), (lab_magnum, "cert_manager", mock.Mock()),
                (lab_magnum.cloud, "flavor", lambda osc, name: FLAVOR), (lab_magnum.cloud, "networks", lambda osc, cluster: NETWORKS),
                (lab_magnum.cloud, "image_version", lambda osc, cluster: None), (lab_magnum.cloud, "sync_servers", mock.Mock(return_value=None)),
                (lab_magnum.cloud, "delete_servers", mock.Mock(return_value=None)),
                (lab_magnum.cloud, "delete_load_balancers", mock.Mock(return_value=None))):
            patch = mock.patch.object(target, attribute, value)
            patch.start()
            self.addCleanup(patch.stop)
        lab_magnum.clients.OpenStackClients.return_value.auth_url = "http://127.0.0.1:5000"
        authority = lab_magnum.cert_manager.get_cluster_ca_certificate.return_value
        authority.get_certificate.return_value = b"certificate"
        authority.get_decrypted_private_key.return_value = "key"
        self.cluster = Cluster(
            uuid="u1", name="c", labels={}, status=None, status_reason=None, stack_id=None, project_id="p", create_timeout=None, created_at=None,
            trust_id="t", trustee_user_id="tu", trustee_password="secret", health_status=None, api_address=None, coe_version=None)
        self.cluster.nodegroups = [self.group("default-master", "master", 1), self.group("default-worker", "worker", 2)]
        self.cluster.default_ng_worker = self.cluster.nodegroups[1]
        self.driver = lab_magnum.Driver()

    def group(self, name, role, count, status="CREATE_IN_PROGRESS"):
        return Group(cluster=self.cluster, name=name, role=role, node_count=count, flavor_id="m1", image_id="img", labels={}, status=status, status_reason=None)

    def create(self):
        self.driver.create_cluster(mock.Mock(), self.cluster, 60)

    def step(self):
        self.driver.update_cluster_status(mock.Mock(), self.cluster)

    def wanted(self):
        with open(os.path.join(self.folder, "cluster.json")) as file:
            return json.load(file)

    def supervisor_says(self, **status):
        self.put("status.json", json.dumps(status))

    def put(self, name, text=""):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def finish(self):
        self.supervisor_says(ready=True, generation=self.wanted()["generation"])
        self.step()

    def nodes(self):
        return {group["name"]: [node["name"] for node in group["nodes"]] for group in self.wanted()["nodeGroups"]}

    def test_create_writes_what_is_wanted_and_waits_for_the_supervisor(self):
        self.create()
        self.assertEqual(self.cluster.status, "CREATE_IN_PROGRESS")
        self.assertEqual(sorted(os.listdir(self.folder)), [
            "ca.crt", "ca.key", "cluster.json", "etcd-ca.crt", "etcd-ca.key", "front-proxy-ca.crt", "front-proxy-ca.key",
            "port.json"])
        self.assertEqual(self.nodes(), {"default-master": ["c-default-master-0"], "default-worker": ["c-default-worker-0", "c-default-worker-1"]})
        wanted = self.wanted()
        self.assertEqual((wanted["generation"], wanted["version"], wanted["deleted"]), (1, "v1.34.2", False))
        self.assertEqual(wanted["cloud"], dict(
            NETWORKS, authUrl="http://127.0.0.1:5000/v3", region="RegionOne", userId="tu", password="secret", trustId="t", projectId="p"))
        self.step()
        self.assertEqual((self.cluster.status, self.cluster.status_reason), ("CREATE_IN_PROGRESS", "waiting for the control plane"))
        self.supervisor_says(ready=True, generation=0)
        self.step()
        self.assertEqual(self.cluster.status, "CREATE_IN_PROGRESS")
        self.finish()
        self.assertEqual((self.cluster.status, self.cluster.status_reason), ("CREATE_COMPLETE", None))
        self.assertEqual(self.cluster.api_address, "https://127.0.0.1:%d" % wanted["port"])
        self.assertEqual([group.status for group in self.cluster.nodegroups], ["CREATE_COMPLETE", "CREATE_COMPLETE"])
        self.assertEqual(self.wanted()["generation"], 1)

    def test_a_step_before_the_creation_has_got_far_enough_does_nothing(self):
        self.cluster.status = "CREATE_IN_PROGRESS"
        self.step()
        self.assertEqual(os.listdir(self.folder), [])

    def test_wait_holds_and_fail_fails(self):
        self.create()
        self.supervisor_says(ready=True, generation=1)
        self.put("wait")
        self.step()
        self.assertEqual(self.cluster.status, "CREATE_IN_PROGRESS")
        os.remove(os.path.join(self.folder, "wait"))
        self.put("fail", "Quota exceeded for instances\n")
        self.step()
        self.assertEqual((self.cluster.status, self.cluster.status_reason), ("CREATE_FAILED", "Quota exceeded for instances"))
        self.assertEqual([group.status for group in self.cluster.nodegroups], ["CREATE_FAILED", "CREATE_FAILED"])

    def test_what_trying_again_will_not_mend_fails_and_what_it_may_mend_does_not(self):
        self.create()
        lab_magnum.cloud.sync_servers.side_effect = ConnectionError("Keystone restarts")
        with self.assertRaises(ConnectionError):
            self.step()
        self.assertEqual(self.cluster.status, "CREATE_IN_PROGRESS")
        lab_magnum.cloud.sync_servers.side_effect = NodeFailed("Server x: No valid host was found.")
        self.step()
        self.assertEqual((self.cluster.status, self.cluster.status_reason), ("CREATE_FAILED", "Server x: No valid host was found."))

    def test_resize_removes_the_named_node(self):
        self.create()
        self.finish()
        wanted = self.wanted()
        for number, node in enumerate(wanted["nodeGroups"][1]["nodes"]):
            node["serverId"] = "server-%d" % number
        self.put("cluster.json", json.dumps(wanted))
        workers = self.cluster.default_ng_worker
        workers.node_count = 1
        self.driver.resize_cluster(mock.Mock(), self.cluster, None, 1, ["server-0"], workers)
        self.cluster.status = "UPDATE_IN_PROGRESS"
        self.step()
        self.assertEqual(self.nodes()["default-worker"], ["c-default-worker-1"])
        self.finish()
        self.assertEqual((self.cluster.status, workers.status), ("UPDATE_COMPLETE", "UPDATE_COMPLETE"))

    def test_upgrade_takes_the_version_of_the_new_template(self):
        self.create()
        self.finish()
        template = types.SimpleNamespace(uuid="t2", labels={"kube_tag": "v1.33.2"}, image_id="img2")
        self.driver.upgrade_cluster(mock.Mock(), self.cluster, template, 1, self.cluster.default_ng_worker)
        self.cluster.status = "UPDATE_IN_PROGRESS"
        self.step()
        self.finish()
        self.assertEqual((self.wanted()["version"], self.cluster.coe_version, self.cluster.status), ("v1.33.2", "v1.33.2", "UPDATE_COMPLETE"))

    def test_a_deleted_node_group_goes_when_its_nodes_are_gone(self):
        self.cluster.nodegroups.append(self.group("extra", "worker", 1))
        self.create()
        self.finish()
        extra = self.cluster.nodegroups[2]
        with mock.patch.object(lab_magnum.objects.Cluster, "get_by_uuid", return_value=self.cluster):
            self.driver.delete_nodegroup(mock.Mock(), self.cluster, extra)
        self.assertEqual(self.cluster.status, "UPDATE_IN_PROGRESS")
        self.step()
        self.assertEqual(self.nodes()["extra"], [])
        self.assertIn(extra, self.cluster.nodegroups)
        self.finish()
        self.assertNotIn(extra, self.cluster.nodegroups)

    def test_delete_ends_the_control_plane_before_it_cleans_up(self):
        self.create()
        self.finish()
        self.driver.delete_cluster(mock.Mock(), self.cluster)
        self.cluster.status = "DELETE_IN_PROGRESS"
        self.step()
        self.assertTrue(self.wanted()["deleted"])
        lab_magnum.cloud.delete_load_balancers.assert_not_called()
        self.supervisor_says(stopped=True, ready=False, generation=self.wanted()["generation"])
        lab_magnum.cloud.delete_load_balancers.return_value = "waiting for 1 load balancers to be deleted"
        self.step()
        lab_magnum.cloud.delete_servers.assert_not_called()
        self.assertEqual(self.cluster.status_reason, "waiting for 1 load balancers to be deleted")
        lab_magnum.cloud.delete_load_balancers.return_value = None
        self.step()
        self.assertEqual(self.cluster.status, "DELETE_COMPLETE")
        self.assertEqual([group.status for group in self.cluster.nodegroups], ["DELETE_COMPLETE", "DELETE_COMPLETE"])
        self.assertFalse(os.path.exists(self.folder))
        lab_magnum.trust_manager.delete_trustee_and_trust.assert_called_once()

    def test_a_cluster_whose_creation_failed_at_once_can_be_deleted(self):
        self.cluster.status = "DELETE_IN_PROGRESS"
        self.step()
        self.assertEqual(self.cluster.status, "DELETE_COMPLETE")
