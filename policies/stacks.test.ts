/** Every stack of this repository, as its golden records it, under its own configuration of the policies. */
import * as fs from "node:fs";
import * as path from "node:path";
import { evaluate, type Outcome } from "./evaluate";
import { exceptionsOf, levelOf, type PolicyConfig } from "./config";
import { exceptionProblems, today } from "./exceptions";
import { recordedResources, type Recorded } from "./recorded";
import { message } from "./rule";
import { rules } from "./rules";

const repository = path.join(__dirname, "..");
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(repository, file), "utf8")) as unknown;
const hasException = ({ exception }: Outcome) => exception !== undefined;
const stacks = fs.readdirSync(__dirname).flatMap((file) => /^config\.(.+)\.json$/.exec(file)?.[1] ?? []);

/** Namespaces of Argo CD's applications. */
const destinations = (resources: Recorded[]) =>
  recordedResources(resources)
    .filter(({ type }) => type === "kubernetes:argoproj.io/v1alpha1:Application")
    .flatMap(({ props }) => props.get("spec", "destination", "namespace").text ?? []);

test("there are the stacks that there are", () => expect(stacks).toEqual(["gke", "lab", "roe-dev", "roe"]));

describe.each(stacks)("%s", (stack) => {
  const config = read(`policies/config.${stack}.json`) as PolicyConfig;
  const { resources } = read(`test/golden/${stack}.json`) as { resources: Recorded[] };

  test("keeps to every rule at the level mandatory", () => {
    expect(rules.map(({ name }) => name).filter((name) => levelOf(name, config) !== "mandatory")).toEqual([]);
    const outcomes = evaluate(recordedResources(resources), { rules, config });
    const [excepted, others] = [outcomes.filter(hasException), outcomes.filter((one) => !hasException(one))];
    expect(others.map(({ rule, finding }) => message(finding, rule))).toEqual([]);
    // Every exception is of use; what is in Phalanx's namespaces others make than the stack.
    const ofPhalanx = new Set(["nublado-*", "fileservers", ...destinations(resources)]);
    expect(excepted.map(({ exception }) => exception?.resource).sort()).toEqual(
      exceptionsOf(config)
        .map(({ resource }) => resource)
        .filter((resource) => !ofPhalanx.has(resource.replace(/\/.*$/, "")))
        .sort(),
    );
  });

  test("has no exception without a reason, an owner or an end to come", () => {
    const names = rules.map(({ name }) => name);
    expect(exceptionProblems(exceptionsOf(config), names, today())).toEqual([]);
  });
});
