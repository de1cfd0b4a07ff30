import * as pulumi from "@pulumi/pulumi";
import { leavingExports, waitForMachine } from "./letting-go";

const before = {
  site: "test",
  "nfs-clients": "10.10.0.0/24",
  "nfs-export.homes": "aaa rw",
  "nfs-export.data": "bbb ro",
  "nfs-quota.homes.0": "20",
};

test.each<[string, Record<string, string>, string[]]>([
  ["nothing", before, []],
  ["another access, another bound", { ...before, "nfs-export.data": "bbb rw root", "nfs-quota.homes.0": "30" }, []],
  ["a further export", { ...before, "nfs-export.more": "ccc rw" }, []],
  ["an export less", { "nfs-export.homes": "aaa rw" }, ["data"]],
  ["another volume", { ...before, "nfs-export.homes": "ddd rw" }, ["homes"]],
  ["no metadata", {}, ["data", "homes"]],
])("%s: the volumes that leave", (_, after, leaving) => {
  expect(leavingExports(before, after)).toEqual(leaving);
});

type Inputs = NonNullable<Parameters<typeof waitForMachine>[0]["oldInputs"]>;

async function waited(oldInputs: Inputs, newInputs: Inputs) {
  const said: string[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(said.push(`slept ${milliseconds}`));
  const say = (text: string) => Promise.resolve(void said.push(text));
  await waitForMachine({ oldInputs, newInputs }, sleep, say);
  return said;
}

test("says why and waits longer than a run of the machine is away, only when something leaves", async () => {
  expect(await waited({ metadata: before }, { metadata: { "nfs-export.homes": "aaa rw" } })).toEqual([
    "waiting 90 s until the file server has let go of data",
    "slept 90000",
  ]);
  expect(await waited({ metadata: before }, { metadata: { ...before, site: "other" } })).toEqual([]);
});

test("metadata with secrets, which a hook gets as outputs", async () => {
  const secret = { ...before, "nfs-share.butler": pulumi.secret("key") };
  expect(await waited({ metadata: secret }, { metadata: pulumi.secret(before) })).toEqual([]);
  expect((await waited({ metadata: secret }, { metadata: {} }))[0]).toContain("let go of data, homes");
});
