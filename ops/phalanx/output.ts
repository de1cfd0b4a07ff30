/** The stack output `phalanx`: what our outputs put into an environment's values. */
import * as fs from "node:fs";
import { z } from "zod";
import { UserError } from "../errors";
import { tryPulumi } from "../pulumi";
import type { Plain } from "./edit";

const plain: z.ZodType<Plain> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(plain), z.record(z.string(), plain)]),
);

const outputSchema = z.object({
  environment: z.string().min(1),
  appOfApps: z.string().min(1),
  repository: z.string().min(1),
  revision: z.string().min(1),
  wired: z.array(z.object({ application: z.string(), key: z.string(), source: z.string(), value: plain })),
});

export type PhalanxOutput = z.infer<typeof outputSchema>;
export type WiredLine = PhalanxOutput["wired"][number];

export interface Source {
  stack?: string | undefined;
  /** A file with the output as JSON; "-" is standard input. */
  file?: string | undefined;
  /** Folder of Pulumi.yaml. */
  directory: string;
  env: NodeJS.ProcessEnv;
}

/** @throws UserError when there is none, or it is wrong */
export async function readOutput({ stack, file, directory, env }: Source): Promise<PhalanxOutput> {
  if ((stack === undefined) === (file === undefined)) throw new UserError("Name either --stack or --file.");
  const text = file === undefined ? await stackOutput(stack ?? "", { directory, env }) : read(file);
  const where = file ?? `The output phalanx of stack ${stack}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${where}: this is not JSON.`);
  }
  const parsed = outputSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `${where} is not the output phalanx of a stack: ${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "wrong"}`,
  );
}

async function stackOutput(stack: string, options: { directory: string; env: NodeJS.ProcessEnv }): Promise<string> {
  const { code, stdout, stderr } = await tryPulumi(["stack", "output", "phalanx", "--json", "--stack", stack], options);
  if (code === 0) return stdout;
  throw new UserError(
    `Stack "${stack}" has no output phalanx: ${stderr.trim()}\n` +
      `The stack file needs a section phalanx, and \`pulumi up --stack ${stack}\` must have run since.`,
  );
}

function read(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Applications that are on and that Argo CD has, in the order of the output. */
export function membersOf({ wired }: PhalanxOutput): string[] {
  return wired.flatMap(({ application, key, value }) =>
    application === "environment" && key.startsWith("applications.") && value === true
      ? [key.slice("applications.".length)]
      : [],
  );
}
