/** octoDNS, from PyPI in an environment of its own, reads our file, finds nothing wrong, and reads the records that we meant. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { DnsRecord } from "../../infra/contract";
import { formats } from "../../ops/dns/formats";

jest.setTimeout(10 * 60_000);

const zone = "example.org.";
const records: DnsRecord[] = [
  { name: "example.org.", type: "A", ttl: 60, values: ["192.0.2.1"] },
  { name: "hub.example.org.", type: "CNAME", ttl: 300, values: ["rsp.example.org."] },
  { name: "rsp.example.org.", type: "A", ttl: 60, values: ["192.0.2.1", "192.0.2.2"] },
  { name: "rsp.example.org.", type: "AAAA", ttl: 60, values: ["2001:db8::1"] },
  { name: "rsp.example.org.", type: "TXT", ttl: 60, values: ['say "a\\b"; it\'s'] },
];

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "octodns-"));
  const requirements = path.join(__dirname, "octodns/requirements.txt");
  run("python3", "-m", "venv", "venv");
  run("venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", requirements);
  fs.mkdirSync(path.join(folder, "zones"));
  fs.mkdirSync(path.join(folder, "dump"));
  fs.writeFileSync(path.join(folder, "zones/example.org.yaml"), formats.octodns(records, { zone }));
  const provider = (directory: string) => ({ class: "octodns.provider.yaml.YamlProvider", directory });
  fs.writeFileSync(
    path.join(folder, "config.yaml"),
    JSON.stringify({
      providers: { ours: provider("zones"), copy: provider("dump") },
      zones: { [zone]: { sources: ["ours"], targets: ["copy"] } },
    }),
  );
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: string[]): string {
  const command = program.includes("/") ? path.join(folder, program) : program;
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("it finds nothing wrong, in order and form", () => {
  expect(run("venv/bin/octodns-validate", "--config-file", "config.yaml")).not.toMatch(/warn|error/i);
});

test("what it writes of the records it read is what we wrote", () => {
  run("venv/bin/octodns-sync", "--config-file", "config.yaml", "--doit", "--force");
  const read = (name: string) => parse(fs.readFileSync(path.join(folder, name), "utf8")) as unknown;
  expect(read("dump/example.org.yaml")).toEqual(read("zones/example.org.yaml"));
});
