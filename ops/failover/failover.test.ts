/** The sides are small https servers of ours; the records are kept in this process. A real name server: test/lab/dns.test.ts. */
import { exampleSite } from "../../platform/services/testing";
import { askSides } from "./ask";
import { sharedSite, sidesNamed } from "./site";
import { statusOf, statusText } from "./status";
import { switchedText, switchTo } from "./switch";
import { addresses, FakeSides, hostNames, memoryRecords, site, working } from "./testing";
import { better, counted, watch } from "./watch";

let fake: FakeSides;
let options: { authority: string; reach: FakeSides["reach"]; timeout: number };
beforeAll(async () => {
  fake = await FakeSides.start(Object.values(addresses), hostNames);
  options = { authority: fake.authority, reach: fake.reach, timeout: 20_000 };
});
afterAll(() => fake.stop());
beforeEach(() => {
  for (const address of Object.values(addresses))
    Object.assign(fake.at(address), { answers: { ...working }, asked: [] });
});

const [roe, spare] = [() => fake.at(addresses.roe), () => fake.at(addresses.spare)];
const leadingTo = (...to: string[]) =>
  memoryRecords({ "status.shared.example.": [...to], "www.shared.example.": [...to] });
const down = [
  "landing-page, https://www.shared.example/healthz: answers 503 instead of 200",
  "uptime, https://status.shared.example/: answers 503 instead of 401",
];
const broken = { "/healthz": 503, "/": 503 };

test("what is shared comes from the stack file alone", () => {
  const failover = {
    sides: { test: "203.0.113.7", spare: "198.51.100.9" },
    records: { in: "designate", cloud: "third" },
  };
  const config = exampleSite({
    dns: { provider: "none", zone: "example.org.", email: "a@example.org", ttl: 30, failover } as never,
    services: { landingPage: { host: "www" }, monitoring: {} },
  });
  expect(sharedSite("test", config)).toEqual({
    zone: "example.org.",
    ttl: 30,
    names: ["grafana.example.org.", "www.example.org."],
    sides: [
      { name: "test", address: "203.0.113.7" },
      { name: "spare", address: "198.51.100.9" },
    ],
    endpoints: [
      { name: "landing-page", url: "https://www.example.org/healthz", status: 200, own: true },
      { name: "monitoring", url: "https://grafana.example.org/api/health", status: 200, own: true },
    ],
    records: { in: "designate", cloud: "third" },
    verified: false,
  });
  expect(() => sharedSite("roe", exampleSite({}))).toThrow(
    "Pulumi.roe.yaml has no dns.failover: no other stack serves its names (docs/failover.md).",
  );
});

test("every side is asked at its own address, by the shared names", async () => {
  expect((await askSides(site, options)).map(({ name, ready }) => [name, ready])).toEqual([
    ["roe", true],
    ["spare", true],
  ]);
  const questions = ["status.shared.example /", "www.shared.example /healthz"];
  expect([roe().asked.sort(), spare().asked.sort()]).toEqual([questions, questions]);
});

test("a wrong answer is asked for twice, and is told", async () => {
  roe().answers = { ...working, "/healthz": 503 };
  const [side] = await askSides(site, options);
  expect(side?.answers).toEqual([
    {
      endpoint: "landing-page",
      url: "https://www.shared.example/healthz",
      problem: "answers 503 instead of 200",
    },
    { endpoint: "uptime", url: "https://status.shared.example/" },
  ]);
  expect(roe().asked.filter((line) => line.endsWith("/healthz"))).toHaveLength(2);
});

test("a certificate that nobody would take is a side that does not work; one of an authority of our own is not looked at", async () => {
  const everybodys = { reach: fake.reach, timeout: 20_000 };
  const [strict] = await askSides(site, everybodys);
  expect(strict?.answers[0]?.problem).toMatch(/unable to (get local issuer|verify the first) certificate/);
  const [own] = await askSides({ ...site, verified: false }, everybodys);
  expect(own?.ready).toBe(true);
});

