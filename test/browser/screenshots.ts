/**
 * Pictures of the report for docs/: `npx tsx test/browser/screenshots.ts`. Of the lab's stack as its golden records it, so that no cloud is
 * needed and nothing of a real site shows.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "../../ops/cli";
import { repository } from "../../ops/paths";
import { exportOf } from "../../ops/report/testing";
import { startBrowser } from "./browser";

const views = [
  { file: "report.png", width: 1100, height: 1150, colorScheme: "light" },
  { file: "report-phone.png", width: 360, height: 900, colorScheme: "dark" },
] as const;

async function screenshots(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "screenshots-"));
  const [state, page] = [path.join(folder, "lab.json"), path.join(folder, "lab.html")];
  const docs = (file: string) => path.join(repository, "docs", file);
  fs.writeFileSync(state, JSON.stringify(exportOf("lab")));
  await main(["report", "--stack", "lab", "--state", state, "--out", page, "--drawing", docs("topology.svg")]);
  const browser = await startBrowser();
  for (const { colorScheme, file, height, width } of views) {
    const tab = await browser.newPage({ viewport: { width, height }, colorScheme });
    await tab.goto(pathToFileURL(page).href);
    await tab.screenshot({ path: docs(file) });
  }
  await browser.close();
  fs.rmSync(folder, { recursive: true });
}

void screenshots();
