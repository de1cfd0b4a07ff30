/**
 * Comments of runs of a real engine (`test/record-events.ts` kept what matters of their events): pool-flavor and cluster-protected are
 * previews of a program of the tests that makes OpenStack's resources, landing-page of the whole platform on the lab's Kubernetes, from
 * test/lab/delivery.test.ts. UPDATE_GOLDEN=1 writes the comments anew; read them before they are committed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Collector } from "./collect";
import { readEventLog } from "./events";
import { render } from "./render";
import { site } from "./testing";

const folder = path.join(__dirname, "recorded");
const names = fs.readdirSync(folder).flatMap((name) => /^(.*)\.jsonl$/.exec(name)?.[1] ?? []);
const prices = {
  currency: "GBP",
  source: "rates of the tests",
  perMonth: { core: 4.5, memory: 1.2, storage: 0.04, address: 2 },
};
const flavors = {
  ...site.flavors,
  "m1.small": { cpu: 1, memory: "2Gi" },
  "m1.medium": { cpu: 2, memory: "4Gi" },
  "m1.large": { cpu: 4, memory: "8Gi" },
};

async function comment(name: string): Promise<string> {
  const collector = new Collector({ ...site, stack: name, flavors, prices });
  const leftover = await readEventLog(path.join(folder, `${name}.jsonl`), collector);
  return render(collector.model(leftover), { commit: "0123456789abcdef", run: "https://ci.example/runs/1" });
}

test.each(names)("%s", async (name) => {
  const file = path.join(folder, `${name}.md`);
  const text = await comment(name);
  if (process.env.UPDATE_GOLDEN === "1") fs.writeFileSync(file, text);
  expect(text).toBe(fs.readFileSync(file, "utf8"));
});

test("what they say first", async () => {
  const firsts = await Promise.all(names.map(async (name) => [name, (await comment(name)).split("\n")[0]]));
  expect(Object.fromEntries(firsts)).toEqual({
    "landing-page": "### Preview of <code>landing-page</code>: 3 to update, 86 unchanged",
    "pool-flavor": "### Preview of <code>pool-flavor</code> **stopped**: **1 to replace**, 3 to update, 4 unchanged",
    "cluster-protected":
      "### Preview of <code>cluster-protected</code> **failed**: **2 to replace**, **1 to delete**, 3 to update, 2 unchanged",
  });
});

test("no recorded event holds a secret or a place of the machine that recorded it", () => {
  for (const name of names) {
    const text = fs.readFileSync(path.join(folder, `${name}.jsonl`), "utf8");
    expect([
      name,
      /PRIVATE KEY|client-key-data|"(?:password|secretKey)":"(?!\[secret\])|\/work\/|\/root\//.exec(text),
    ]).toEqual([name, null]);
  }
});
