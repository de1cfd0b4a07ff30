import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { broughtProblems, daysLeft } from "./brought-problems";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "brought-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Pair {
  certificate: string;
  key: string;
}

/** A certificate of 100 days, signed by itself or by an authority that was made before. */
function make(name: string, extensions: string[], authority?: string): Pair {
  const file = (ending: string, of = name) => path.join(folder, `${of}.${ending}`);
  const signed = authority === undefined ? [] : ["-CA", file("crt", authority), "-CAkey", file("key", authority)];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", ...key, "-days", "100", "-subj", `/CN=${name}`, "-out", file("crt")],
      ...extensions.flatMap((extension) => ["-addext", extension]),
      ...signed,
    ],
    { stdio: "ignore" },
  );
  return { certificate: fs.readFileSync(file("crt"), "utf8"), key: fs.readFileSync(file("key"), "utf8") };
}

/** An hour from now, when the certificates that are made below have begun. */
const now = new Date(Date.now() + 3_600_000);
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

let root: Pair, middle: Pair, own: Pair, other: Pair;
beforeAll(() => {
  const authority = ["basicConstraints=critical,CA:TRUE"];
  root = make("root", authority);
  middle = make("middle", authority, "root");
  own = make(
    "own",
    ["basicConstraints=critical,CA:FALSE", "subjectAltName=DNS:rsp.example.org,DNS:*.rsp.example.org"],
    "middle",
  );
  other = make("other", []);
});

const problems = (change: Partial<Pair & { names: string[] }> = {}, at = now) =>
  broughtProblems(
    {
      certificate: `${own.certificate}${middle.certificate}`,
      key: own.key,
      names: ["rsp.example.org", "*.rsp.example.org", "start.rsp.example.org"],
      ...change,
    },
    at,
  );

test("one that fits its key, its names and its chain", () => expect(problems()).toEqual([]));

test("a chain to its end, and none", () => {
  expect(problems({ certificate: `${own.certificate}${middle.certificate}${root.certificate}` })).toEqual([]);
  expect(problems({ certificate: own.certificate })).toEqual([]);
});

test("a chain in the wrong order", () => {
  expect(problems({ certificate: `${own.certificate}${root.certificate}${middle.certificate}` })).toEqual([
    "certificate 2 of tls-certificate has not signed the one before it: put them in order",
    "certificate 3 of tls-certificate has not signed the one before it: put them in order",
  ]);
});

test("somebody else's key", () => {
  expect(problems({ key: other.key })).toEqual(["tls-key does not belong to the first certificate of tls-certificate"]);
});

test.each(["", "a text", "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"])(
  "no certificate: %j",
  (certificate) => {
    expect(problems({ certificate })).toEqual(["tls-certificate is not one or more certificates in PEM"]);
  },
);

test("no key, and nothing of what was given instead", () => {
  expect(problems({ key: "hunter2" })).toEqual(["tls-key is not a private key in PEM without a passphrase"]);
});

test("names that it is not for; a wildcard covers one label", () => {
  expect(problems({ names: ["example.org", "a.b.rsp.example.org", "*.example.org"] })).toEqual([
    "tls-certificate is not for example.org",
    "tls-certificate is not for a.b.rsp.example.org",
    "tls-certificate is not for *.example.org",
  ]);
});

test("one that has ended", () => {
  const day = new Date(new X509Certificate(own.certificate).validTo).toISOString().slice(0, 10);
  expect(problems({}, later(101))).toEqual([`tls-certificate ended on ${day}: bring a new one`]);
});

test("one that has not begun", () => {
  expect(problems({}, later(-1))).toEqual([expect.stringMatching(/^tls-certificate begins on \d{4}-\d\d-\d\dT/)]);
});

test("the days that are left", () => {
  expect(daysLeft(own.certificate, now)).toBe(99);
  expect(daysLeft(own.certificate, later(98))).toBe(1);
});
