/** The event log of a Pulumi run: one JSON object a line, of which is read what happens to which resource, and what is said of it. */
import * as fs from "node:fs";
import { z } from "zod";

const values = z.record(z.string(), z.unknown()).default({});

const stateSchema = z.object({
  id: z.string().default(""),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  inputs: values,
  outputs: values,
});

/** What the engine says of a step; fields that we do not read are left out. */
export const stepSchema = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
  /** Fields because of which it is replaced. */
  keys: z.array(z.string()).nullish(),
  /** Path of each property that differs to how: "add", "update", "delete", with "-replace" when it forces a new resource. */
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string() })).nullish(),
});

/** One thing that the engine would do to one resource. */
export type Step = z.infer<typeof stepSchema>;

export const diagnosticSchema = z.object({
  urn: z.string().default(""),
  severity: z.string(),
  message: z.string(),
});

/** Something that the engine or a provider says, of a resource or (empty URN) of the run. */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

const lineSchema = z.object({
  resourcePreEvent: z.object({ metadata: stepSchema }).optional(),
  resOutputsEvent: z.object({ metadata: stepSchema }).optional(),
  diagnosticEvent: diagnosticSchema.optional(),
});

/** The lines of a log that we understand. A last line that was cut off counts as none. */
function linesOf(log: string): z.infer<typeof lineSchema>[] {
  return log.split("\n").flatMap((line) => {
    let event: unknown;
    try {
      event = JSON.parse(line);
    } catch {
      return [];
    }
    const parsed = lineSchema.safeParse(event);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The steps in a log, in order: what the engine set out to do. */
export function stepsOf(log: string): Step[] {
  return linesOf(log).flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
}

/** What became of each step, in order. Of a refresh only this says what differs: it sets out to "refresh" everything. */
export function outcomesOf(log: string): Step[] {
  return linesOf(log).flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
}

export function diagnosticsOf(log: string): Diagnostic[] {
  return linesOf(log).flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
}

/** The steps in a file; none when Pulumi ended before it wrote one. */
export function readSteps(file: string): Step[] {
  return fs.existsSync(file) ? stepsOf(fs.readFileSync(file, "utf8")) : [];
}
