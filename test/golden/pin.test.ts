/** An upgrade of one pin touches one release: roe with another version of one chart, held against roe's golden. */
import * as fs from "node:fs";
import * as path from "node:path";
import type * as catalogModule from "../../platform/catalog";
import { runStack } from "../mocks";
import { difference, render } from "./golden";

/** A function: the mock below is made before constants are. */
function digest(): string {
  return `sha256:${"0".repeat(64)}`;
}

jest.mock("../../platform/catalog", () => {
  const actual = jest.requireActual<typeof catalogModule>("../../platform/catalog");
  const certManager = { ...actual.catalog.certManager, version: "v1.99.0" };
  return {
    ...actual,
    catalog: { ...actual.catalog, certManager: { ...certManager, from: { ...certManager.from, digest: digest() } } },
  };
});

test("the release and our component for it, by chart, version and description, and nothing else", async () => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const now = render(await runStack("roe"));
  warn.mockRestore();
  const before = fs.readFileSync(path.join(__dirname, "roe.json"), "utf8");
  const lines = difference(before, now);
  expect(lines.filter((line) => /^[~+-] /.test(line))).toEqual([
    "~ kubernetes:helm.sh/v3:Release cert-manager (in science-platform:foundation:HelmService::cert-manager)",
    "~ science-platform:foundation:HelmService cert-manager (in science-platform:foundation:CertManager::cert-manager)",
  ]);
  const added = lines.flatMap((line) => /^\s+\+\s+(.+?),?$/.exec(line)?.[1] ?? []);
  expect(added).toEqual([
    '"chart": "./.charts/cert-manager-v1.99.0/cert-manager"',
    `"description": "cert-manager v1.99.0 ${digest()}"`,
    '"version": "v1.99.0"',
    '"chart": "./.charts/cert-manager-v1.99.0/cert-manager"',
    `"digest": "${digest()}"`,
    '"version": "v1.99.0"',
  ]);
}, 300_000);
