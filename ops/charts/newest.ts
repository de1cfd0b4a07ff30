/** The newest version of a chart that its publisher offers. */
import { parse } from "yaml";
import { helmReference, notOnPath, type PublishedChart } from "../../platform/charts/package";
import { capture, type Captured } from "../process";

export type Offer = { newest: string } | { problem: string };

export type RunHelm = (args: readonly string[]) => Promise<Captured>;

const runHelm: RunHelm = (args) => capture("helm", args);

/** As Helm chooses it: the highest version that is no pre-release. Works for repositories and OCI registries alike. */
export async function newestVersion(chart: PublishedChart, run = runHelm): Promise<Offer> {
  const { repository } = chart.from;
  let answer: Captured;
  try {
    answer = await run(["show", "chart", ...helmReference(chart)]);
  } catch {
    return { problem: notOnPath("helm") };
  }
  const { code, stdout, stderr } = answer;
  if (code !== 0)
    return { problem: `${repository}: ${stderr.trim().replace(/^Error: /, "") || `helm ended with ${code}`}` };
  const version = (parse(stdout) as { version?: unknown } | null)?.version;
  return typeof version === "string"
    ? { newest: version }
    : { problem: `${repository}: its Chart.yaml has no version` };
}
