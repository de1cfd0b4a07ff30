import { problemLines, report } from "./problems-report";

const problem = (path: string, message = "is wrong") => ({ path, message });

test("each section is pointed at once, after its last problem", () => {
  expect(
    report("roe", [problem("dns.ttl"), problem("dns.zone"), problem("cluster.image"), problem("site")], "openstack"),
  ).toBe(
    [
      "Pulumi.roe.yaml: 4 problems",
      "  - dns.ttl: is wrong",
      "  - dns.zone: is wrong",
      "    see docs/configuration.md#dns",
      "  - cluster.image: is wrong",
      "    see docs/configuration.md#cluster-on-openstack",
      "  - site: is wrong",
      "    see docs/configuration.md#the-site",
    ].join("\n"),
  );
});

test("a problem of the file itself has no path, and a place of its own may stand before each", () => {
  expect(
    problemLines([{ ...problem("", "is no YAML"), line: 3 }], undefined, ({ line }) => `a.yaml:${line}: `),
  ).toEqual(["a.yaml:3: is no YAML", "    see docs/configuration.md#how-a-stack-file-looks"]);
});

test("nothing in a value reaches the terminal as a command, or fills it", () => {
  const [line = ""] = problemLines([problem("a\u001b[2J\n".repeat(99), `"\u0007${"x".repeat(9_999)}"`)], undefined);
  expect(line).toMatch(/^ {2}- a \[2J a \[2J .*\.\.\.: " x+\.\.\.$/);
  expect(line.length).toBe("  - ".length + 200 + ": ".length + 600);
});

test("what is too much to read is counted", () => {
  const all = Array.from({ length: 1_000 }, (_, index) => problem(`network.reserved.r${index}`));
  const lines = problemLines(all, "openstack");
  expect(lines.join("\n").length).toBeLessThan(20_000);
  const shown = lines.filter((line) => line.startsWith("  - ")).length;
  expect(shown).toBeGreaterThan(100);
  expect(lines.at(-1)).toBe(`  ... and ${1_000 - shown} more`);
});
