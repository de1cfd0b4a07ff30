import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { paths } from "./paths";
import { ports } from "./ports";
import { renderFolder, renderTemplate } from "./render";

const fragments = (name: string): string =>
  ({ login: "username = @USER@\npassword = lab\n", outer: "[auth]\n@include login @USER@\n" })[name] ?? "";

test("placeholders become values, everything else stays", () => {
  expect(renderTemplate("dir = @VAR@/x # a@b @lower@\n", { VAR: "/v" }, fragments)).toBe("dir = /v/x # a@b @lower@\n");
});

test("an include is replaced by the fragment for its user, and fragments may include", () => {
  expect(renderTemplate("[a]\n@include outer nova\n[b]\n", {}, fragments)).toBe(
    "[a]\n[auth]\nusername = nova\npassword = lab\n[b]\n",
  );
});

test("an unknown placeholder is an error that names it and what there is", () => {
  expect(() => renderTemplate("@WRONG@", { ETC: "/e", VAR: "/v" }, fragments)).toThrow(
    "unknown placeholder @WRONG@; known are ETC, VAR",
  );
});

describe("the lab's own templates", () => {
  const target = fs.mkdtempSync(path.join(os.tmpdir(), "lab-render-"));
  const files = renderFolder(paths.config, target, { STATE: "/s", VAR: "/s/var", RUN: "/s/run" });
  const read = (file: string): string => fs.readFileSync(path.join(target, file), "utf8");
  afterAll(() => fs.rmSync(target, { recursive: true }));

  test("are all rendered, fragments excepted", () => {
    expect(files).toHaveLength(24);
    expect(files).toContain("nova/nova.conf");
    expect(files.filter((file) => file.startsWith("fragments"))).toEqual([]);
  });

  test("log in everywhere as the service they belong to", () => {
    expect(read("nova/nova.conf").match(/^username = .*$/gm)).toEqual([
      "username = placement",
      "username = neutron",
      "username = cinder",
      "username = nova",
      "username = nova",
    ]);
  });

  test("name no port that preflight does not check", () => {
    const known = new Set(Object.values(ports));
    const named = files.flatMap((file) =>
      [...read(file).matchAll(/(?:127\.0\.0\.1:|^(?:bind_)?port = |listen_port = )(\d+)/gm)].map(([, port]) =>
        Number(port),
      ),
    );
    // Octavia's health manager is configured and not run.
    expect([...new Set(named)].filter((port) => !known.has(port))).toEqual([5555]);
  });

  test("listen on loopback only", () => {
    for (const file of files) expect(read(file)).not.toMatch(/0\.0\.0\.0/);
  });
});
