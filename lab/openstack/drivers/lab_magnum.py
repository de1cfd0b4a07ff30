"""Magnum driver of the lab: writes down what is wanted, looks whether it has come true.

Each cluster has a folder $LAB_STATE/var/magnum/clusters/<uuid>. This driver writes the authorities Magnum made (ca, front-proxy-ca,
etcd-ca: .crt and .key) and cluster.json (fields: lab/kubernetes/README.md). The supervisor of lab/kubernetes makes a control plane of
it and answers in status.json. The nodes are Nova servers in the owner's project (lab_magnum_cloud.py).

create, update, resize, upgrade and delete only mark the cluster *_IN_PROGRESS. The conductor's periodic task then calls
update_cluster_status, which does one step towards what the database says and may be killed anywhere.

Test hooks, in a cluster's folder or beside all of them: a file `wait` holds a cluster *_IN_PROGRESS, a file `fail` makes it
*_FAILED with the file's text as reason.
"""
import json
import os
import shutil
import uuid

from oslo_log import log as logging
from oslo_utils import timeutils

from magnum.common import clients
from magnum.common import context as magnum_context
from magnum.conductor.handlers.common import cert_manager
from magnum.conductor.handlers.common import trust_manager
import magnum.conf
from magnum.drivers.common import driver
from magnum import objects
from magnum.objects import fields
from magnum.service import periodic

import lab_magnum_cloud as cloud
from lab_magnum_plan import claim_port, current_status, held, inject_failure, plan_nodes, read_json, write_text

CONF = magnum.conf.CONF
LOG = logging.getLogger(__name__)
Status = fields.ClusterStatus
ROOT = os.path.join(os.environ.get("LAB_STATE", "/var/lib/science-platform-lab"), "var/magnum/clusters")
DEFAULT_VERSION = "v1.34.2"
AUTHORITIES = ((None, "ca"), ("etcd", "etcd-ca"), ("front_proxy", "front-proxy-ca"))

# Magnum asks every 10 s, a pace for clouds where a cluster takes ten minutes. There is no option for it.
periodic.MagnumPeriodicTasks._periodic_spacing["sync_cluster_status"] = 3

# Clusters in whose step this process is: the periodic task does not wait for the one before.
_busy = set()


def _folder(cluster):
    return os.path.join(ROOT, cluster.uuid)


def _text(value):
    return value.decode() if isinstance(value, bytes) else value


