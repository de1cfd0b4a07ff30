/** The newest version of a chart that its publisher offers. */
import { parse } from "yaml";
import type { PublishedChart } from "../../platform/charts/package";
import { capture, type Captured } from "../process";

export type Offer = { newest: string } | { problem: string };

export type RunHelm = (args: readonly string[]) => Promise<Captured>;

const runHelm: RunHelm = (args) => capture("helm", args);

/** As Helm chooses it: the highest version that is no pre-release. Works for repositories and OCI registries alike. */
export async function newestVersion({ name, from }: PublishedChart, run = runHelm): Promise<Offer> {
  const { repository } = from;
  const source = repository.startsWith("oci://") ? [`${repository}/${name}`] : [name, "--repo", repository];
  let answer: Captured;
  try {
    answer = await run(["show", "chart", ...source]);
  } catch {
    return {
      problem: 'helm is not on the PATH. A shell that has it: eval "$(node --import tsx toolchain/cli.ts env)"',
    };
  }
  const { code, stdout, stderr } = answer;
  if (code !== 0)
    return { problem: `${repository}: ${stderr.trim().replace(/^Error: /, "") || `helm ended with ${code}`}` };
  const version = (parse(stdout) as { version?: unknown } | null)?.version;
  return typeof version === "string"
    ? { newest: version }
    : { problem: `${repository}: its Chart.yaml has no version` };
}
