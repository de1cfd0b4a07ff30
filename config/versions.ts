/** Versions of Kubernetes that the program is for. To widen a window: run the lab and its tests with the new version first. */

export interface VersionWindow {
  /** Oldest and newest minor version, like "1.30". */
  oldest: string;
  newest: string;
  /** Who says so, for messages: "... is what <reason>". */
  reason: string;
}

/** What this program is tested with. */
export const kubernetesWindow: VersionWindow = {
  oldest: "1.30",
  newest: "1.35",
  reason: "this program is tested with",
};

/**
 * Phalanx, docs/admin/requirements.rst (August 2026): "The oldest version of Kubernetes known to work is 1.30"; the newest is the default
 * of GKE's rapid channel.
 */
export const phalanxWindow: VersionWindow = { oldest: "1.30", newest: "1.35", reason: "Phalanx works with" };

/** Versions of the chart jupyterhub that platform/catalog.ts pins, newest first. */
export const jupyterhubVersions: readonly string[] = ["4.3.5", "3.3.7"];
