/**
 * Reads what the engine says of a run, line by line: the file of `--event-log`, or what `pulumi preview --json` prints with
 * PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true. A log of 10,000 resources is read in a second or two, and never held as a whole.
 */
import * as fs from "node:fs";
import { z } from "zod";
import { diagnosticSchema, stepSchema, type Diagnostic, type Step } from "../guard/events";

const policySchema = z.object({
  resourceUrn: z.string().default(""),
  message: z.string(),
  policyName: z.string(),
  policyPackName: z.string().default(""),
  enforcementLevel: z.string(),
});

/** What a rule says. */
export type PolicyEvent = z.infer<typeof policySchema>;

const summarySchema = z.object({
  durationSeconds: z.number().default(0),
  isPreview: z.boolean().default(false),
  result: z.string().default(""),
});

export type Summary = z.infer<typeof summarySchema>;

const resourceEvent = z.object({ metadata: stepSchema, planning: z.boolean().default(false) });

const eventSchema = z.object({
  resourcePreEvent: resourceEvent.optional(),
  diagnosticEvent: diagnosticSchema.optional(),
  policyEvent: policySchema.optional(),
  summaryEvent: summarySchema.optional(),
  errorEvent: z.object({ error: z.string() }).optional(),
});

/** Who wants to know of what. */
export interface Listener {
  /** `planning`: what would be done, rather than what is. */
  step(step: Step, planning: boolean): void;
  /** One of the many that stay as they are. Only those of clouds are read, because they count in the capacity. */
  same(step: Step | undefined, planning: boolean): void;
  diagnostic(diagnostic: Diagnostic): void;
  policy(policy: PolicyEvent): void;
  summary(summary: Summary): void;
}

/** What could not be used. */
export interface Leftover {
  lines: number;
  /** Lines that are no event: cut off, or of another program. */
  broken: number;
}

/** What is not changed makes most lines of a log; the engine writes their fields in this order. */
const unchanged =
  /^\{"sequence":\d+,"timestamp":\d+,"resourcePreEvent":\{"metadata":\{"op":"same","urn":"[^"\\]*","type":"([^"\\]*)"/;
/** States after a step are of no use here, and as long as those before it. */
const ignored = /^\{"sequence":\d+,"timestamp":\d+,"(?:resOutputsEvent|progressEvent|preludeEvent|stdoutEvent)":/;
const ofCloud = /^(?:openstack|gcp):/;

export class EventReader {
  readonly leftover: Leftover = { lines: 0, broken: 0 };

  /** @param mask Takes secrets out of a line before it is read. */
  constructor(
    private readonly listener: Listener,
    private readonly mask: (text: string) => string = (text) => text,
  ) {}

  line(line: string): void {
    if (line.trim() === "") return;
    this.leftover.lines += 1;
    if (ignored.test(line) && line.endsWith("}")) return;
    const type = unchanged.exec(line)?.[1];
    if (type !== undefined && !ofCloud.test(type) && line.endsWith("}"))
      return this.listener.same(undefined, line.endsWith('"planning":true}}'));
    const event = parsed(this.mask(line));
    if (event === undefined) this.leftover.broken += 1;
    else this.tell(event);
  }

  private tell(event: z.infer<typeof eventSchema>): void {
    const { diagnosticEvent, errorEvent, policyEvent, resourcePreEvent, summaryEvent } = event;
    if (resourcePreEvent) {
      const { metadata, planning } = resourcePreEvent;
      if (metadata.op === "same") this.listener.same(metadata, planning);
      else this.listener.step(metadata, planning);
    }
    if (diagnosticEvent) this.listener.diagnostic(diagnosticEvent);
    if (errorEvent) this.listener.diagnostic({ urn: "", severity: "error", message: errorEvent.error });
    if (policyEvent) this.listener.policy(policyEvent);
    if (summaryEvent) this.listener.summary(summaryEvent);
  }
}

/** Undefined for what is no event. Kinds of events that we do not know are events without anything in them. */
function parsed(line: string): z.infer<typeof eventSchema> | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  return eventSchema.safeParse(event).data;
}

/** Reads a whole file. A file that is not there has no lines: Pulumi ended before it wrote one. */
export async function readEventLog(
  file: string,
  listener: Listener,
  mask?: (text: string) => string,
): Promise<Leftover> {
  const reader = new EventReader(listener, mask);
  if (!fs.existsSync(file)) return reader.leftover;
  // What a line is stands at its beginning: most need not even become text.
  for await (const line of linesOf(file)) {
    if (line.at(-1) === closing && ignored.test(line.toString("latin1", 0, 200))) reader.leftover.lines += 1;
    else reader.line(line.toString("utf8"));
  }
  return reader.leftover;
}

const closing = "}".charCodeAt(0);
const megabyte = 2 ** 20;

/** Lines without their ends; the last may be cut off. */
async function* linesOf(file: string): AsyncIterable<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of fs.createReadStream(file, { highWaterMark: megabyte }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
  yield Buffer.concat(rest);
}
