import { enabled, providedByPlatform } from "../../../config/checks/phalanx-applications";
import { known, members, strangers, switches } from "./applications";

const phalanx = (applications: string[], projects: Record<string, string> = {}) => ({
  applications,
  projects,
  without: [],
});

test("applications come up in the order of Phalanx's installer, each in its project, without those of the platform", () => {
  expect(members(phalanx(["portal", "postgres", "gke", "sasquatch", "strimzi", "tap", "grafana"]))).toEqual([
    { name: "gke", project: "infrastructure", wave: 0 },
    { name: "postgres", project: "support", wave: 1 },
    { name: "gafaelfawr", project: "infrastructure", wave: 2 },
    { name: "grafana", project: "monitoring", wave: 3 },
    { name: "strimzi", project: "support", wave: 4 },
    { name: "sasquatch", project: "monitoring", wave: 5 },
    { name: "portal", project: "rsp", wave: 6 },
    { name: "repertoire", project: "infrastructure", wave: 6 },
    { name: "tap", project: "rsp", wave: 6 },
  ]);
});

test("what is always there is enough: waves have no gaps", () => {
  expect(members(phalanx([])).map(({ name, wave }) => `${wave} ${name}`)).toEqual(["0 gafaelfawr", "1 repertoire"]);
});

test("an application of a fork is a member when its project is known, and a stranger when not", () => {
  const mine = phalanx(["ours", "other", "tap"], { ours: "rsp" });
  expect(members(mine).map(({ name }) => name)).toEqual(["gafaelfawr", "ours", "repertoire", "tap"]);
  expect(strangers(mine)).toEqual(["other"]);
});

test("what the revision does not have yet is left out", () => {
  const old = { ...phalanx(["tap"]), without: ["repertoire" as const] };
  expect(members(old).map(({ name }) => name)).toEqual(["gafaelfawr", "tap"]);
  expect(switches(old).repertoire).toBe(false);
});

test("the app of apps is told of everything, so that its file switches nothing on", () => {
  const told = switches(phalanx(["tap", "ours"]));
  expect(Object.keys(told)).toHaveLength(known.length + 1);
  expect(Object.entries(told).flatMap(([name, on]) => (on ? [name] : []))).toEqual([
    "gafaelfawr",
    "ours",
    "repertoire",
    "tap",
  ]);
  for (const name of providedByPlatform) expect(told[name]).toBe(false);
});

test("what is on includes what the platform installs itself", () => {
  expect(enabled(phalanx(["tap"]))).toEqual([
    "argocd",
    "cert-manager",
    "gafaelfawr",
    "ingress-nginx",
    "repertoire",
    "tap",
    "vault-secrets-operator",
  ]);
});
