/** A volume is detached only when the file server has had the time to unmount it. */
import * as pulumi from "@pulumi/pulumi";
import { exportKey } from "../file-server/metadata";

/** The machine's timer (60 s), Nova's cache of metadata (15 s), and the run itself. */
const seconds = 90;

const prefix = exportKey("openstack", "");

type Metadata = Readonly<Record<string, string>>;

/** Names of exports whose volume leaves the machine, out of its metadata before and after. */
export function leavingExports(before: Metadata, after: Metadata): string[] {
  return Object.entries(before)
    .filter(([key, value]) => key.startsWith(prefix) && volumeOf(after[key]) !== volumeOf(value))
    .map(([key]) => key.slice(prefix.length))
    .sort();
}

const volumeOf = (value: string | undefined) => value?.split(" ")[0];

/** The inputs of a resource as a hook gets them, where secrets are still outputs. */
interface Inputs {
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const metadataOf = (inputs: Inputs = {}): Promise<Record<string, string>> =>
  new Promise((resolve) => pulumi.output(inputs.metadata ?? {}).apply(resolve));

/** Waits when the machine is told of fewer exports than before, or of other volumes. */
export async function waitForMachine(
  { newInputs, oldInputs }: { newInputs?: Inputs; oldInputs?: Inputs },
  sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  say = (text: string) => pulumi.log.info(text),
): Promise<void> {
  const leaving = leavingExports(await metadataOf(oldInputs), await metadataOf(newInputs));
  if (leaving.length === 0) return;
  await say(`waiting ${seconds} s until the file server has let go of ${leaving.join(", ")}`);
  await sleep(1000 * seconds);
}

/**
 * Hook for the machine: runs when its metadata have been changed, so before Pulumi detaches what is not in the program any more, which
 * is the last thing that an `up` does. A hook of the attachment itself would be in the way of `pulumi destroy`.
 */
export function lettingGo(name: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(`${name}-letting-go`, (args) => waitForMachine(args));
}
