/** Before the first `pulumi up`, or a larger one: does the project hold what the stack file asks for, and has the cloud what it names? */
import type { Problem } from "../../config/problems";
import type { OpenstackConfig } from "../../config/schema";
import { platformHosts } from "../../platform/hosts";
import { errorText } from "../error-text";
import type { OpenstackClient } from "../openstack/client";
import { checkOffers } from "./checks";
import { loginProblems } from "./delegation";
import { existingOf } from "./existing";
import { ask } from "./offers";
import { nothing, type Part, parts } from "./parts";
import { type Project, requestText } from "./request";
import { type Row, rowsOf } from "./rows";

export interface Result {
  stack: string;
  project: Project;
  /** True when nothing is missing. What the cloud did not tell is no obstacle. */
  ready: boolean;
  rows: Row[];
  /** What the site consists of, with what each part takes. */
  parts: Part[];
  problems: Problem[];
  notes: string[];
  /** A letter to the administrators, when quotas are too small. */
  request?: string;
}

/** Asks the cloud; changes nothing. */
export async function preflight(stack: string, config: OpenstackConfig, client: OpenstackClient): Promise<Result> {
  const asked = await ask(client);
  const { offers } = asked;
  const notes = [...asked.notes];
  const existing = await existingOf(client, config, offers.flavors ?? []).catch((error: unknown) => {
    notes.push(`what the site has already: ${errorText(error)}; all of it is counted as needed`);
    return nothing;
  });
  const made = parts(config, platformHosts(config), existing);
  const rows = rowsOf(made, asked.quotas);
  const problems = [...(await loginProblems(config, client, stack)), ...checkOffers(config, offers, existing)];
  const { cloud, region } = config.openstack;
  const project = { id: client.projectId, name: client.projectName, cloud, region };
  const request = requestText(config.site, config.owner, project, rows);
  return {
    stack,
    project,
    ready: problems.length === 0 && request === undefined,
    rows,
    parts: made,
    problems,
    notes,
    ...(request === undefined ? {} : { request }),
  };
}
