/** The event log of a `pulumi preview`: one JSON object a line, of which only what would happen to which resource is read. */
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

const stepSchema = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
  /** Fields because of which it is replaced. */
  keys: z.array(z.string()).nullish(),
});

/** One thing that the engine would do to one resource. */
export type Step = z.infer<typeof stepSchema>;

const lineSchema = z.object({ resourcePreEvent: z.object({ metadata: stepSchema }).optional() });

/** The steps in a log, in order. A last line that was cut off counts as none. */
export function stepsOf(log: string): Step[] {
  return log.split("\n").flatMap((line) => {
    let event: unknown;
    try {
      event = JSON.parse(line);
    } catch {
      return [];
    }
    const parsed = lineSchema.safeParse(event);
    return parsed.success && parsed.data.resourcePreEvent ? [parsed.data.resourcePreEvent.metadata] : [];
  });
}

/** The steps in a file; none when Pulumi ended before it wrote one. */
export function readSteps(file: string): Step[] {
  return fs.existsSync(file) ? stepsOf(fs.readFileSync(file, "utf8")) : [];
}
