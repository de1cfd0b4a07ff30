import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { lookUpCluster } from "./cluster-lookup";

/** A kubectl that answers from files named by the kind that is asked for, and notes its arguments. */
const script = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/arguments"
for word in version nodes storageclasses service; do
  case " $* " in *" $word "*)
    [ -e "$here/$word" ] && { cat "$here/$word"; exit 0; }
    echo "noise" >&2; echo "Error from server (Forbidden): $word" >&2; exit 1
  esac
done
`;

let directory: string;
let kubectl: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "kubectl-"));
  kubectl = path.join(directory, "kubectl");
  fs.writeFileSync(kubectl, script, { mode: 0o755 });
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const answer = (kind: string, body: unknown) => fs.writeFileSync(path.join(directory, kind), JSON.stringify(body));
const asked = () => fs.readFileSync(path.join(directory, "arguments"), "utf8").trim().split("\n");

const node = (
  name: string,
  address: string,
  more: { labels?: object; taints?: object[]; podCIDR?: string; memory?: string },
) => ({
  metadata: { name, ...(more.labels ? { labels: more.labels } : {}) },
  spec: { ...(more.podCIDR ? { podCIDR: more.podCIDR } : {}), ...(more.taints ? { taints: more.taints } : {}) },
  status: {
    capacity: { cpu: "8", memory: more.memory ?? "32853000Ki", pods: "110" },
    addresses: [
      { type: "Hostname", address: name },
      { type: "InternalIP", address },
      { type: "InternalIP", address: "fd00::1" },
    ],
  },
});

test("version, nodes by group or size, ranges, StorageClasses", async () => {
  answer("version", { clientVersion: { gitVersion: "v1.30.0" }, serverVersion: { gitVersion: "v1.34.2+k3s1" } });
  const notebooks = { labels: { "capi.stackhpc.com/node-group": "Note_Books" }, podCIDR: "10.244.3.0/24" };
  answer("nodes", {
    items: [
      node("c", "10.0.0.10", {
        taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
        podCIDR: "10.244.0.0/24",
      }),
      node("a1", "10.0.1.11", { podCIDR: "10.244.1.0/24" }),
      node("a2", "10.0.1.12", { podCIDR: "10.244.2.0/24" }),
      node("b", "10.0.1.13", { memory: "65706000Ki" }),
      node("n", "10.0.1.14", notebooks),
    ],
  });
  answer("storageclasses", {
    items: [
      {
        metadata: { name: "ceph", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "rbd.csi.ceph.com",
        parameters: { pool: "k8s" },
        reclaimPolicy: "Retain",
      },
      { metadata: { name: "local" }, provisioner: "local" },
    ],
  });
  answer("service", { spec: { clusterIP: "10.96.0.1" } });

  expect(await lookUpCluster({ kubectl, kubeconfig: "k.yaml", context: "c" })).toEqual({
    facts: {
      version: "v1.34.2",
      nodes: [
        { name: "nodes", count: 2, cpu: "8", memory: "32083Mi", labels: {} },
        { name: "nodes-2", count: 1, cpu: "8", memory: "64166Mi", labels: {} },
        {
          name: "note-books",
          count: 1,
          cpu: "8",
          memory: "32083Mi",
          labels: { "capi.stackhpc.com/node-group": "Note_Books" },
        },
      ],
      cidr: "10.0.0.0/23",
      pods: "10.244.0.0/16",
      classes: [
        {
          name: "ceph",
          provisioner: "rbd.csi.ceph.com",
          parameters: { pool: "k8s" },
          reclaim: "Retain",
          default: true,
        },
        { name: "local", provisioner: "local", parameters: {}, reclaim: "Delete", default: false },
      ],
      serviceAddress: "10.96.0.1",
    },
    notes: [],
  });
  expect(asked()).toEqual([
    "--kubeconfig k.yaml --context c --request-timeout=10s version -o json",
    "--kubeconfig k.yaml --context c --request-timeout=10s get nodes -o json",
    "--kubeconfig k.yaml --context c --request-timeout=10s get storageclasses -o json",
    "--kubeconfig k.yaml --context c --request-timeout=10s get service kubernetes -n default -o json",
  ]);
});

test("what is refused or odd is noted", async () => {
  answer("version", { serverVersion: { gitVersion: "main" } });
  answer("nodes", { items: [{ metadata: {} }] });
  expect(await lookUpCluster({ kubectl })).toEqual({
    facts: { version: undefined, classes: undefined, serviceAddress: undefined },
    notes: [
      "nodes could not be looked up: the answer is not as expected (items.0.metadata.name)",
      "StorageClasses could not be looked up: Error from server (Forbidden): storageclasses",
      "the range of Services could not be looked up: Error from server (Forbidden): service",
    ],
  });
});

test("a cluster that does not answer is asked once", async () => {
  expect(await lookUpCluster({ kubectl })).toEqual({
    facts: {},
    notes: ["the cluster could not be looked up: Error from server (Forbidden): version"],
  });
  expect(asked()).toEqual(["--request-timeout=10s version -o json"]);
});

test("no kubectl at all", async () => {
  const { facts, notes } = await lookUpCluster({ kubectl: path.join(directory, "none") });
  expect(facts).toEqual({});
  expect(notes).toEqual([`the cluster could not be looked up: spawn ${path.join(directory, "none")} ENOENT`]);
});
