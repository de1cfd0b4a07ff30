import * as fs from "node:fs";
import * as path from "node:path";
import { configSchema, type JsonSchema } from "./json-schema";
import { reference } from "./reference";
import { anchor, type Cloud, documentationOf, headingOf, referenceFile } from "./reference-sections";
import { clouds } from "./schema";
import { secretTable } from "./secrets";

const page = fs.readFileSync(path.join(__dirname, "..", referenceFile), "utf8");
const headings = [...page.matchAll(/^#{2,} (.+)$/gm)].map(([, heading = ""]) => heading);
const anchors = headings.map(anchor);
const names = Object.keys(clouds) as Cloud[];

/** Every path of a cloud's form, with 0 for lists and "x" for names. */
function paths(node: JsonSchema, here = ""): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = here === "" ? key : `${here}.${key}`;
    return [path, ...paths(child, path)];
  });
  const others = typeof node.additionalProperties === "object" ? paths(node.additionalProperties, `${here}.x`) : [];
  const items = node.items ? paths(node.items, `${here}[0]`) : [];
  return [...inner, ...others, ...items, ...(node.oneOf ?? []).flatMap((form) => paths(form, here))];
}

const formOf = (cloud: Cloud) =>
  configSchema().oneOf?.find(({ properties }) => properties?.cloud?.const === cloud) ?? {};

test("docs/configuration.md is what `npm run schema` writes", () => {
  expect(page).toBe(reference());
});

test("no two headings have the same anchor", () => {
  expect(anchors.filter((one, index) => anchors.indexOf(one) < index)).toEqual([]);
  expect(anchors.length).toBeGreaterThan(40);
});

test.each(names)("cloud %s: messages about any path point at a heading that is there", (cloud) => {
  const all = paths(formOf(cloud));
  expect(all.length).toBeGreaterThan(200);
  const lost = [...all, "", "nosuch", "services.nosuch", "science-platform:config"].filter(
    (one) => !anchors.includes(documentationOf({ path: one }, cloud).split("#")[1] ?? ""),
  );
  expect(lost).toEqual([]);
});

test.each(names)("cloud %s: every key stands in a table of its section", (cloud) => {
  const sections = new Map(
    page
      .split(/^#{2,} /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf("\n")), text]),
  );
  const last = (one: string) => one.split(".").at(-1) ?? "";
  const missing = paths(formOf(cloud)).filter((one) => {
    const heading = headingOf(one, cloud);
    // Sections themselves, what tells forms apart, and shapes that are explained once.
    if (one === heading || one === heading.split(" on ")[0] || one === "services") return false;
    const shared = ["resources", "quota"].map((name) => sections.get(name)).join("");
    const text = `${sections.get(heading)}${shared}`;
    return !new RegExp(`[\`.]${last(one).replace("[0]", "\\[\\]")}[\`:]`).test(text);
  });
  expect(missing).toEqual([]);
});

test("without a known cloud, what each cloud has of its own is explained by the site's keys", () => {
  expect(headingOf("network.cidr", undefined)).toBe("The site");
  expect(headingOf("cloudSql.tier", undefined)).toBe("cloudSql");
  expect(headingOf("services.uptime.host", undefined)).toBe("services.uptime");
});

test("links inside of the page lead somewhere", () => {
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
});

test("no line of a table has more or fewer cells than its head", () => {
  const tables = page.split(/\n\n/).filter((block) => block.startsWith("|"));
  const cells = (line: string) => line.replaceAll("\\|", "").split("|").length;
  const broken = tables.flatMap((table) => {
    const [head = "", ...lines] = table.trimEnd().split("\n");
    return lines.filter((line) => cells(line) !== cells(head));
  });
  expect(broken).toEqual([]);
  expect(tables.length).toBeGreaterThan(50);
});

test("every stack secret is listed", () => {
  expect(secretTable.filter(({ name }) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});
