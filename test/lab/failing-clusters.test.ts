/** Clusters that come to nothing, or hang, on the lab's Magnum: said, cleared by `science-platform recover`, and made by the next `up`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { paths } from "../../lab/paths";
import { recoverStack } from "../../ops/recover";
import { explanations, FailingStack, program } from "./failing";

const minutes = 60_000;
jest.setTimeout(20 * minutes);

const name = "lab-failing";
let stack: FailingStack;
beforeAll(async () => void (stack = await FailingStack.create(name)));
/** What the hooks put beside clusters. While it is there, Magnum deletes none of them either. */
const hooks: string[] = [];
const unhook = () => hooks.splice(0).forEach((file) => fs.rmSync(file, { force: true }));
afterAll(async () => {
  unhook();
  await stack.remove();
});

const clustersSchema = z.object({
  clusters: z.array(z.object({ name: z.string(), uuid: z.string(), status: z.string() })),
});
const clusters = async () => clustersSchema.parse(await stack.client.get("container-infra", "/clusters")).clusters;
const statuses = async () => Object.fromEntries((await clusters()).map((row) => [row.name, row.status]));

/** What it says it does, and the error that it ends with, if any. @param patience Milliseconds. */
async function recover(patience?: number): Promise<string[]> {
  const done: string[] = [];
  const about = { cwd: program, stack: "failing", project: "failing", cloud: name, env: stack.env, interval: 1000 };
  const progress = (line: string) => void done.push(line);
  await recoverStack({ ...about, progress, ...(patience === undefined ? {} : { patience }) }).catch(
    (error: unknown) => {
      done.push(error instanceof Error ? error.message : String(error));
    },
  );
  return done;
}

/** Holds the cluster of this name as soon as it is there, or makes it fail with this text: the lab driver's hooks. @returns the file. */
async function hook(cluster: string, kind: "wait" | "fail", text = ""): Promise<string> {
  for (const end = Date.now() + 5 * minutes; ; ) {
    if (Date.now() > end) throw new Error(`no cluster ${cluster} has come`);
    const uuid = (await clusters()).find((row) => row.name === cluster)?.uuid;
    const folder = path.join(paths.clusters, uuid ?? "none");
    if (fs.existsSync(folder)) {
      const file = path.join(folder, kind);
      hooks.push(file);
      fs.writeFileSync(file, text);
      return file;
    }
    await sleep(500);
  }
}

test("one that ends CREATE_FAILED, and one that hangs", async () => {
  const running = stack.up(["keypair", "clusters"]);
  const [failing] = await Promise.all([
    hook("failing-fails", "fail", "no machine of the image would boot"),
    hook("failing-hangs", "wait"),
  ]);
  const failed = await running;
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("no machine of the image would boot");
  expect(explanations(failed)).toEqual([
    "error: cluster-fails: Magnum could not make it, for the reason that it gives: when that is mended: `npx science-platform recover --stack failing` clears what came to nothing, and `pulumi up` makes it anew.",
    "error: cluster-hangs: the cluster was not made in the time that cluster.createTimeout allows, and no service says why: look where it stands " +
      "(`openstack coe cluster show`, `openstack server list`). Usual causes: its API cannot be reached by what makes it " +
      "(driver capi: openstack.managementCluster), the nodes reach no image registry, or the image is not the driver's. " +
      "Then `npx science-platform recover --stack failing`, and `pulumi up` again.",
  ]);

  fs.rmSync(failing);
  // Long enough for the failed one, which Magnum has to delete first.
  const impatient = await recover(0.4 * minutes);
  expect(impatient.at(-1)).toMatch(
    /cluster-hangs \(.*\) is CREATE_IN_PROGRESS, and has been for 0 minutes\. If it hangs, delete it \(`openstack coe cluster delete` for a cluster\) and run this again; if it still goes on, only run this again\.$/,
  );
  unhook();
  const recovered = await recover();
  expect(recovered.filter((line) => !line.startsWith("waiting: ")).sort()).toEqual([
    expect.stringMatching(/cluster-fails: .* came to nothing; it will be made anew$/),
    expect.stringMatching(/cluster-hangs: .* is whole after all$/),
  ]);
  expect(await statuses()).toEqual({ "failing-hangs": "CREATE_COMPLETE" });

  expect((await stack.up(["keypair", "clusters"])).code).toBe(0);
  expect(await statuses()).toEqual({ "failing-fails": "CREATE_COMPLETE", "failing-hangs": "CREATE_COMPLETE" });
  expect(await recover()).toEqual([]);
});
