import { closedQuota, drainPlan, type DrainScope, inTurn, isDrained, namespacesOf, objectsSchema } from "./drain-plan";

interface Objects {
  services?: object[];
  claims?: object[];
  volumes?: object[];
  pods?: object[];
}

const own = { namespaces: ["landing-page"], releases: [], services: [], volumes: [] };
const disposable: DrainScope = { own, clusterGoes: true, keepsData: false };

function plan(objects: Objects, scope: Partial<DrainScope> = {}) {
  const all = objectsSchema.parse({ services: [], claims: [], volumes: [], pods: [], ...objects });
  return drainPlan(all, { ...disposable, ...scope });
}

const service = (namespace: string, name: string, annotations?: object, type = "LoadBalancer") => ({
  metadata: { namespace, name, ...(annotations ? { annotations } : {}) },
  spec: { type },
});
const claim = (namespace: string, name: string, volumeName?: string) => ({
  metadata: { namespace, name },
  spec: { volumeName },
});
const volume = (name: string, persistentVolumeReclaimPolicy: string, more: object = {}) => ({
  metadata: { name },
  spec: {
    persistentVolumeReclaimPolicy,
    csi: { driver: "cinder.csi.openstack.org", volumeHandle: `cinder-${name}` },
    ...more,
  },
});
const pod = (namespace: string, name: string, ...claims: string[]) => ({
  metadata: { namespace, name },
  spec: { volumes: [{ configMap: {} }, ...claims.map((claimName) => ({ persistentVolumeClaim: { claimName } }))] },
});
const bound = (namespace: string, name: string, of: string) => ({
  namespace,
  name,
  volume: of,
  handle: `cinder-${of}`,
  cinder: true,
});

describe("load balancers", () => {
  const balancer = { "loadbalancer.openstack.org/load-balancer-id": "b1" };

  test("those of others are deleted, with the cloud's id where it is known; other Services are left", () => {
    expect(
      plan({
        services: [
          service("zone", "late"),
          service("default", "probe", balancer),
          service("default", "kubernetes", {}, "ClusterIP"),
        ],
      }).services,
    ).toEqual([
      { namespace: "default", name: "probe", balancer: "b1" },
      { namespace: "zone", name: "late" },
    ]);
  });

  test.each([
    [
      "a Helm release of the stack",
      { "meta.helm.sh/release-namespace": "web", "meta.helm.sh/release-name": "ingress" },
      { releases: ["web/ingress"] },
    ],
    ["the stack itself", {}, { services: ["web/ingress-controller"] }],
  ])("one of %s goes with that", (_, annotations, made) => {
    const services = [service("web", "ingress-controller", annotations)];
    expect(plan({ services }, { own: { ...own, ...made } }).services).toEqual([]);
    expect(plan({ services }).services).toHaveLength(1);
  });

  test("where the cluster stays, only the stack's namespaces are looked at", () => {
    const services = [service("default", "probe"), service("landing-page", "probe")];
    expect(plan({ services }, { clusterGoes: false }).services).toEqual([{ namespace: "landing-page", name: "probe" }]);
  });
});

