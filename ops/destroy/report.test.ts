import type { DrainPlan } from "./drain-plan";
import type { DestroyResult } from "./index";
import { asJson, asText, isClean } from "./outcome";
import { announcement } from "./report";
import { planOf } from "./state";
import { resource, types } from "./testing";

const nothing: DrainPlan = { services: [], claims: [], pods: [], kept: [], going: [] };
const claim = { namespace: "web", name: "data", volume: "pv-1", handle: "v9", cinder: true };

describe("before", () => {
  const stack = planOf([
    resource("pulumi:providers:openstack", "openstack", { id: "p" }),
    resource("science-platform:infra:Network", "network"),
    resource(types.network, "network", { id: "n1" }),
    resource(types.volume, "homes", { id: "v1", protect: true, dependencies: [`${types.network}::network`] }),
    resource(types.volume, "old", { id: "v2", retainOnDelete: true }),
    resource(types.rule, "rule", { id: "r1" }),
  ]);

  test("everything that goes, stays and is left", () => {
    const plan = {
      ...nothing,
      services: [{ namespace: "web", name: "front" }],
      claims: [claim],
      kept: [{ ...claim, name: "db", change: false }],
    };
    expect(announcement("roe", stack, { plan, clusterGoes: true })).toBe(`Destroying roe deletes 1 resource.

These stay, because they are protected:
  volume homes  v1

These stay with them, because they need them:
  network network  n1

These leave the stack, and stay in the cloud:
  volume old  v2

Load balancers of others in the cluster, which are deleted first:
  web/front

Claims in the cluster, which are deleted first, WITH ALL THAT IS ON THEM (reclaim policy Delete):
  web/data  volume v9

Claims in the cluster whose volumes stay in the cloud:
  web/db  volume v9`);
  });

  test("a cluster that stays", () => {
    const plan = { ...nothing, kept: [{ namespace: "web", name: "db", volume: "pv-2", cinder: false, change: true }] };
    expect(announcement("lab", planOf([]), { plan, clusterGoes: false })).toBe(`Destroying lab deletes 0 resources.

Claims in the stack's namespaces whose volumes stay in the cloud:
  web/db  volume pv-2

The cluster stays, and with it what is in namespaces that the stack did not make.`);
  });

  test("a cluster that nobody looked into", () => {
    expect(announcement("lab", planOf([]), { skipped: "The stack has nothing in a cluster." })).toBe(
      "Destroying lab deletes 0 resources.\n\nThe stack has nothing in a cluster.",
    );
  });
});

describe("after", () => {
  const clean: DestroyResult = {
    cloud: "openstack",
    entry: "somerville",
    left: { kept: [], unexpected: [] },
    unseen: [],
    empty: true,
  };
  const homes = { kind: "volume", id: "v1", name: "roe-homes", why: "protected" };
  const balancer = { kind: "load balancer", id: "b1", name: "kube_service_c1_web_front", why: "names cluster c1" };
  const port = { kind: "port", id: "p1", name: "", why: "on network roe-nodes" };
  const keypair = { kind: "keypair", id: "roe", name: "roe", why: "named as things of roe are" };

  test("nothing is left", () => {
    expect(asText("roe", clean)).toBe(
      "Nothing of roe is left in the cloud. `pulumi stack rm roe` removes its settings and history too.",
    );
    expect(isClean(clean)).toBe(true);
  });

  test("only what is meant to be", () => {
    const result = { ...clean, left: { kept: [homes], unexpected: [] }, empty: false };
    expect(asText("roe", result)).toBe(`Left in the cloud, as is meant:
  Cinder
    volume roe-homes  v1: protected

Nothing else of roe is left in the cloud.`);
    expect(isClean(result)).toBe(true);
  });

  test("what should be gone, by service, with what shows and deletes it", () => {
    const result = { ...clean, left: { kept: [], unexpected: [balancer, keypair, port] } };
    expect(asText("roe", result)).toBe(`LEFT IN THE CLOUD, although of roe (the commands stand in an order that works):
  Octavia
    load balancer kube_service_c1_web_front  b1: names cluster c1
      openstack --os-cloud somerville loadbalancer show b1
      openstack --os-cloud somerville loadbalancer delete --cascade b1
  Nova
    keypair roe: named as things of roe are
      openstack --os-cloud somerville keypair show roe
      openstack --os-cloud somerville keypair delete roe
  Neutron
    port p1: on network roe-nodes
      openstack --os-cloud somerville port show p1
      openstack --os-cloud somerville port delete p1

3 things of roe are left that should be gone. Delete them, and run this again to see.`);
    expect(isClean(result)).toBe(false);
  });

  test("one thing", () => {
    expect(asText("roe", { ...clean, left: { kept: [], unexpected: [keypair] } })).toMatch(
      /\n\n1 thing of roe is left that should be gone\. Delete them, and run this again to see\.$/,
    );
  });

  test("services that did not answer are a failure, those that the login may not use are none", () => {
    const forbidden = { kind: "secret", why: "GET http://x: 403 no", forbidden: true };
    const broken = { kind: "DNS zone", why: "GET http://x: 503 later", forbidden: false };
    expect(asText("roe", { ...clean, unseen: [forbidden, broken] })).toBe(`Could not be looked at:
  secret: GET http://x: 403 no
  DNS zone: GET http://x: 503 later

Nothing of roe is left in the cloud. \`pulumi stack rm roe\` removes its settings and history too.`);
    expect(isClean({ ...clean, unseen: [forbidden] })).toBe(true);
    expect(isClean({ ...clean, unseen: [forbidden, broken] })).toBe(false);
  });

  test.each([
    ["gcp", "a project of Google Cloud"],
    ["existing", "a cluster that exists"],
  ] as const)("%s is not listed, and that is said", (cloud, where) => {
    const result: DestroyResult = { cloud, unseen: [], empty: false };
    expect(asText("x", result)).toBe(
      `Everything unprotected of x is deleted. What ${where} still holds is not listed: that is done for OpenStack only.`,
    );
    expect(isClean(result)).toBe(true);
  });

  test("as JSON", () => {
    const result = { ...clean, drained: nothing, left: { kept: [homes], unexpected: [balancer] } };
    expect(JSON.parse(asJson("roe", result))).toEqual({
      stack: "roe",
      cloud: "openstack",
      drained: nothing,
      kept: [
        {
          ...homes,
          service: "Cinder",
          commands: {
            show: "openstack --os-cloud somerville volume show v1",
            delete: "openstack --os-cloud somerville volume delete v1",
          },
        },
      ],
      unexpected: [
        {
          ...balancer,
          service: "Octavia",
          commands: {
            show: "openstack --os-cloud somerville loadbalancer show b1",
            delete: "openstack --os-cloud somerville loadbalancer delete --cascade b1",
          },
        },
      ],
      unseen: [],
      empty: true,
    });
  });
});