test("a side that nobody is at", async () => {
  const nowhere = { ...options, reach: () => ({ host: "127.0.0.1", port: 9 }) };
  const [side] = await askSides(site, nowhere);
  expect(side?.answers.map(({ problem }) => problem)).toEqual(Array(2).fill("connect ECONNREFUSED 127.0.0.1:9"));
});

test("status: all is well", async () => {
  const status = await statusOf(site, leadingTo(addresses.roe), options);
  expect([status.active, status.problems]).toEqual([["roe"], []]);
  expect(statusText(status)).toBe(`Names:
  status.shared.example. -> 203.0.113.7
  www.shared.example. -> 203.0.113.7
Sides:
  roe 203.0.113.7: ready, 2 of 2 answer as they should
  spare 198.51.100.9: ready, 2 of 2 answer as they should
Nothing is wrong.`);
});

test("status: a side that does not work, and names that lead where they should not", async () => {
  spare().answers = broken;
  const records = memoryRecords({ "www.shared.example.": ["192.0.2.1"] });
  const { active, problems } = await statusOf(site, records, options);
  expect(active).toEqual([]);
  expect(problems).toEqual([
    ...down.map((line) => `side spare: ${line}`),
    "status.shared.example. leads nowhere: it has no A record",
    "www.shared.example. leads to 192.0.2.1, which is no side's address",
  ]);
});

test("status: names that lead to different sides", async () => {
  const records = leadingTo(addresses.roe);
  records.values["www.shared.example."] = [addresses.roe, addresses.spare];
  expect((await statusOf(site, records, options)).problems).toEqual([
    "www.shared.example. leads to 198.51.100.9 too, and other names do not",
  ]);
});

describe("switch", () => {
  test("writes every name; a second time there is nothing to write", async () => {
    const records = leadingTo(addresses.roe);
    const to = sidesNamed(site, ["spare"]);
    const outcome = await switchTo(site, to, records, options);
    expect(switchedText(outcome)).toBe(`The names lead to spare; resolvers may remember the former address for 30 s.
  status.shared.example. 30 A 198.51.100.9 (was 203.0.113.7)
  www.shared.example. 30 A 198.51.100.9 (was 203.0.113.7)`);
    expect(records.values).toEqual(leadingTo(addresses.spare).values);
    const again = await switchTo(site, to, { read: records.read }, options);
    expect(switchedText(again)).toBe("The names lead to spare already.");
  });

  test("to both sides: users are spread over them", async () => {
    const records = leadingTo(addresses.roe);
    await switchTo(site, sidesNamed(site, ["spare", "roe"]), records, options);
    expect(records.values["www.shared.example."]).toEqual([addresses.spare, addresses.roe]);
  });

  test("refuses a side that does not work, and writes nothing; forced, it does as it is told", async () => {
    spare().answers = broken;
    const records = leadingTo(addresses.roe);
    const to = sidesNamed(site, ["spare"]);
    await expect(switchTo(site, to, records, options)).rejects.toThrow(
      `Nothing was changed, as users would be led to what does not work:
${down.map((line) => `  - side spare: ${line}`).join("\n")}
Mend it, choose another side, or add --force.`,
    );
    expect(records.values).toEqual(leadingTo(addresses.roe).values);
    expect((await switchTo(site, to, records, { ...options, force: true })).state).toBe("written");
  });

  test("a side that the names leave may be as it likes", async () => {
    roe().answers = broken;
    expect((await switchTo(site, sidesNamed(site, ["spare"]), leadingTo(addresses.roe), options)).state).toBe(
      "written",
    );
  });

  test("a dry run, and records of somebody else, are only told", async () => {
    const records = leadingTo(addresses.roe);
    const to = sidesNamed(site, ["spare"]);
    const dry = await switchTo(site, to, records, { ...options, dryRun: true });
    const elsewhere = await switchTo(site, to, { read: records.read }, options);
    for (const outcome of [dry, elsewhere])
      expect(switchedText(outcome)).toBe(`To be written, so that the names lead to spare:
  status.shared.example. 30 A 198.51.100.9 (was 203.0.113.7)
  www.shared.example. 30 A 198.51.100.9 (was 203.0.113.7)`);
    expect(records.values).toEqual(leadingTo(addresses.roe).values);
  });

  test("a side that is none", () => {
    expect(() => sidesNamed(site, ["spare", "rose"])).toThrow(
      '--to: there is no side "rose"; dns.failover.sides has roe, spare.',
    );
  });
});

