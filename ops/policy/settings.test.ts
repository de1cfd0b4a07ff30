import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { rules } from "../../policies/rules";
import { chosenRules, readPolicyConfig } from "./settings";

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "settings-"))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const file = () => path.join(folder, "config.yaml");
function read(text: string) {
  fs.writeFileSync(file(), text);
  return readPolicyConfig(file());
}

const names = (set: string[], rule: string[]) => chosenRules({ set, rule }).map(({ name }) => name);

test("all rules, those of a set, single ones, and both together", () => {
  expect(names([], [])).toEqual(rules.map(({ name }) => name));
  expect(names([], ["probes", "container-limits"])).toEqual(["container-limits", "probes"]);
  expect(names(["data-protection"], ["probes"])).toEqual([
    "probes",
    "data-protected",
    "storage-class-csi",
    "storage-class-default",
    "storage-class-reclaim",
  ]);
});

test.each([
  [["resource-limit"], [], '"resource-limit" is not a set of rules: did you mean "resource-limits"?'],
  [[], ["probe"], '"probe" is not a rule: did you mean "probes"?'],
  [
    ["x"],
    [],
    '"x" is not a set of rules: there are resource-limits, security-baseline, cloud-guardrails, data-protection',
  ],
])("%j, %j", (set, rule, message) => expect(() => names(set, rule)).toThrow(message));

test("levels and settings; a quantity may be a number", () => {
  const text =
    "replicas: advisory\nprobes: { enforcementLevel: disabled }\ncontainer-maxima: { cpu: 4, memory: 8Gi }\nall: mandatory\n";
  expect(read(text)).toEqual({
    replicas: "advisory",
    probes: { enforcementLevel: "disabled" },
    "container-maxima": { cpu: "4", memory: "8Gi" },
    all: "mandatory",
  });
  expect(read("")).toEqual({});
});

test("what is committed for the stacks can be read", () => {
  for (const stack of ["lab", "roe", "roe-dev", "gke"]) {
    const committed = path.join(__dirname, `../../policies/config.${stack}.json`);
    expect(readPolicyConfig(committed)).toEqual(JSON.parse(fs.readFileSync(committed, "utf8")));
  }
});

test("everything that is wrong is told at once", () => {
  const wrong = `
replica: advisory
probes: strict
replicas: { mins: 2, min: two, enforcementLevel: often }
images-pinned: { floating: latest }
pod-security: [baseline]
namespace-pod-security: { levels: [baseline, strict] }
container-maxima: { cpu: 4 cores, memory: 8Gi }
exposed-ports: { ports: [80, https] }
request-ratio: { cpu: -1 }
budget: { flavors: { large: { cpu: 4 } } }
`;
  expect(() => read(wrong)).toThrow(
    [
      `${file()}:`,
      '  - "replica" is not a rule: did you mean "replicas"?',
      '  - probes is "strict": write mandatory, advisory, disabled',
      '  - replicas.mins is not a setting: did you mean "min"?',
      "  - replicas.min is a text: write a number",
      '  - replicas.enforcementLevel is "often": write mandatory, advisory, disabled',
      "  - images-pinned.floating is a text: write a list",
      "  - pod-security: write a level (mandatory, advisory, disabled) or settings",
      '  - namespace-pod-security.levels[1] is "strict": write privileged, baseline, restricted',
      '  - container-maxima.cpu is "4 cores": Largest limit of cores, like "8"; "" for any.',
      '  - exposed-ports.ports[1] is "https", which must be integer',
      "  - request-ratio.cpu is -1, which must be >= 0",
      "  - budget.flavors.large is {\"cpu\":4}, which must have required property 'memory'",
    ].join("\n"),
  );
});

test.each([
  ["a list", "[a]", "is no mapping of rules to levels or settings."],
  ["no YAML", "{", "cannot be read: "],
])("%s", (_, text, message) => expect(() => read(text)).toThrow(`${file()} ${message}`));

test("a file that is not there", () => {
  expect(() => readPolicyConfig(path.join(folder, "none"))).toThrow(
    `${path.join(folder, "none")} cannot be read: ENOENT`,
  );
});
