import * as fs from "node:fs";
import * as path from "node:path";
import { page, pages } from "./page";
import { services } from "./table";

const docs = path.join(__dirname, "../../docs/services");

/** Without what only aligns: jest cannot run prettier. */
const words = (markdown: string) =>
  markdown
    .replace(/-{3,}/g, "---")
    .replace(/["'\\]/g, "")
    .replace(/[ \n]+/g, " ")
    .trim();

test("docs/services has the page of each service, and no other", () => {
  expect(fs.readdirSync(docs).sort()).toEqual(services.map(({ name }) => `${name}.md`).sort());
});

test.each(Object.entries(pages(services)))(
  "%s is as the declaration is: `npm run service-docs` writes it",
  (file, text) => {
    expect(words(fs.readFileSync(path.join(docs, path.basename(file)), "utf8"))).toBe(words(text));
  },
);

test("a page says charts, addresses, resources, secrets, openings and backup", () => {
  const [landing] = services;
  const text = landing ? page(landing) : "";
  expect(text.match(/^## .*/gm)).toEqual([
    ...["## Charts", "## Names", "## Containers", "## Secrets", "## Network", "## Backup", "## Alerts"],
    "## Worth knowing",
  ]);
  expect(text).toContain("- landing-page 0.2.0, ours");
  expect(text).toContain("| www.\\<zone> | 200 for https://www.\\<zone>/healthz |");
  expect(text).toContain("| `resources` | 10m cores, 32Mi | 100m cores, 64Mi |");
  expect(text).toContain(
    "| `landing-page/username` | `landing-page-status` | Who may see the counters at /status. It is `status`. |",
  );
  expect(text).toContain(
    "| ingress | `app.kubernetes.io/name=landing-page` | from the namespace ingress-nginx, port 8080 |",
  );
  expect(text).toContain("Not needed: Its content is the stack file.");
  expect(text).toContain("| LandingPageDown | critical | 5m | No pod of the landing page is ready. |");
  expect(text).toContain("Dashboards in Grafana: Landing page.");
});

test("a page says why nobody is told of anything, and why nothing is shown", () => {
  const [landing] = services;
  if (landing === undefined) throw new Error("there is no service");
  const text = page({ ...landing, alerts: () => ({ none: "Nobody." }), dashboards: () => ({ none: "Nothing." }) });
  expect(text).toContain("\n## Alerts\n\nNone of its own: Nobody.\n\nNo dashboard of its own in Grafana: Nothing.\n");
});
