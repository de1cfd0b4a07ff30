import { plan, planText, type Facts, type NamespaceFacts, type Question } from "./preflight";
import { backup, location, schedule } from "./testing";

const now = new Date("2026-11-28T09:00:00Z");
const GiB = 2 ** 30;
const question: Question = { backup: "b", namespaces: ["lab-birds"], keepExisting: false, now };
const birds: NamespaceFacts = {
  name: "lab-birds",
  exists: true,
  claims: [],
  quotas: [
    {
      name: "quota",
      hard: { persistentvolumeclaims: "6", "requests.storage": "20Gi" },
      used: { persistentvolumeclaims: "3", "requests.storage": "10Gi" },
    },
  ],
};
const anna = { namespace: "lab-birds", name: "claim-anna", bytes: 2.5 * GiB };
const hub = { namespace: "lab-birds", name: "hub-db-dir", bytes: 3 * 2 ** 20 };
const facts: Facts = {
  backups: [backup("b", "2026-11-28T01:00:05Z", { expiration: new Date("2026-12-28T01:00:05Z") })],
  schedules: [schedule()],
  locations: [location()],
  namespaces: [birds],
  contents: [anna, hub, { namespace: "vault", name: "data-vault-0" }],
};
const existing = "lab-birds: what is there stays as it is; what is missing is made.";
const comesBack = "lab-birds: the claim claim-anna comes back with 2.5 GiB of data.";

test("all is well: what would come back", () => {
  const found = plan(question, facts);
  expect(found).toEqual({
    backup: "b",
    problems: [],
    steps: [existing, comesBack, "lab-birds: the claim hub-db-dir comes back with 3 MiB of data."],
  });
  expect(planText(found)).toBe(
    [
      "Restore from b:",
      `  ${existing}`,
      `  ${comesBack}`,
      "  lab-birds: the claim hub-db-dir comes back with 3 MiB of data.",
    ].join("\n"),
  );
});

test.each<[string, Partial<Facts>, string[]]>([
  ["there is no such backup", { backups: [backup("c", "2026-11-28T01:00:05Z")] }, ["There is no backup b"]],
  [
    "it lacks something, and is expired, and cannot be reached",
    {
      backups: [
        backup("b", "2026-10-01T01:00:05Z", {
          phase: "PartiallyFailed",
          errors: 2,
          expiration: new Date("2026-10-31T01:00:05Z"),
        }),
      ],
      locations: [location("near", { phase: "Unavailable", message: "access denied" })],
    },
    [
      "b is PartiallyFailed (errors: 2), not Completed",
      "b expired on 2026-10-31T01:00:05.000Z: its data may be gone at any moment",
      "Its target near: is Unavailable: access denied",
    ],
  ],
  [
    "a claim is in the way",
    { namespaces: [{ ...birds, claims: ["claim-anna", "claim-new"] }] },
    [
      "lab-birds: the claim claim-anna is there, so its data would not come back: delete it when nothing of it is needed, or say --keep-existing",
    ],
  ],
  [
    "nobody knows what the backup holds: each claim may be in the way",
    { contents: { unknown: "no way" }, namespaces: [{ ...birds, claims: ["claim-new"] }] },
    [
      "lab-birds: the claim claim-new is there, so its data would not come back: delete it when nothing of it is needed, or say --keep-existing",
    ],
  ],
  [
    "the quota has no room",
    {
      namespaces: [
        {
          ...birds,
          quotas: [
            {
              name: "quota",
              hard: { persistentvolumeclaims: "4", "requests.storage": "12Gi" },
              used: { persistentvolumeclaims: "3", "requests.storage": "10Gi" },
            },
          ],
        },
      ],
    },
    [
      "lab-birds: the quota quota has room for 1 claims more, and 2 come back: raise it",
      "lab-birds: the quota quota has room for 2 GiB more, and at least 2.5 GiB come back: raise it",
    ],
  ],
])("refused: %s", (_, change, problems) => {
  expect(plan(question, { ...facts, ...change }).problems).toEqual(problems);
});

test("a name that is nearly one", () => {
  const backups = [backup("velero-near-20261128010000", "2026-11-28T01:00:05Z")];
  expect(plan({ ...question, backup: "velero-near-20261128010001" }, { ...facts, backups }).problems).toEqual([
    "There is no backup velero-near-20261128010001: did you mean velero-near-20261128010000?",
  ]);
});

test("a namespace that the backup does not cover", () => {
  expect(plan({ ...question, namespaces: ["lab-school"] }, facts)).toEqual({
    backup: "b",
    problems: ["b has nothing of lab-school: it covers lab-birds"],
    steps: [],
  });
});

test("what is there may stay: then only what is missing counts against the quota", () => {
  const full = {
    ...birds,
    claims: ["claim-anna"],
    quotas: [{ name: "q", hard: { persistentvolumeclaims: "1" }, used: {} }],
  };
  expect(plan({ ...question, keepExisting: true }, { ...facts, namespaces: [full] })).toEqual({
    backup: "b",
    problems: [],
    steps: [
      existing,
      "lab-birds: the claim hub-db-dir comes back with 3 MiB of data.",
      "lab-birds: the claim claim-anna stays as it is.",
    ],
  });
});

test("a namespace that is gone is made, without what pulumi gives it", () => {
  const gone = { name: "lab-birds", exists: false, claims: [], quotas: [] };
  expect(
    plan(question, { ...facts, namespaces: [gone], contents: { unknown: "the target answers 403" } }).steps,
  ).toEqual([
    "What b holds could not be looked up (the target answers 403): claims and quotas are judged without.",
    "lab-birds: the namespace is made, without the quota and network policies that `pulumi up` gives it: run that before.",
  ]);
});