describe("claims", () => {
  const objects = {
    claims: [
      claim("b", "kept", "pv-retain"),
      claim("b", "data", "pv-2"),
      claim("a", "data", "pv-1"),
      claim("a", "pending"),
      claim("a", "shared", "homes"),
    ],
    volumes: [
      volume("pv-1", "Delete"),
      volume("pv-2", "Delete"),
      volume("pv-retain", "Retain"),
      volume("homes", "Delete"),
    ],
    pods: [
      pod("a", "reader", "data"),
      pod("b", "other-claim", "kept"),
      pod("c", "same-name-elsewhere", "data"),
      { metadata: { namespace: "a", name: "bare" }, spec: {} },
    ],
  };
  const scope = { own: { ...own, volumes: ["homes"] } };

  test("those whose volumes the cluster deletes go, and with them the pods that use them; the others are named", () => {
    const made = plan(objects, scope);
    expect(made.claims).toEqual([bound("a", "data", "pv-1"), bound("b", "data", "pv-2")]);
    expect(made.pods).toEqual([{ namespace: "a", name: "reader" }]);
    expect(made.kept).toEqual([{ ...bound("b", "kept", "pv-retain"), change: false }]);
    expect(namespacesOf(made)).toEqual(["a", "b"]);
  });

  test("where data is kept, none goes: the volumes are made to stay", () => {
    const made = plan(objects, { ...scope, keepsData: true });
    expect([made.claims, made.pods]).toEqual([[], []]);
    expect(made.kept.map(({ namespace, name, change }) => [namespace, name, change])).toEqual([
      ["a", "data", true],
      ["b", "data", true],
      ["b", "kept", false],
    ]);
  });

  test("where the cluster stays, only the stack's namespaces are looked at", () => {
    const made = plan(
      { claims: [claim("landing-page", "x", "pv-1"), claim("a", "x", "pv-2")], volumes: objects.volumes },
      { clusterGoes: false },
    );
    expect(made.claims).toEqual([bound("landing-page", "x", "pv-1")]);
  });

  test.each([
    ["of the old driver", { csi: undefined, cinder: { volumeID: "c1" } }, { handle: "c1", cinder: true }],
    [
      "of another storage",
      { csi: { driver: "nfs.manila.csi.openstack.org", volumeHandle: "s1" } },
      { handle: "s1", cinder: false },
    ],
    ["that the cloud does not know", { csi: undefined }, { cinder: false }],
  ])("a volume %s", (_, more, expected) => {
    const made = plan({ claims: [claim("a", "x", "pv")], volumes: [volume("pv", "Delete", more)] });
    expect(made.claims).toEqual([{ namespace: "a", name: "x", volume: "pv", ...expected }]);
  });

  test("a volume whose claim is gone and that is being deleted is waited for", () => {
    const claimRef = { namespace: "a", name: "gone" };
    const volumes = [
      volume("pv-1", "Delete", { claimRef }),
      volume("pv-2", "Retain", { claimRef }),
      volume("pv-3", "Delete"),
      volume("homes", "Delete", { claimRef }),
    ];
    expect(plan({ volumes }, scope).going).toEqual([bound("a", "gone", "pv-1")]);
    expect(plan({ volumes }, { ...scope, clusterGoes: false }).going).toEqual([]);
  });
});

test("what the file server serves goes after the claims on it, with its pods", () => {
  const of = (name: string) => ({ ...claim("file-server", name, `pv-${name}`) });
  const served = of("homes");
  const made = plan(
    {
      services: [service("zone", "late")],
      claims: [
        { ...served, metadata: { ...served.metadata, labels: { "science-platform/export": "homes" } } },
        claim("lab", "ada", "pv-ada"),
      ],
      volumes: [volume("pv-homes", "Delete"), volume("pv-ada", "Delete"), volume("pv-old", "Retain")],
      pods: [pod("file-server", "homes-0", "homes"), pod("lab", "jupyter-ada", "ada")],
    },
    {},
  );
  const [first, second] = inTurn(made);
  expect(first).toEqual({
    ...made,
    claims: [bound("lab", "ada", "pv-ada")],
    pods: [{ namespace: "lab", name: "jupyter-ada" }],
  });
  expect(first.services).toHaveLength(1);
  expect(second).toEqual({
    services: [],
    claims: [{ ...bound("file-server", "homes", "pv-homes"), serves: true }],
    pods: [{ namespace: "file-server", name: "homes-0", serves: true }],
    kept: [],
    going: [],
  });
});

describe("whether there is anything to do", () => {
  const pv = [volume("pv", "Delete")];
  test.each<[string, Objects, Partial<DrainScope>, boolean]>([
    ["an empty cluster", {}, {}, true],
    ["a load balancer", { services: [service("a", "x")] }, {}, false],
    ["a claim", { claims: [claim("a", "x", "pv")], volumes: pv }, {}, false],
    ["a volume to be kept", { claims: [claim("a", "x", "pv")], volumes: pv }, { keepsData: true }, false],
    ["one that is kept anyway", { claims: [claim("a", "x", "pv")], volumes: [volume("pv", "Retain")] }, {}, true],
    [
      "a volume on its way",
      { volumes: [volume("pv", "Delete", { claimRef: { namespace: "a", name: "x" } })] },
      {},
      false,
    ],
  ])("%s", (_, objects, scope, drained) => expect(isDrained(plan(objects, scope))).toBe(drained));
});

test("a closed namespace", () => {
  expect(closedQuota("web")).toMatchObject({
    kind: "ResourceQuota",
    metadata: { name: "science-platform-destroy", namespace: "web" },
    spec: { hard: { persistentvolumeclaims: "0", "services.loadbalancers": "0" } },
  });
});
