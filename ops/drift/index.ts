/** Compares the cloud with what the last run left, and changes nothing: `pulumi refresh --preview-only`, read from its events. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { resolvedConfig } from "../config-check";
import { resourcesOf } from "../destroy/state";
import { UserError } from "../errors";
import { diagnosticsOf, outcomesOf } from "../guard/events";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";
import { pulumi, tryPulumi } from "../pulumi";
import { blindness, differences, nameOf, type ResourceDifference } from "./differences";
import { type AddedRule, addedRules } from "./rules";

export interface DriftOptions {
  stack: string;
  /** Folder of Pulumi.yaml and the stack files. */
  directory: string;
  env: NodeJS.ProcessEnv;
}

export interface Drift {
  resources: ResourceDifference[];
  /** Security group rules that are not of the stack; OpenStack only. */
  added: AddedRule[];
  /** Why something could not be looked at. Of the rest, the above holds. */
  errors: string[];
  /** How many resources were compared. */
  looked: number;
}

/** @throws UserError when nothing can be said at all. */
export async function lookForDrift(options: DriftOptions): Promise<Drift> {
  const { directory, stack } = options;
  const config = resolvedConfig(path.join(directory, `Pulumi.${stack}.yaml`), directory);
  const { log, failure } = await refresh(options);
  const outcomes = outcomesOf(log);
  const blind = blindness(diagnosticsOf(log));
  if (failure !== undefined && outcomes.length === 0 && blind.length === 0) throw new UserError(failure);

  const unseen = new Set(blind.flatMap(({ urns }) => urns));
  const errors = blind.map(({ reason, urns }) => `${names(urns)}: ${reason}`);
  const rules =
    config.cloud === "openstack" ? await ruleDrift(config.openstack.cloud, options) : { added: [], errors: [] };
  return {
    resources: differences(outcomes, unseen),
    added: rules.added,
    errors: [...(failure !== undefined && blind.length === 0 ? [failure] : errors), ...rules.errors],
    looked: outcomes.filter(({ urn }) => !unseen.has(urn)).length,
  };
}

/** As many as one reads. */
function names(urns: readonly string[]): string {
  const shown = urns.slice(0, 3).map(nameOf).join(", ");
  return urns.length > 3 ? `${shown} and ${urns.length - 3} more` : shown;
}

/** The events of a refresh that changes nothing, and Pulumi's own words when it fails. */
async function refresh({ directory, env, stack }: DriftOptions): Promise<{ log: string; failure?: string }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "drift-"));
  try {
    const file = path.join(folder, "events.json");
    // The flag is one of Pulumi's for programs that drive it, so it is hidden from people.
    const { code, stdout, stderr } = await tryPulumi(
      ["refresh", "--preview-only", "--stack", stack, "--event-log", file],
      {
        directory,
        env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
      },
    );
    const log = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    return code === 0 ? { log } : { log, failure: `pulumi refresh failed:\n${stderr.trim() || stdout.trim()}` };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function ruleDrift(
  cloud: string,
  { directory, env, stack }: DriftOptions,
): Promise<{ added: AddedRule[]; errors: string[] }> {
  const exported = await pulumi(["stack", "export", "--stack", stack], { directory, env });
  const resources = resourcesOf(JSON.parse(exported));
  const of = (type: string) => resources.filter((one) => one.type === `openstack:networking/${type}` && one.id !== "");
  const groups = of("secGroup:SecGroup").map(({ urn, id }) => ({ name: nameOf(urn), id }));
  const known = new Set(of("secGroupRule:SecGroupRule").map(({ id }) => id));
  if (groups.length === 0) return { added: [], errors: [] };
  try {
    const client = await OpenstackClient.login(readCloud(cloud, env));
    return { added: await addedRules(client, groups, known), errors: [] };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    const code = cause?.code === undefined ? "" : ` (${cause.code})`;
    return { added: [], errors: [`rules of the security groups: ${message}${code}`] };
  }
}
