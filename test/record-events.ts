/**
 * `npx tsx test/record-events.ts EVENTS > ops/comment/recorded/NAME.jsonl`: an event log of a real run as a test keeps it, without what
 * comments do not read, without what the cloud says of a resource, and without places of this machine.
 */
import * as fs from "node:fs";
import { repository } from "../lab/paths";

interface Metadata {
  op: string;
  type: string;
  old?: { inputs?: object; outputs?: object } | null;
  new?: { inputs?: object; outputs?: object } | null;
}

interface Event {
  timestamp: number;
  resourcePreEvent?: { metadata: Metadata };
  diagnosticEvent?: { severity: string };
  policyEvent?: object;
  summaryEvent?: { durationSeconds: number };
}

function kept({ diagnosticEvent, policyEvent, resourcePreEvent, summaryEvent }: Event): boolean {
  return diagnosticEvent?.severity === "error" || (policyEvent ?? resourcePreEvent ?? summaryEvent) !== undefined;
}

const [file = ""] = process.argv.slice(2);
for (const line of fs.readFileSync(file, "utf8").trim().split("\n")) {
  const event = JSON.parse(line) as Event;
  if (!kept(event)) continue;
  const { metadata } = event.resourcePreEvent ?? {};
  // The look at the cloud before it; and of what stays as it is only clouds count, in the capacity.
  if (metadata?.op === "refresh") continue;
  const unread = metadata?.op === "same" && !/^(?:openstack|gcp):/.test(metadata.type);
  for (const state of [metadata?.old, metadata?.new])
    if (state) Object.assign(state, unread ? { inputs: {}, outputs: {} } : { outputs: {} });
  if (event.summaryEvent) event.summaryEvent.durationSeconds = 30;
  const text = JSON.stringify({ ...event, timestamp: 1_700_000_000 });
  process.stdout.write(`${text.replaceAll(repository, "/repository")}\n`);
}
