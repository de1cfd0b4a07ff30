/** `science-platform report` in a real browser: accessible, readable on a phone, asks no network, and runs nothing that a name smuggles in. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import * as axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { main } from "../../ops/cli";
import { exportOf } from "../../ops/report/testing";
import { startBrowser } from "../browser/browser";

jest.setTimeout(180_000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "report-page-"));
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** Writes the report of a stack as the command does. @returns address of the page */
async function report(stack: string, state: object, name = stack): Promise<string> {
  const [file, out] = ["json", "html"].map((ending) => path.join(folder, `${name}.${ending}`));
  fs.writeFileSync(file ?? "", JSON.stringify(state));
  await expect(main(["report", "--stack", stack, "--state", file ?? "", "--out", out ?? ""])).resolves.toBe(0);
  return pathToFileURL(out ?? "").href;
}

interface View {
  width?: number;
  colorScheme?: "light" | "dark";
}

/** Opens a page and notes everything that it asks for. */
async function open(address: string, { colorScheme = "light", width = 1280 }: View = {}) {
  // The page's own policy would keep axe out as well: it comes in beside it.
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  return { page, requests };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))");
  await page.evaluate(axe.source);
  const { passes, violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["color-contrast", "svg-img-alt", "region"]));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
}

describe.each(["lab", "roe", "gke"])("the report of %s", (stack) => {
  let address: string;
  beforeAll(async () => {
    address = await report(stack, exportOf(stack));
  });

  test("asks for nothing but itself", async () => {
    const { page, requests } = await open(address);
    await page.waitForLoadState("networkidle");
    expect(requests).toEqual([address]);
  });

  test("needs no scrolling sideways at 360 pixels", async () => {
    const { page } = await open(address, { width: 360 });
    await expect(page.evaluate("document.documentElement.scrollWidth")).resolves.toBe(360);
    await expect(page.locator("svg.drawing:visible").count()).resolves.toBe(1);
  });

  test("its style sheet is let in by its own policy", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(address);
    await expect(page.evaluate("getComputedStyle(document.body).margin")).resolves.toBe("0px");
    expect(complaints).toEqual([]);
  });

  test("can be walked through by keyboard: the first stop skips to the content, the next are the sections", async () => {
    const { page } = await open(address);
    const stops: string[] = [];
    for (let stop = 0; stop < 3; stop++) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate<string>("document.activeElement.textContent"));
    }
    expect(stops).toEqual(["To the content", "Topology", "Capacity and quotas"]);
  });
});

test.each<[string, string, View]>([
  ["gke", "by day", {}],
  ["gke", "by night", { colorScheme: "dark" }],
  ["lab", "on a phone", { width: 360 }],
])("the report of %s has no violation of axe's rules %s", async (stack, _, view) => {
  const { page } = await open(await report(stack, exportOf(stack), `${stack}-axe`), view);
  await expect(violations(page)).resolves.toEqual([]);
});

test("what a name smuggles in is text", async () => {
  const hostile = `<img src=x onerror="document.title='taken'">'"&<script>document.title='taken'</script>`;
  const text = JSON.stringify(exportOf("lab")).replaceAll('"landing-page"', JSON.stringify(hostile));
  const state = JSON.parse(
    text.replaceAll(/https:\/\/[\w.-]+\.lab\.example/g, "javascript:document.title='taken'"),
  ) as object;
  const { page, requests } = await open(await report("lab", state, "hostile"));
  await page.waitForLoadState("networkidle");
  await expect(page.title()).resolves.toBe("lab: report of stack lab");
  await expect(page.locator("script, img, iframe, [onerror]").count()).resolves.toBe(0);
  await expect(page.locator("a:not([href^='#'])").count()).resolves.toBe(0);
  await expect(page.locator("svg.drawing g > title", { hasText: "onerror" }).count()).resolves.toBe(2);
  expect(requests).toHaveLength(1);
});