describe("what would be better", () => {
  const sides = (ready: Record<"roe" | "spare", boolean>) =>
    site.sides.map((side) => ({ ...side, answers: [], ready: ready[side.name as "roe" | "spare"] }));
  test.each([
    ["all work", ["roe"], { roe: true, spare: true }, { roe: 0 }, undefined],
    ["it has not failed for long enough", ["roe"], { roe: false, spare: true }, { roe: 2 }, undefined],
    ["the active side stays away", ["roe"], { roe: false, spare: true }, { roe: 3 }, ["spare"]],
    ["no side works: the watcher sees nothing", ["roe"], { roe: false, spare: false }, { roe: 9, spare: 9 }, undefined],
    ["one of two active ones stays away", ["roe", "spare"], { roe: false, spare: true }, { roe: 3 }, ["spare"]],
    ["a side that is not active stays away", ["roe"], { roe: true, spare: false }, { spare: 9 }, undefined],
    ["one that came back gets nothing by itself", ["spare"], { roe: true, spare: true }, { roe: 0 }, undefined],
  ])("%s", (_, active, ready, failures, expected) => {
    expect(better({ active, sides: sides(ready) }, failures, 3)?.map(({ name }) => name)).toEqual(expected);
  });

  test("failures in a row are counted, and begin anew with a good round", () => {
    expect(counted({ roe: 2, spare: 2 }, sides({ roe: false, spare: true }))).toEqual({ roe: 3, spare: 0 });
  });
});

describe("watch", () => {
  async function watched(act: boolean, change: (round: number) => void, rounds = 4) {
    const records = leadingTo(addresses.roe);
    const lines: string[] = [];
    let round = 0;
    const read: typeof records.read = (name) => {
      // The first name of each round.
      if (name === site.names[0]) change(++round);
      return records.read(name);
    };
    await watch(
      site,
      { ...records, read },
      {
        ...options,
        ...{ act, after: 2, interval: 1, rounds, progress: (line: string) => void lines.push(line) },
      },
    );
    return { records, lines };
  }
  const fails = (): void => void (roe().answers = broken);

  test("leads the names away from a side that stays away, and tells each change once", async () => {
    roe().answers = broken;
    const { lines, records } = await watched(true, fails);
    expect(lines).toEqual([
      "roe NOT READY, spare ready; the names lead to roe",
      "roe NOT READY, spare ready; the names lead to roe; they should lead to spare (--to spare)",
      "written: the names lead to spare now",
      "roe NOT READY, spare ready; the names lead to spare",
    ]);
    expect(records.values).toEqual(leadingTo(addresses.spare).values);
  });

  test("without leave it only tells", async () => {
    roe().answers = broken;
    const { lines, records } = await watched(false, fails);
    expect(lines).toEqual([
      "roe NOT READY, spare ready; the names lead to roe",
      "roe NOT READY, spare ready; the names lead to roe; they should lead to spare (--to spare)",
    ]);
    expect(records.values).toEqual(leadingTo(addresses.roe).values);
  });

  test("goes on after a round in which the records could not be read", async () => {
    const { lines } = await watched(
      true,
      (round) => {
        if (round === 1) throw new Error("fetch failed");
      },
      2,
    );
    expect(lines).toEqual([
      "this round could not be finished: fetch failed",
      "roe ready, spare ready; the names lead to roe",
    ]);
  });
});
