/** The Applications in the cluster, once or until all are healthy. */
import { z } from "zod";
import type { Kubectl } from "../destroy/cluster-access";
import { UserError } from "../errors";
import { applicationSchema, statuses, type Application, type ApplicationStatus, type Expected } from "./status";

/** Namespace of Argo CD and all Applications. */
export const namespace = "argocd";
export const kind = "applications.argoproj.io";

const listSchema = z.object({ items: z.array(applicationSchema) });

/** @throws UserError when there is no Argo CD, or the cluster does not answer */
export async function readApplications(kubectl: Kubectl): Promise<Application[]> {
  let text: string;
  try {
    text = await kubectl.run("get", kind, "--namespace", namespace, "--output", "json");
  } catch (error) {
    const { message } = error as Error;
    if (isNoSuchKind(message))
      throw new UserError("Argo CD is not in the cluster: there are no Applications. `pulumi up` installs it.");
    throw new UserError(`The cluster does not answer: ${message}`);
  }
  return listSchema.parse(JSON.parse(text)).items;
}

export function isNoSuchKind(message: string): boolean {
  return message.includes("the server doesn't have a resource type");
}

export interface Waiting {
  read: () => Promise<Application[]>;
  expected: Expected;
  /** Milliseconds until what is not healthy is taken as it is. */
  limit: number;
  /** Milliseconds between two looks. */
  interval: number;
  /** Gets a line whenever something has changed. */
  progress: (line: string) => void;
}

/** Looks again and again. @returns the last look: all well, or what was not when the time was over */
export async function untilHealthy({
  read,
  expected,
  limit,
  interval,
  progress,
}: Waiting): Promise<ApplicationStatus[]> {
  const deadline = Date.now() + limit;
  let said = "";
  for (;;) {
    const found = statuses(await read(), expected);
    const open = found.filter(({ ok }) => !ok);
    if (open.length === 0 || Date.now() >= deadline) return found;
    const line = `${found.length - open.length} of ${found.length} healthy, waiting for ${open.map(({ name, health }) => `${name} (${health})`).join(", ")}`;
    if (line !== said) progress(line);
    said = line;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}
