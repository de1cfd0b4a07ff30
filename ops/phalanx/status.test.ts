import { statusJson, statusText } from "./report";
import { applicationSchema, statuses, type Application, type Expected } from "./status";
import { untilHealthy } from "./cluster";

const expected: Expected = {
  environment: "site",
  appOfApps: "science-platform",
  repository: "https://git.example.org/phalanx.git",
  revision: "v1",
  members: ["gafaelfawr", "tap"],
};

function application(
  name: string,
  status: object = {},
  source: object = { path: `applications/${name}` },
): Application {
  return applicationSchema.parse({
    metadata: { name },
    spec: { source: { repoURL: expected.repository, targetRevision: "v1", ...source } },
    status,
  });
}

const well = (name: string) =>
  application(name, {
    sync: { status: "Synced" },
    health: { status: "Healthy" },
    operationState: { phase: "Succeeded" },
    resources: [
      { kind: "Deployment", namespace: name, name: "web", health: { status: "Healthy" } },
      { kind: "Role", name: "x" },
    ],
  });

const problemsOf = (one: Application) =>
  statuses([one], { ...expected, appOfApps: one.metadata.name, members: [] })[0]?.problems;
const childProblems = (one: Application) => statuses([one], { ...expected, members: [one.metadata.name] })[1]?.problems;

test("all is well", () => {
  const found = statuses([well("tap"), well("gafaelfawr"), well("science-platform"), application("argocd")], expected);
  expect(statusText(found)).toBe(
    [
      "application       sync    health",
      "science-platform  Synced  Healthy",
      "gafaelfawr        Synced  Healthy",
      "tap               Synced  Healthy",
      "",
      "All 3 are healthy.",
    ].join("\n"),
  );
  expect(JSON.parse(statusJson(found))).toMatchObject({ healthy: true });
});

test("what is not is listed with why, and what is well only in the table", () => {
  const tap = application("tap", {
    sync: { status: "OutOfSync" },
    health: { status: "Degraded" },
    operationState: { phase: "Succeeded" },
    resources: [
      {
        kind: "Deployment",
        namespace: "tap",
        name: "tap",
        health: { status: "Degraded", message: "exceeded its progress deadline" },
      },
      { kind: "PersistentVolumeClaim", namespace: "tap", name: "uws", health: { status: "Progressing" } },
    ],
  });
  const found = statuses([well("science-platform"), tap], expected);
  expect(statusText(found)).toBe(
    [
      "application       sync       health",
      "science-platform  Synced     Healthy",
      "gafaelfawr        -          -",
      "tap               OutOfSync  Degraded",
      "",
      "2 of 3 are not healthy:",
      "gafaelfawr",
      "  is not there: the app of apps (science-platform) has not made it yet",
      "tap",
      "  Deployment tap/tap is Degraded: exceeded its progress deadline",
      "  PersistentVolumeClaim tap/uws is Progressing",
    ].join("\n"),
  );
});

test("what differs always is well once it was synchronized", () => {
  const status = {
    sync: { status: "OutOfSync" },
    health: { status: "Healthy" },
    operationState: { phase: "Succeeded" },
  };
  expect(statuses([application("tap", status)], { ...expected, members: ["tap"] })[1]).toMatchObject({
    ok: true,
    problems: [],
  });
});

test.each<[string, string, string]>([
  [
    "a revision that is not there",
    "Failed to load target state: rpc error: unable to resolve 'v1' to a commit SHA",
    'phalanx.revision: "v1" is no branch, tag or commit of https://git.example.org/phalanx.git: push it, or write one that is there',
  ],
  [
    "an environment that is not there",
    "failed to execute helm template command: open environments/values-site.yaml: no such file or directory",
    'phalanx.environment: "site" has no environments/values-site.yaml in https://git.example.org/phalanx.git at v1: write another, or a revision that has it',
  ],
  [
    "a repository that cannot be reached",
    'failed to list refs: Get "https://git.example.org": dial tcp: lookup git.example.org: no such host',
    "phalanx.repository: https://git.example.org/phalanx.git cannot be read from the cluster: is the address right, is it public, and may the cluster reach it?",
  ],
])("of the app of apps: %s", (_, message, cure) => {
  const problems = problemsOf(application("science-platform", { conditions: [{ type: "ComparisonError", message }] }));
  expect(problems).toEqual([`${cure} (Argo CD: ${message})`]);
});

