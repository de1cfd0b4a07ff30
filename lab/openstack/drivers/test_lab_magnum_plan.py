"""Run by drivers.test.ts: python3 -m unittest test_lab_magnum_plan"""
import json
import os
import socket
import stat
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

import lab_magnum_plan as plan


def names(nodes):
    return [node["name"] for node in nodes]


class PlanNodes(unittest.TestCase):
    def check(self, have, count, expected):
        nodes = [{"name": "c-w-%d" % number, "address": "10.0.0.%d" % number} for number in have]
        planned = plan.plan_nodes("c-w", count, nodes)
        self.assertEqual(names(planned), ["c-w-%d" % number for number in expected])
        for node in planned:  # what is known of a node that stays must stay
            self.assertEqual(node, next((old for old in nodes if old["name"] == node["name"]), {"name": node["name"]}))

    def test_new(self):
        self.check([], 3, [0, 1, 2])

    def test_unchanged(self):
        self.check([0, 1], 2, [0, 1])

    def test_shrinks_from_the_end(self):
        self.check([0, 1, 2, 10], 2, [0, 1])

    def test_fills_the_gap_first(self):
        self.check([0, 2], 4, [0, 1, 2, 3])

    def test_numbers_not_names_give_the_order(self):
        self.check([10, 9], 1, [9])

    def test_empty(self):
        self.check([0, 1], 0, [])

    def test_names_are_dns_names(self):
        self.assertEqual(names(plan.plan_nodes("My_Cluster-Pool.A", 1, [])), ["my-cluster-pool.a-0"])


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = os.path.join(temporary.name, "clusters")
        os.mkdir(self.root)
        self.cluster = self.folder("uuid")

    def folder(self, name):
        folder = os.path.join(self.root, name)
        os.mkdir(folder)
        return folder

    def write(self, folder, name, text=""):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)

    def test_text_is_for_root_only_and_whole(self):
        plan.write_text(self.cluster, "ca.key", "one")
        plan.write_text(self.cluster, "ca.key", "two")
        self.assertEqual(os.listdir(self.cluster), ["ca.key"])
        path = os.path.join(self.cluster, "ca.key")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path) as file:
            self.assertEqual(file.read(), "two")

    def test_nothing_there_yet(self):
        self.assertIsNone(plan.read_json(self.cluster, "cluster.json"))
        self.assertEqual(plan.current_status(self.cluster), {})

    def test_a_port_belongs_to_a_cluster_also_when_nobody_listens(self):
        other, third = self.folder("other"), self.folder("third")
        first = plan.claim_port(self.root, self.cluster)
        self.write(self.root, "wait")  # a file beside the clusters is no cluster
        second = plan.claim_port(self.root, other)
        self.assertGreater(second, first)
        self.assertEqual(plan.claim_port(self.root, self.cluster), first)
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", second + 1))
            busy.listen()
            self.assertGreater(plan.claim_port(self.root, third), second + 1)

    def test_clusters_made_at_once_get_ports_of_their_own(self):
        folders = [self.folder("at-once-%d" % number) for number in range(20)]
        with ThreadPoolExecutor(20) as pool:
            ports = list(pool.map(lambda folder: plan.claim_port(self.root, folder), folders))
        self.assertEqual(len(set(ports)), 20)

    def test_wait_holds_one_or_all(self):
        self.assertFalse(plan.held(self.root, self.cluster))
        for folder in (self.root, self.cluster):
            self.write(folder, "wait")
            self.assertTrue(plan.held(self.root, self.cluster))
            os.remove(os.path.join(folder, "wait"))

    def test_fail_fails_with_its_text(self):
        plan.inject_failure(self.root, self.cluster)
        self.write(self.cluster, "fail", "Quota exceeded for instances\n")
        with self.assertRaisesRegex(plan.InjectedFailure, "^Quota exceeded for instances$"):
            plan.inject_failure(self.root, self.cluster)
