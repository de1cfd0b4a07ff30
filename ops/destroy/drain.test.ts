import { fakeCloud, type FakeCloud } from "../openstack/testing";
import type { Kubectl } from "./cluster-access";
import { drain, type DrainOptions, lookInto } from "./drain";
import type { DrainPlan } from "./drain-plan";

/** A cluster that forgets, after so many looks, what was deleted. */
class FakeCluster implements Kubectl {
  readonly calls: string[] = [];
  readonly applied: object[] = [];
  looks = 0;
  objects: Record<string, object[]> = {};

  constructor(private readonly slowness = 0) {}

  run(...args: string[]): Promise<string> {
    const line = args.join(" ");
    if (args[1] === "--raw") return Promise.resolve("ok");
    if (args[0] === "get") {
      if (args[1] === "services") this.looks += 1;
      const gone = this.looks > this.slowness && this.calls.some((call) => call.startsWith("delete"));
      return Promise.resolve(JSON.stringify({ items: gone ? [] : (this.objects[args[1] ?? ""] ?? []) }));
    }
    this.calls.push(line);
    return Promise.resolve("");
  }

  apply(manifest: object): Promise<void> {
    this.applied.push(manifest);
    this.calls.push("apply");
    return Promise.resolve();
  }
}

const nothing: DrainPlan = { services: [], claims: [], pods: [], kept: [], going: [] };
const claim = (name: string) => ({ namespace: "a", name, volume: `pv-${name}`, handle: `id-${name}`, cinder: true });

let lines: string[];
beforeEach(() => void (lines = []));

function options(kubectl: Kubectl, more: Partial<DrainOptions> = {}): DrainOptions {
  return { kubectl, clusters: ["c1"], progress: (line) => lines.push(line), limit: 5000, interval: 1, ...more };
}

test("reads what is in the cluster, after one question whether it answers", async () => {
  const cluster = new FakeCluster();
  cluster.objects = { services: [{ metadata: { name: "kubernetes", namespace: "default" }, spec: {} }] };
  expect(await lookInto(cluster)).toEqual({
    services: [{ metadata: { name: "kubernetes", namespace: "default", annotations: {} }, spec: {} }],
    claims: [],
    volumes: [],
    pods: [],
  });
});

test("closes the namespaces, deletes Services, then claims, then pods, and waits until all are gone", async () => {
  const cluster = new FakeCluster(2);
  cluster.objects = {
    services: [{ metadata: { name: "web", namespace: "a" }, spec: {} }],
    persistentvolumes: [
      { metadata: { name: "pv-data" }, spec: {} },
      { metadata: { name: "pv-going" }, spec: {} },
    ],
  };
  const plan: DrainPlan = {
    ...nothing,
    services: [
      { namespace: "a", name: "web" },
      { namespace: "b", name: "web" },
    ],
    claims: [claim("data")],
    pods: [{ namespace: "a", name: "reader" }],
    going: [claim("going")],
  };
  await drain(plan, options(cluster));
  expect(cluster.calls).toEqual([
    "apply",
    "delete service --namespace a --ignore-not-found --wait=false web",
    "delete service --namespace b --ignore-not-found --wait=false web",
    "delete persistentvolumeclaim --namespace a --ignore-not-found --wait=false data",
    "delete pod --namespace a --ignore-not-found --wait=false reader",
  ]);
  expect(cluster.applied).toMatchObject([
    { kind: "List", items: [{ metadata: { namespace: "a" } }, { metadata: { namespace: "b" } }] },
  ]);
  expect(cluster.looks).toBe(3);
  expect(lines).toEqual([
    "no new load balancers and claims in a, b",
    "deleting service a/web",
    "deleting service b/web",
    "deleting persistentvolumeclaim a/data",
    "deleting pod a/reader",
    "waiting for load balancer of a/web, volume of a/data, volume of a/going",
  ]);
});

