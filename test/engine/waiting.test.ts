/** Against the real engine: a value that waits for a resource stays known, and a provider's resources wait for what it waits for. */
import * as path from "node:path";
import { repository } from "../mocks";
import { Workspace } from "./workspace";

jest.setTimeout(120_000);

const folder = path.join(repository, "test/engine/waiting");
const workspace = new Workspace();
afterAll(() => workspace.remove());

interface Resource {
  urn: string;
  dependencies?: string[];
}

let resources: Resource[];
let preview: string;
beforeAll(async () => {
  const configuration = await workspace.stack("waiting", "waiting");
  const run = async (verb: string[], length: number) => {
    const settings = ["--stack", "waiting", "--config", `waiting:length=${length}`, "--config-file", configuration];
    const { code, output } = await workspace.pulumi([...verb, ...settings], folder);
    if (code !== 0) throw new Error(output);
    return output;
  };
  await run(["up", "--yes", "--skip-preview"], 4);
  const { output } = await workspace.pulumi(["stack", "export", "--stack", "waiting"], workspace.project("waiting"));
  ({ resources } = (JSON.parse(output) as { deployment: { resources: Resource[] } }).deployment);
  preview = await run(["preview", "--diff"], 5);
});

const urn = (name: string) => resources.map((one) => one.urn).find((one) => one.endsWith(`::${name}`)) ?? "";

test("a provider that waits for a resource, and so everything of that provider, is made after it", () => {
  const order = resources.map(({ urn }) => urn.split("::").at(-1));
  expect(order.indexOf("gate")).toBeGreaterThan(0);
  expect(order.indexOf("second")).toBeGreaterThan(order.indexOf("gate"));
  expect(order.indexOf("value")).toBeGreaterThan(order.indexOf("second"));
  expect(resources.find((one) => one.urn === urn("second"))?.dependencies).toEqual([urn("gate")]);
});

test("what is made of a waiting value is left alone when the other resource is replaced, and still waits for it", () => {
  expect(resources.find((one) => one.urn === urn("waiting"))?.dependencies?.sort()).toEqual(
    [urn("gate"), urn("value")].sort(),
  );
  // The one that takes an unknown property instead shows what would have happened.
  expect(preview).toContain(`[urn=${urn("gate")}]`);
  expect(preview).toContain(`[urn=${urn("unknown")}]`);
  expect(preview).not.toContain(`[urn=${urn("waiting")}]`);
});
