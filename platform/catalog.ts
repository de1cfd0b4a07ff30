/**
 * Every Helm chart of the platform: the one place to raise a version. A version is exact, never a range, and never left out.
 *
 * Our own charts carry the same name and version in lab/charts (a test holds them together).
 */

/** Like "4.15.1" or "1.0.0-rc.1". */
export type ExactVersion = `${number}.${number}.${number}` | `${number}.${number}.${number}-${string}`;

/** Where a chart is published: its Helm repository, and the SHA-256 of the package of exactly this version. */
export interface Published {
  repository: `https://${string}`;
  digest: `sha256:${string}`;
}

export interface Chart {
  name: string;
  version: ExactVersion;
  /** Namespace of the release. */
  namespace: string;
  /** "ours": the chart lies in this repository. */
  from: Published | "ours";
}

/** Directory of the charts of our own. */
export const ownCharts = "lab/charts";

export const catalog = {
  ingressNginx: {
    name: "ingress-nginx",
    version: "4.15.1",
    namespace: "ingress-nginx",
    from: {
      repository: "https://kubernetes.github.io/ingress-nginx",
      digest: "sha256:3eff0bd18151d6e6b1c441463410571443dda1ac78292cb189346628de784f0c",
    },
  },
  landingPage: { name: "landing-page", version: "0.1.0", namespace: "landing-page", from: "ours" },
} as const satisfies Record<string, Chart>;