class Driver(driver.Driver):

    @property
    def provides(self):
        return [{"server_type": "vm", "os": os_, "coe": "kubernetes"} for os_ in ("fedora-coreos", "ubuntu")]

    # -- what the conductor calls for a user's request: quick, no waiting

    def create_cluster(self, context, cluster, cluster_create_timeout):
        os.makedirs(_folder(cluster), mode=0o700, exist_ok=True)
        self._write_authorities(context, cluster)
        self._write_wanted(clients.OpenStackClients(context), cluster)
        cluster.stack_id = str(uuid.uuid4())  # Magnum deletes a cluster without one at once, without asking the driver
        cluster.status = Status.CREATE_IN_PROGRESS
        self._mark(cluster.nodegroups, Status.CREATE_IN_PROGRESS)

    def update_cluster(self, context, cluster, scale_manager=None, rollback=False):
        self._mark([cluster.default_ng_worker], Status.UPDATE_IN_PROGRESS)

    def resize_cluster(self, context, cluster, resize_manager, node_count, nodes_to_remove, nodegroup=None):
        if nodes_to_remove:
            wanted = read_json(_folder(cluster), "cluster.json")
            for group in wanted["nodeGroups"]:
                group["nodes"] = [node for node in group["nodes"] if node.get("serverId") not in nodes_to_remove]
            self._save_wanted(cluster, wanted)
        self._mark([nodegroup or cluster.default_ng_worker], Status.UPDATE_IN_PROGRESS)

    def upgrade_cluster(self, context, cluster, cluster_template, max_batch_size, nodegroup, scale_manager=None, rollback=False):
        labels = {key: value for key, value in (cluster.labels or {}).items() if key != "kube_tag"}
        if "kube_tag" in (cluster_template.labels or {}):
            labels["kube_tag"] = cluster_template.labels["kube_tag"]
        cluster.labels = labels
        cluster.cluster_template_id = cluster_template.uuid
        for group in cluster.nodegroups:
            group.image_id = cluster_template.image_id
            group.save()
        nodegroup.image_id = cluster_template.image_id
        self._mark(cluster.nodegroups, Status.UPDATE_IN_PROGRESS)

    def create_nodegroup(self, context, cluster, nodegroup):
        nodegroup.stack_id = cluster.stack_id
        self._mark([nodegroup], Status.CREATE_IN_PROGRESS)
        self._reopen(context, cluster)

    def update_nodegroup(self, context, cluster, nodegroup):
        self._mark([nodegroup], Status.UPDATE_IN_PROGRESS)
        self._reopen(context, cluster)

    def delete_nodegroup(self, context, cluster, nodegroup):
        self._mark([nodegroup], Status.DELETE_IN_PROGRESS)
        self._reopen(context, cluster)

    def delete_cluster(self, context, cluster):
        self._mark(cluster.nodegroups, Status.DELETE_IN_PROGRESS)

    def rotate_ca_certificate(self, context, cluster):
        self._write_authorities(context, cluster)
        self._save_wanted(cluster, read_json(_folder(cluster), "cluster.json"), changed=True)

    def create_federation(self, context, federation):
        raise NotImplementedError("The lab has no federations.")

    update_federation = delete_federation = create_federation

    # -- what the conductor calls every few seconds for a cluster that is *_IN_PROGRESS

    def update_cluster_status(self, context, cluster, use_admin_ctx=False):
        if cluster.uuid in _busy or held(ROOT, _folder(cluster)):
            return
        if cluster.status == Status.CREATE_IN_PROGRESS and not (cluster.trust_id and read_json(_folder(cluster), "cluster.json")):
            return  # create_cluster is still at work
        _busy.add(cluster.uuid)
        try:
            inject_failure(ROOT, _folder(cluster))
            if cluster.status == Status.DELETE_IN_PROGRESS:
                waiting = self._step_delete(context, cluster)
            else:
                waiting = self._step(cluster, use_admin_ctx)
        except cloud.PERMANENT as error:
            self._end(cluster, "FAILED", str(error))
        else:
            if not waiting:
                self._end(cluster, "COMPLETE", None)
            elif self._too_late(cluster):
                self._end(cluster, "FAILED", "Not done after %s minutes: %s" % (cluster.create_timeout, waiting))
            elif waiting != cluster.status_reason:
                cluster.status_reason = waiting
                cluster.save()
        finally:
            _busy.discard(cluster.uuid)

    def _step(self, cluster, use_admin_ctx):
        """One step of a creation or change. Returns what is being waited for, or None at the end."""
        if use_admin_ctx:  # Magnum's way to say that Keystone does not know the trust any more
            raise cloud.NodeFailed("The trust of the cluster is gone, with its owner or the owner's role. All that is left is to delete it.")
        osc = clients.OpenStackClients(magnum_context.make_cluster_context(cluster))
        wanted = self._write_wanted(osc, cluster)
        waiting = cloud.sync_servers(osc, cluster, wanted)
        self._save_wanted(cluster, wanted)
        if waiting:
            return waiting
        status = current_status(_folder(cluster))
        if status.get("generation") != wanted["generation"] or not status.get("ready"):
            return status.get("message") or "waiting for the control plane"
        counts = {group["name"]: len(group["nodes"]) for group in wanted["nodeGroups"]}
        if any(counts.get(group.name) != self._count(group) for group in cluster.nodegroups):
            return "a node group was changed meanwhile"
        return None

    def _step_delete(self, context, cluster):
        """One step of a deletion. The control plane ends first, lest it makes again what is deleted."""
        wanted = read_json(_folder(cluster), "cluster.json")
        if wanted:
            wanted["deleted"] = True
            self._save_wanted(cluster, wanted)
            status = current_status(_folder(cluster))
            if not status.get("stopped") or status.get("generation") != wanted["generation"]:
                return "waiting for the control plane to end"
        # As an administrator, because the owner's trust may be gone, with the owner.
        admin = clients.OpenStackClients(magnum_context.make_admin_context(all_tenants=True))
        waiting = cloud.delete_load_balancers(admin, cluster) or cloud.delete_servers(admin, cluster)
        if waiting:
            return waiting
        trust_manager.delete_trustee_and_trust(clients.OpenStackClients(context), context, cluster)
        cert_manager.delete_certificates_from_cluster(cluster, context=context)
        shutil.rmtree(_folder(cluster), ignore_errors=True)
        return None

    def _too_late(self, cluster):
        return (cluster.status == Status.CREATE_IN_PROGRESS and cluster.create_timeout
                and timeutils.is_older_than(cluster.created_at, 60 * cluster.create_timeout))

    def _end(self, cluster, result, reason):
        """CREATE_IN_PROGRESS -> CREATE_COMPLETE or CREATE_FAILED, and so on, for the cluster and its node groups."""
        wanted = read_json(_folder(cluster), "cluster.json")
        groups = {group["name"]: group for group in wanted["nodeGroups"]} if wanted else {}
        for group in cluster.nodegroups:
            verb, _, progress = (group.status or "").partition("_")
            if progress == "IN_PROGRESS":
                # Those of a whole cluster Magnum destroys itself, a moment before the cluster: without them its API has no answer about it.
                if verb == "DELETE" and result == "COMPLETE" and cluster.status != Status.DELETE_IN_PROGRESS:
                    group.destroy()
                    continue
                group.status = getattr(Status, "%s_%s" % (verb, result))
                group.status_reason = reason
            nodes = groups.get(group.name, {}).get("nodes", [])
            group.node_addresses = [node["address"] for node in nodes if "address" in node]
            group.save()
        if wanted and result == "COMPLETE":
            cluster.api_address = "https://127.0.0.1:%d" % wanted["port"]
            cluster.coe_version = wanted["version"]
            cluster.health_status = "HEALTHY"
        cluster.status = getattr(Status, "%s_%s" % (cluster.status.partition("_")[0], result))
        cluster.status_reason = reason
        cluster.save()

    # -- the cluster's folder

    def _mark(self, groups, status):
        for group in groups:
            group.status = status
            group.save()

    def _reopen(self, context, cluster):
        """Magnum marks the cluster before it touches the node group: the periodic task may have found it finished in between."""
        stored = objects.Cluster.get_by_uuid(context, cluster.uuid)
        if stored.status != Status.UPDATE_IN_PROGRESS:
            stored.status = Status.UPDATE_IN_PROGRESS
            stored.save()

    @staticmethod
    def _count(group):
        return 0 if group.status == Status.DELETE_IN_PROGRESS else group.node_count

    def _write_authorities(self, context, cluster):
        for kind, name in AUTHORITIES:
            authority = cert_manager.get_cluster_ca_certificate(cluster, context, kind)
            write_text(_folder(cluster), name + ".crt", _text(authority.get_certificate()))
            write_text(_folder(cluster), name + ".key", _text(authority.get_decrypted_private_key()))

    def _write_wanted(self, osc, cluster):
        """Brings cluster.json up to what the database wants. Returns its content."""
        old = read_json(_folder(cluster), "cluster.json") or {}
        nodes = {group["name"]: group["nodes"] for group in old.get("nodeGroups", [])}
        groups = []
        for group in cluster.nodegroups:
            groups.append({
                "name": group.name,
                "role": group.role,
                "flavor": cloud.flavor(osc, group.flavor_id),
                "zone": (group.labels or {}).get("availability_zone") or "nova",
                "nodes": plan_nodes("%s-%s" % (cluster.name, group.name), self._count(group), nodes.get(group.name, [])),
            })
        wanted = {
            "uuid": cluster.uuid,
            "name": cluster.name,
            "generation": old.get("generation", 0),
            "deleted": False,
            "port": claim_port(ROOT, _folder(cluster)),
            "version": (cluster.labels or {}).get("kube_tag") or cloud.image_version(osc, cluster) or DEFAULT_VERSION,
            "labels": dict(cluster.labels or {}),
            "cloud": old.get("cloud") or self._cloud(osc, cluster),
            "nodeGroups": groups,
        }
        self._save_wanted(cluster, wanted)
        return wanted

    def _cloud(self, osc, cluster):
        """Where the cluster is and the credentials of its controllers: the trustee's, who can do nothing but by the trust."""
        return dict(
            cloud.networks(osc, cluster),
            authUrl=osc.auth_url.rstrip("/") + ("" if osc.auth_url.rstrip("/").endswith("/v3") else "/v3"),
            region=CONF.trust.trustee_keystone_region_name or "RegionOne",
            userId=cluster.trustee_user_id,
            password=cluster.trustee_password,
            trustId=cluster.trust_id,
            projectId=cluster.project_id)

    def _save_wanted(self, cluster, wanted, changed=False):
        """Writes cluster.json, with the next generation, if it says something new."""
        if changed or wanted != read_json(_folder(cluster), "cluster.json"):
            wanted["generation"] += 1
            write_text(_folder(cluster), "cluster.json", json.dumps(wanted, indent=1) + "\n")
