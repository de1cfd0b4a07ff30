/**
 * Two virtual labs on a real Kubernetes API, with the real engine, providers and Helm: what the hub may make of servers and homes, and what
 * the cluster refuses. The cluster is the test's own, so that the lab need not run; its nodes pretend their pods, so nobody logs in.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { UpResult } from "@pulumi/pulumi/automation";
import type { ExistingInput } from "../../config/schema";
import type { ApiClient } from "../../lab/kubernetes/api-client";
import { stackEnvironment } from "../../lab/stack/environment";
import { removeClusters, startSupervisor, TestCluster } from "./bare-cluster";
import { existingSite, TestStack } from "./workspace";

const minutes = 60_000;
// Four releases that wait for their pods; on a busy machine each takes minutes.
jest.setTimeout(15 * minutes);

const labs = ["lab-birds", "lab-school"];
const small = { name: "small", cpu: { request: "100m", limit: "1" }, memory: { request: "256Mi", limit: "1Gi" } };

const services: ExistingInput["services"] = {
  landingPage: { host: "rsp" },
  virtualLabs: {
    homes: "homes",
    homeQuota: "1Gi",
    sizes: [small],
    labs: [
      {
        name: "birds",
        title: "Bird migration",
        users: 2,
        groups: ["birds"],
        images: [{ name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" }],
        mounts: [{ export: "catalogues", path: "/data/catalogues" }],
      },
      {
        name: "school",
        title: "Courses",
        version: "3.3.7",
        users: 2,
        images: [{ name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" }],
        mounts: [{ export: "catalogues", path: "/data/catalogues" }],
        teaching: [{ name: "ecology", teachers: ["teachers"], students: ["students"] }],
      },
    ],
  },
};

const site = (existing: ExistingInput["existing"]): string =>
  existingSite({
    site: "labs",
    existing,
    identity: { oidc: { issuer: "https://login.labs.example", clientId: "labs" } },
    storage: {
      classes: [{ name: "ours", provisioner: "csi.example.org", reclaim: "Delete", default: true }],
      fileServer: {
        kind: "existing",
        server: "10.0.0.5",
        exports: [
          { name: "homes", path: "/srv/homes", size: 10 },
          { name: "catalogues", path: "/srv/catalogues", size: 5, readOnly: true },
        ],
      },
    },
    services,
  });

let folder: string;
let api: ApiClient;
let test_: TestStack;
let up: UpResult;

beforeAll(async () => {
  const env = await stackEnvironment();
  Object.assign(process.env, env);
  const cluster = await TestCluster.create("labs", 2);
  startSupervisor();
  await cluster.done();
  api = cluster.api();
  // Nothing makes volumes here; the hubs' databases get theirs by hand.
  for (const namespace of labs)
    await api.request("POST", "/api/v1/persistentvolumes", {
      metadata: { name: `database-${namespace}` },
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        storageClassName: "ours",
        claimRef: { namespace, name: "hub-db-dir" },
        hostPath: { path: `/srv/${namespace}` },
      },
    });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-virtual-labs-"));
  test_ = await TestStack.create(folder, "labs", env, site({ kubeconfig: cluster.kubeconfig }));
});

afterAll(async () => {
  api.close();
  await removeClusters();
  fs.rmSync(folder, { recursive: true });
});

/** What the API server says of an object that is refused; "" when it takes it. */
async function refusal(path: string, object: object): Promise<string> {
  try {
    await api.request("POST", `${path}?dryRun=All`, object);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A user's server, as the hub makes it with our values. */
function server(change: { limits?: Record<string, string>; container?: object } = {}): object {
  return {
    metadata: { name: "jupyter-ada", labels: { app: "jupyterhub", component: "singleuser-server" } },
    spec: {
      restartPolicy: "OnFailure",
      automountServiceAccountToken: false,
      priorityClassName: "platform-lab",
      securityContext: { fsGroup: 100, fsGroupChangePolicy: "OnRootMismatch" },
      containers: [
        {
          name: "notebook",
          image: "quay.io/jupyter/scipy-notebook:2025-11-10",
          resources: {
            requests: { cpu: "100m", memory: "256Mi" },
            limits: { cpu: "1", memory: "1Gi", ...change.limits },
          },
          securityContext: {
            runAsUser: 1000,
            runAsGroup: 100,
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
            ...change.container,
          },
        },
      ],
    },
  };
}

function home(size: string): object {
  return {
    metadata: { name: "claim-ada" },
    spec: {
      accessModes: ["ReadWriteMany"],
      storageClassName: "files-homes",
      resources: { requests: { storage: size } },
    },
  };
}

test("up makes both labs, of two versions of the chart", async () => {
  up = await test_.stack.up({ ...test_.policies, onOutput: () => undefined });
  expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["create"]);
  expect(up.outputs.endpoints?.value).toEqual({
    "landing-page": "https://rsp.labs.example",
    "lab-birds": "https://birds.labs.example",
    "lab-school": "https://school.labs.example",
  });
  for (const namespace of labs) {
    for (const name of ["hub", "proxy"])
      expect(await api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`)).toMatchObject({
        status: { readyReplicas: 1 },
      });
    expect(await api.get(`/apis/apps/v1/namespaces/${namespace}/daemonsets/continuous-image-puller`)).toMatchObject({
      status: { desiredNumberScheduled: 2, numberReady: 2 },
    });
  }
});

test("no secret of a lab is in plain text in the state", () => {
  const secrets = up.outputs.secrets?.value as Record<string, Record<string, string>>;
  const state = fs.readFileSync(test_.stateFile, "utf8");
  const values = labs.flatMap((lab) => Object.entries(secrets[lab] ?? {}).map(([key, value]) => ({ key, value })));
  expect(values).toHaveLength(6);
  // Booleans, so that a failure does not print the state.
  expect(values.filter(({ value }) => state.includes(value)).map(({ key }) => key)).toEqual([]);
});

test.each(labs)("%s has its quota, and the shared files are a claim that is bound", async (namespace) => {
  // Two users of one core and 1 GiB; hub and proxy 1.5 cores and 1.25 GiB; a puller of 0.05 cores and 32 MiB on each of two nodes. The
  // nodes have four cores and 8 GiB together.
  expect(await api.get(`/api/v1/namespaces/${namespace}/resourcequotas/quota`)).toMatchObject({
    spec: {
      hard: {
        "limits.cpu": "3600m",
        "limits.memory": "3392Mi",
        pods: "8",
        "requests.storage": "4Gi",
        persistentvolumeclaims: "4",
        "files-homes.storageclass.storage.k8s.io/requests.storage": "2Gi",
      },
    },
  });
  expect(await api.get(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/catalogues`)).toMatchObject({
    spec: { volumeName: `${namespace}-catalogues`, accessModes: ["ReadOnlyMany"] },
    status: { phase: "Bound" },
  });
});

test("a server as the hub makes it is taken; one of more than the largest size, or with more rights, is not", async () => {
  const pods = "/api/v1/namespaces/lab-birds/pods";
  expect(await refusal(pods, server())).toBe("");
  expect(await refusal(pods, server({ limits: { cpu: "1500m" } }))).toContain(
    "maximum cpu usage per Container is 1, but limit is 1500m",
  );
  expect(await refusal(pods, server({ container: { privileged: true, allowPrivilegeEscalation: true } }))).toContain(
    'violates PodSecurity "restricted:latest": privileged',
  );
});

test("a home is taken, and more than all homes may hold is not", async () => {
  const claims = "/api/v1/namespaces/lab-birds/persistentvolumeclaims";
  expect(await refusal(claims, home("1Gi"))).toBe("");
  expect(await refusal(claims, home("3Gi"))).toContain(
    "exceeded quota: quota, requested: files-homes.storageclass.storage.k8s.io/requests.storage=3Gi",
  );
});

test("a second up changes nothing", async () => {
  const again = await test_.stack.up({ ...test_.policies, expectNoChanges: true });
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

test("destroy leaves nothing of them", async () => {
  const destroyed = await test_.stack.destroy();
  expect(Object.keys(destroyed.summary.resourceChanges ?? {})).toEqual(["delete"]);
  const { items } = (await api.get("/api/v1/namespaces")) as { items: { metadata: { name: string } }[] };
  expect(items.map(({ metadata }) => metadata.name).filter((name) => labs.includes(name))).toEqual([]);
});