test.each<[string, string, string]>([
  [
    "a branch of its own that is not there",
    "unable to resolve 'try' to a commit SHA",
    'phalanx.revisions.tap: "try" is no branch, tag or commit of https://git.example.org/phalanx.git: push it, or write one that is there',
  ],
  [
    "no values for the environment",
    "open applications/tap/values-site.yaml: no such file or directory",
    "applications/tap/values-site.yaml is not in the repository: `science-platform phalanx diff --patch` writes it for the fork",
  ],
  [
    "an application that the revision does not have",
    "applications/tap: app path does not exist",
    "phalanx.applications: applications/tap is not in https://git.example.org/phalanx.git at v1: take tap out, or write a revision that has it",
  ],
  [
    "a project that is not there",
    "application 'tap' is referencing project mine which does not exist",
    "phalanx.projects.tap: write the project that the fork has for it",
  ],
])("of an application: %s", (_, message, cure) => {
  const one = application("tap", { conditions: [{ type: "ComparisonError", message }] });
  expect(childProblems(one)).toEqual([`${cure} (Argo CD: ${message})`]);
});

test("a synchronization that failed", () => {
  const message = `one or more objects failed to apply: ${"x".repeat(400)}`;
  const [problem = ""] = childProblems(application("tap", { operationState: { phase: "Failed", message } })) ?? [];
  expect(problem).toMatch(/^the synchronization failed: one or more objects failed to apply: x+\.\.\.$/);
  expect(problem).toHaveLength(300);
});

test.each<[string, object, object, string]>([
  ["nobody made it whole", {}, { path: undefined }, "waits for the app of apps"],
  ["nobody looked", {}, {}, "Argo CD has not looked at it yet: is its application controller running?"],
  ["it is under way", { operationState: { phase: "Running" } }, {}, "is being synchronized"],
  [
    "nobody began",
    { sync: { status: "OutOfSync" }, health: { status: "Missing" } },
    {},
    "was never synchronized: Argo CD does it by itself with phalanx.sync automatic, else `argocd app sync` does",
  ],
  ["it only takes time", { sync: { status: "Synced" }, health: { status: "Progressing" } }, {}, "is Progressing"],
])("without any error: %s", (_, status, source, expectedProblem) => {
  const one = { path: "applications/tap", ...source };
  expect(childProblems(application("tap", status, one))).toEqual([expectedProblem]);
});

test("waiting tells what is missing whenever that changes, and ends when nothing is", async () => {
  const looks = [
    [well("science-platform")],
    [well("science-platform")],
    [well("science-platform"), application("tap", { health: { status: "Progressing" } }), well("gafaelfawr")],
    [well("science-platform"), well("tap"), well("gafaelfawr")],
  ];
  const lines: string[] = [];
  const read = () => Promise.resolve(looks.shift() ?? []);
  const found = await untilHealthy({ read, expected, limit: 5000, interval: 1, progress: (line) => lines.push(line) });
  expect(found.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(lines).toEqual([
    "1 of 3 healthy, waiting for gafaelfawr (-), tap (-)",
    "2 of 3 healthy, waiting for tap (Progressing)",
  ]);
});

test("waiting ends when its time is over, with what is not well", async () => {
  const found = await untilHealthy({
    read: () => Promise.resolve([]),
    expected,
    limit: 0,
    interval: 1,
    progress: () => undefined,
  });
  expect(found.map(({ ok }) => ok)).toEqual([false, false, false]);
});
