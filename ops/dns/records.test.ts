import { commonZone, parseRecords, within } from "./records";

const a = (name: string, ...values: string[]) => ({ name, type: "A" as const, ttl: 60, values });

test("rows are sorted by name and type, and their values too", () => {
  const txt = { name: "a.example.org.", type: "TXT", ttl: 60, values: ["x"] };
  const rows = [a("b.example.org.", "192.0.2.2", "192.0.2.1"), txt, a("a.example.org.", "192.0.2.1")];
  expect(parseRecords(rows).map(({ name, type, values }) => [name, type, values])).toEqual([
    ["a.example.org.", "A", ["192.0.2.1"]],
    ["a.example.org.", "TXT", ["x"]],
    ["b.example.org.", "A", ["192.0.2.1", "192.0.2.2"]],
  ]);
});

test.each([
  ["no list", {}, "expected array"],
  ["a name without closing dot", [a("rsp.example.org", "192.0.2.1")], "a full name in lower case with its closing dot"],
  ["a name in capitals", [a("RSP.example.org.", "192.0.2.1")], "a full name in lower case with its closing dot"],
  ["a line break in a name", [a("rsp.\nexample.org.", "192.0.2.1")], "a full name in lower case with its closing dot"],
  ["an IPv6 address for A", [a("rsp.example.org.", "2001:db8::1")], "an IPv4 address"],
  ["a name for AAAA", [{ ...a("x.example.org.", "y"), type: "AAAA" }], "an IPv6 address"],
  ["no values", [a("rsp.example.org.")], "Too small"],
  ["a negative time to live", [{ ...a("rsp.example.org.", "192.0.2.1"), ttl: -1 }], "Too small"],
  ["two targets of a CNAME", [{ ...a("x.example.org.", "a.", "b."), type: "CNAME" }], "exactly one value for a CNAME"],
  ["a type that is not ours", [{ ...a("x.example.org.", "a."), type: "MX" }], "Invalid"],
  [
    "the same twice",
    [a("x.example.org.", "192.0.2.1"), a("x.example.org.", "192.0.2.2")],
    "x.example.org. A is there twice",
  ],
  [
    "a CNAME beside another",
    [a("x.example.org.", "192.0.2.1"), { ...a("x.example.org.", "y.example.org."), type: "CNAME" }],
    "x.example.org. has a CNAME and others beside it",
  ],
])("%s is refused", (_, rows, message) => {
  expect(() => parseRecords(rows)).toThrow(message);
});

test.each([
  [["rsp.example.org."], "example.org."],
  [["a.lab.example.org.", "b.example.org."], "example.org."],
  [["a.lab.example.org.", "b.lab.example.org."], "lab.example.org."],
])("the zone of %j is %s", (names, zone) => {
  expect(commonZone(names.map((name) => a(name, "192.0.2.1")))).toBe(zone);
});

test("records of two worlds have no zone in common", () => {
  expect(() => commonZone([a("a.example.org.", "192.0.2.1"), a("b.example.net.", "192.0.2.1")])).toThrow(
    "The records have no zone in common. Name it with --zone.",
  );
});

test("a record outside the zone is refused, also one that only ends alike", () => {
  const records = [a("rsp.example.org.", "192.0.2.1"), a("rsp.myexample.org.", "192.0.2.1")];
  expect(() => within("example.org.", records)).toThrow(
    "Not in the zone example.org.: rsp.myexample.org.. Name another --zone.",
  );
});
