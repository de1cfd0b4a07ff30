/** What others must know of the copies: whoever is copied, and the commands. */
import type { Labels } from "../../foundation/labels";
import type { Opening } from "../../foundation/network-policies";

/** Namespace, and name of the release. */
export const copiesRelease = "restic";

const copyPods: Labels = { "app.kubernetes.io/name": copiesRelease, "app.kubernetes.io/instance": copiesRelease };

/** The way of the dumps to a database in the cluster; the namespace of the copies lets them out to anywhere. */
export function fromDumps(pods: Labels, port: number): Opening {
  return { kind: "from-namespace", namespace: copiesRelease, fromPods: copyPods, pods, ports: [port] };
}
