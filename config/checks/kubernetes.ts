/** The version of Kubernetes. */
import { kubernetesWindow, phalanxWindow } from "../versions";
import type { Check } from "./context";

/** "1.34" of "v1.34.2" or "1.34.4-gke.1193000" as 34. */
const minor = (version: string) => Number(/^v?1\.(\d+)/.exec(version)?.[1]);

export const kubernetesVersion: Check = ({ cluster, phalanx }) => {
  const windows = phalanx ? [phalanxWindow, kubernetesWindow] : [kubernetesWindow];
  const version = cluster.kubernetesVersion;
  const failed = windows.find(({ oldest, newest }) => minor(version) < minor(oldest) || minor(version) > minor(newest));
  if (!failed) return [];
  const age = minor(version) < minor(failed.oldest) ? "old" : "new";
  return [
    {
      path: "cluster.kubernetesVersion",
      message: `"${version}" is too ${age}: ${failed.reason} ${failed.oldest} to ${failed.newest}`,
    },
  ];
};
