/**
 * `npm run pictures`: what the docs show of `science-platform report`: the drawing of the lab's stack (docs/topology.svg, held to by
 * topology.test.ts), and the page as a headless browser shows it. Stacks are those of test/golden.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "../../ops/cli";
import { exportOf } from "../../ops/report/testing";
import { repository } from "../../system/repository";
import { startBrowser } from "./browser";

interface Shot {
  name: string;
  stack: string;
  width: number;
  height: number;
  colorScheme?: "light" | "dark";
  /** Section of the page, by its anchor. @default its beginning */
  at?: string;
}

const shots: readonly Shot[] = [
  { name: "report", stack: "roe", width: 1100, height: 1280 },
  { name: "report-capacity", stack: "roe", width: 1100, height: 900, at: "#capacity" },
  { name: "report-phone", stack: "lab", width: 360, height: 780, colorScheme: "dark" },
];

const docs = path.join(repository, "docs");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pictures-"));

/** Runs the command. @returns Path of what it wrote. */
async function report(stack: string, kind: "--out" | "--drawing", out: string): Promise<string> {
  const state = path.join(folder, `${stack}.json`);
  fs.writeFileSync(state, JSON.stringify(exportOf(stack)));
  if ((await main(["report", "--stack", stack, "--state", state, kind, out])) !== 0)
    throw new Error(`There is no report of ${stack}`);
  return out;
}

async function pictures(): Promise<void> {
  await report("lab", "--drawing", path.join(docs, "topology.svg"));
  const browser = await startBrowser();
  try {
    for (const { at = "", colorScheme = "light", height, name, stack, width } of shots) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await page.goto(pathToFileURL(await report(stack, "--out", path.join(folder, `${stack}.html`))).href + at);
      await page.screenshot({ path: path.join(docs, `${name}.png`) });
      process.stderr.write(`docs/${name}.png\n`);
    }
  } finally {
    await browser.close();
  }
}

void pictures().finally(() => fs.rmSync(folder, { recursive: true }));
