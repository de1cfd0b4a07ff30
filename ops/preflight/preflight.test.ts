/** The whole pre-flight against a server that answers as the services do. */
import { validConfig } from "../../config/testing";
import { fakeCloud, type Answer } from "../openstack/testing";
import { preflight, type Result } from ".";
import { text } from "./report";
import { allServices, emptyProject, withSite } from "./testing";

async function of(
  answers: Record<string, Answer>,
  services = allServices,
): Promise<{ result: Result; requests: string[] }> {
  const cloud = await fakeCloud(services, answers);
  try {
    return { result: await preflight("test", validConfig(), await cloud.login()), requests: cloud.requests };
  } finally {
    await cloud.close();
  }
}

const needs = ({ rows }: Result) =>
  Object.fromEntries(rows.filter(({ need }) => need > 0).map(({ key, need }) => [key, need]));

test("an empty project that is large enough: ready, and only asked", async () => {
  const { result, requests } = await of(emptyProject());
  expect(result).toMatchObject({ stack: "test", ready: true, problems: [], notes: [] });
  expect(result.project).toEqual({ id: "p1", name: "rsp", cloud: "test", region: "RegionOne" });
  expect(result).not.toHaveProperty("request");
  expect(needs(result)).toMatchObject({
    instances: 5,
    cores: 28,
    volumes: 6,
    gigabytes: 520,
    floatingIps: 2,
    zones: 1,
  });
  expect(requests.filter((request) => !/^(GET|HEAD) /.test(request))).toEqual([]);
});

test("with the site in it: nothing more is needed", async () => {
  const { result } = await of(withSite(emptyProject()));
  expect(needs(result)).toEqual({});
  expect(result).toMatchObject({ ready: true, problems: [], notes: [] });
});

test("too few cores: what is short, and the letter", async () => {
  const { result } = await of(emptyProject(20));
  expect(result.ready).toBe(false);
  expect(result.rows.filter(({ missing }) => missing > 0)).toEqual([
    { key: "cores", service: "Machines", title: "cores", need: 28, used: 4, limit: 20, missing: 12 },
  ]);
  expect(result.request).toContain("  - machines: cores  from 20 to 32 (in use: 4, further needed: 28)\n");
  expect(result.request).toContain("  openstack quota set --cores 32 p1\n");
});

test("what the cloud refuses to tell is noted, and the rest is said all the same", async () => {
  const refused: Answer = { status: 403, body: { error: "policy" } };
  const { result } = await of({
    ...emptyProject(),
    "/load-balancer/v2/lbaas/quotas/p1": refused,
    "/compute/flavors/detail?limit=1000": refused,
  });
  expect(result.notes.map((note) => note.replace(/127\.0\.0\.1:\d+/, "cloud"))).toEqual([
    'flavors: GET http://cloud/compute/flavors/detail?limit=1000: 403 {"error":"policy"}',
    'quotas of load balancers: GET http://cloud/load-balancer/v2/lbaas/quotas/p1: 403 {"error":"policy"}',
  ]);
  expect(result.ready).toBe(true);
  expect(result.rows.find(({ key }) => key === "loadBalancers")).toEqual({
    key: "loadBalancers",
    service: "Load balancers",
    title: "load balancers",
    need: 2,
    missing: 0,
  });
});

test("when it cannot be seen what the site has, all of it is counted, and that is said", async () => {
  const { result } = await of({ ...withSite(emptyProject()), "/compute/servers": { status: 500, body: "down" } });
  expect(needs(result)).toMatchObject({ instances: 5, networks: 1 });
  expect(result.notes).toHaveLength(1);
  expect(result.notes[0]).toMatch(
    /^what the site has already: GET .*\/compute\/servers: 500 "down"; all of it is counted as needed$/,
  );
});

test("a cloud without Magnum and DNS: said, and not asked for", async () => {
  const services = allServices.filter((service) => !["container-infra", "dns"].includes(service));
  const { result, requests } = await of(emptyProject(), services);
  expect(result.ready).toBe(false);
  expect(result.notes).toEqual([]);
  expect(result.problems.map(({ path }) => path)).toEqual(["openstack.cloud", "dns.provider"]);
  expect(requests.filter((request) => /container-infra|\/dns/.test(request))).toEqual([]);
});

test("what a person reads", async () => {
  const { result } = await of({
    ...emptyProject(20),
    "/volumev3/types": { body: { volume_types: [{ name: "cephs" }] } },
    "/dns/v2/quotas/p1": { status: 404 },
  });
  const shown = text(result).replace(/127\.0\.0\.1:\d+/, "cloud");
  expect(shown.slice(0, shown.indexOf("Network"))).toBe(
    `Stack test in project rsp (p1) of cloud test, region RegionOne

                              needs    in use     limit
Machines
  machines                        5         0       100
  cores                          28         4        20   12 too few
  memory, MiB                204800         0      none
  key pairs                       1         0       100
Volumes
  volumes                         6         0       100
  size, GiB                     520         0     10000
`,
  );
  expect(shown).toContain(`DNS
  zones                           1         ?         ?
  record sets of the zone         3         ?         ?
Object store
  buckets                         1         0         ?

needs: what the site takes on top of what it has, pools at their largest. What pods claim later is not in it.

To be mended in the stack file, or in the cloud:
  - storage.classes[0].volumeType: "ceph" is no volume type of the cloud: did you mean "cephs"?
  - storage.volumes.homes.type: "ceph" is no volume type of the cloud: did you mean "cephs"?

The cloud did not tell:
  - quotas of DNS: GET http://cloud/dns/v2/quotas/p1: 404

The project is too small. For its administrators:

${"-".repeat(80)}
Subject: quota of project rsp (p1)
`);
  expect(shown).not.toContain("Nothing stands in the way");
});