test("what is still there when the time is over is named", async () => {
  const cluster = new FakeCluster(Infinity);
  cluster.objects = { services: [{ metadata: { name: "web", namespace: "a" }, spec: {} }] };
  const work = drain({ ...nothing, services: [{ namespace: "a", name: "web" }] }, options(cluster, { limit: -1 }));
  await expect(work).rejects.toThrow(
    "Still there after 0 minutes: load balancer of a/web.\n" +
      "`kubectl get events -A` tells what the controllers say of it. Run the command again to go on.",
  );
});

describe("with a cloud", () => {
  let cloud: FakeCloud;
  const balancers = "/load-balancer/v2/lbaas/loadbalancers?project_id=p1";
  const answers: Record<string, { body: unknown }> = {};
  beforeAll(async () => {
    cloud = await fakeCloud(["load-balancer", "volumev3"], answers);
  });
  afterAll(() => cloud.close());
  beforeEach(() => {
    cloud.requests.length = 0;
    answers[balancers] = { body: { loadbalancers: [] } };
    answers["/volumev3/volumes/detail"] = { body: { volumes: [] } };
    answers["/volumev3/volumes/id-data/metadata"] = { body: { metadata: {} } };
  });

  const services = [{ namespace: "a", name: "web", balancer: "b1" }];
  const still = async (plan: Partial<DrainPlan>, cluster = new FakeCluster()) => {
    const work = drain({ ...nothing, ...plan }, options(cluster, { cloud: await cloud.login(), limit: -1 }));
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof Error ? error.message.split("\n")[0] : "gone";
  };

  test.each([
    ["by the id that the Service had", { id: "b1", name: "x" }, "Still there after 0 minutes: load balancer of a/web."],
    [
      "by the name that the cloud controller gives",
      { id: "b2", name: "kube_service_c1_a_web" },
      "Still there after 0 minutes: load balancer of a/web.",
    ],
    ["not one of another", { id: "b2", name: "kube_service_c2_a_web" }, "gone"],
  ])("a load balancer that the cloud still has: %s", async (_, balancer, said) => {
    answers[balancers] = { body: { loadbalancers: [balancer] } };
    expect(await still({ services })).toBe(said);
  });

  test("one that another Service shares stays with that", async () => {
    answers[balancers] = { body: { loadbalancers: [{ id: "b1", name: "kube_service_c1_b_other" }] } };
    const cluster = new FakeCluster(Infinity);
    const annotations = { "loadbalancer.openstack.org/load-balancer-id": "b1" };
    cluster.objects = { services: [{ metadata: { name: "other", namespace: "b", annotations }, spec: {} }] };
    expect(await still({ services }, cluster)).toBe("gone");
  });

  test("a volume that the cloud still has", async () => {
    answers["/volumev3/volumes/detail"] = { body: { volumes: [{ id: "id-data", name: "pvc-1" }] } };
    expect(await still({ claims: [claim("data")] })).toBe("Still there after 0 minutes: volume of a/data.");
  });

  test("a list that the cloud refuses proves nothing", async () => {
    delete answers["/volumev3/volumes/detail"];
    expect(await still({ services })).toMatch(
      /^Still there after 0 minutes: the cloud's list of every volume \(GET .*\/volumev3\/volumes\/detail: 404 .*\)\.$/,
    );
  });

  test("volumes that stay are made to stay, and marked with their claim", async () => {
    const cluster = new FakeCluster();
    const kept = [
      { ...claim("data"), change: true },
      { ...claim("share"), cinder: false, change: false },
    ];
    await drain({ ...nothing, kept }, options(cluster, { cloud: await cloud.login() }));
    expect(cluster.calls).toEqual([
      'patch persistentvolume pv-data --patch {"spec":{"persistentVolumeReclaimPolicy":"Retain"}}',
    ]);
    expect(cloud.requests).toEqual(["POST /volumev3/volumes/id-data/metadata"]);
    expect(lines).toEqual(["keeping volume id-data of claim a/data", "keeping volume id-share of claim a/share"]);
  });
});
