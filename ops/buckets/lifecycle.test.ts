/** Against a small server that keeps rules as S3's API has them, beside those of somebody else. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { lifecycle, type ObjectStoreOutput } from "./lifecycle";
import { changedRules, wantedRules } from "./rules";

/** Bucket to the XML of its rules; "swift" answers as Swift, "shut" refuses. */
const kept = new Map<string, string>();
const requests: string[] = [];

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? "", "http://localhost");
  const bucket = url.pathname.split("/")[1] ?? "";
  requests.push(`${request.method ?? ""} ${bucket}${url.search.replace(/[=&].*/, "")}`);
  const error = (status: number, code: string): void => {
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
  };
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => void (body += text));
  request.on("end", () => {
    if (bucket === "swift") error(501, "NotImplemented");
    else if (bucket === "shut") error(403, "AccessDenied");
    else if (request.method === "PUT") {
      kept.set(bucket, body);
      response.end();
    } else if (request.method === "DELETE") {
      kept.delete(bucket);
      response.writeHead(204).end();
    } else {
      const rules = kept.get(bucket);
      if (rules === undefined) error(404, "NoSuchLifecycleConfiguration");
      else response.end(rules);
    }
  });
});
let store: ObjectStoreOutput;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "RegionOne",
    pathStyle: true,
    buckets: {},
    credentials: { accessKey: "access", secretKey: "secret" },
  };
});
afterAll(() => void server.close());
beforeEach(() => {
  kept.clear();
  requests.length = 0;
});

const of = (buckets: Record<string, string>): ObjectStoreOutput => ({ ...store, buckets });
const theirs =
  "<LifecycleConfiguration><Rule><ID>theirs</ID><Status>Enabled</Status><Filter><Prefix>tmp/</Prefix></Filter>" +
  "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>";

test("rules are set once, looked at, changed, and taken away; those of others stay", async () => {
  kept.set("edi-logs", theirs);
  const buckets = of({ logs: "edi-logs", data: "edi-data" });
  const wishes = { logs: { deleteAfter: 30 }, data: { oldVersions: 14 } };
  const states = async (wanted: Parameters<typeof lifecycle>[1], check: boolean) =>
    (await lifecycle(buckets, wanted, check)).map(({ purpose, state }) => `${purpose} ${state}`);

  expect(await states(wishes, true)).toEqual(["data differs", "logs differs"]);
  expect(await states(wishes, false)).toEqual(["data set", "logs set"]);
  expect(await states(wishes, true)).toEqual(["data as wanted", "logs as wanted"]);
  expect(requests.filter((line) => line.startsWith("PUT"))).toEqual([
    "PUT edi-data?lifecycle",
    "PUT edi-logs?lifecycle",
  ]);
  expect(kept.get("edi-logs")).toMatch(
    /<ID>theirs<\/ID>.*<Days>30<\/Days><\/Expiration><ID>science-platform-delete<\/ID>/s,
  );
  expect(kept.get("edi-data")).toContain("<NoncurrentDays>14</NoncurrentDays>");

  expect(await states({ ...wishes, logs: { deleteAfter: 10 } }, true)).toEqual(["data as wanted", "logs differs"]);
  expect(await states({}, false)).toEqual(["data set", "logs set"]);
  expect(kept.get("edi-logs")).toContain("<ID>theirs</ID>");
  expect(kept.get("edi-logs")).not.toContain("science-platform");
  expect(kept.has("edi-data")).toBe(false);
  expect(await states({}, true)).toEqual(["data none", "logs none"]);
});

test("a store without rules is no trouble while none are asked for; else every bucket is told, and the others are set", async () => {
  const buckets = of({ a: "edi-a", b: "swift", c: "shut" });
  expect(await lifecycle(of({ b: "swift" }), {}, false)).toEqual([{ purpose: "b", bucket: "swift", state: "none" }]);
  const wish = { deleteAfter: 1 };
  await expect(lifecycle(buckets, { a: wish, b: wish, c: wish }, false)).rejects.toThrow(
    `the object store at ${store.endpoint} refused:\n` +
      "  swift: it has no lifecycle rules (501), like every Swift: take objectStore.lifecycle.b away, and have what writes there delete what is old\n" +
      "  shut: 403 AccessDenied: may the stack's key pair change this bucket?",
  );
  expect(kept.get("edi-a")).toContain("science-platform-delete");
});

test("a rule is the same in whatever order and with whatever else the service tells it", () => {
  const wanted = wantedRules({ deleteAfter: 5, oldVersions: 7 });
  expect(wanted.map(({ ID }) => ID)).toEqual([
    "science-platform-delete",
    "science-platform-versions",
    "science-platform-uploads",
  ]);
  const found = wanted.map((rule) => ({ ...rule, Prefix: "" })).reverse();
  expect(changedRules(found, wanted)).toBeUndefined();
  expect(changedRules(found.slice(1), wanted)).toEqual(wanted);
  expect(
    changedRules(
      found.map((rule) => ({ ...rule, Status: "Disabled" as const })),
      wanted,
    ),
  ).toEqual(wanted);
});
