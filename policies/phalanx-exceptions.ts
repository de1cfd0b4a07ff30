/**
 * Exceptions of a site with Phalanx. Its charts are upstream's: most applications have one pod, many have no probes, and its namespaces are
 * made by the app of apps, or for each user by Nublado, which know none of our labels. Refused by the cluster, none of it would start. What
 * protects others (the level baseline, registries, exact images, secrets, ports) holds there too. Seen with `science-platform render phalanx` of
 * upstream's main of November 2026.
 */
import { installed } from "../config/checks/phalanx-applications";
import { lookup } from "../config/checks/words";
import type { Config } from "../config/schema";
import type { Exception } from "./exceptions";
import { containerLimits } from "./rules/container-limits";
import { namespacePodSecurity } from "./rules/namespace-pod-security";
import { namespaceQuota } from "./rules/namespace-quota";
import { podSecurity } from "./rules/pod-security";
import { probes } from "./rules/probes";
import { replicas } from "./rules/replicas";
import { requestRatio } from "./rules/request-ratio";
import { requiredLabels } from "./rules/required-labels";
import { secretsNotPlain } from "./rules/secrets-not-plain";

type Excepted = Pick<Exception, "rule" | "resource" | "reason">;

const upstreams = "Upstream's chart decides it; the values of the environment, or phalanx.values, can say more.";

/** Of a namespace itself. */
const ofNamespace: Readonly<Record<string, string>> = {
  [namespacePodSecurity.name]: "Phalanx makes it without a level; the rule pod-security holds its pods to baseline.",
  [namespaceQuota.name]: "Phalanx makes it; Nublado bounds what a user may have, and charts bound their containers.",
  [requiredLabels.name]: "Phalanx makes it, called like its application.",
};

/** Of what is in it. */
const within: Readonly<Record<string, string>> = {
  [containerLimits.name]: upstreams,
  [probes.name]: upstreams,
  [replicas.name]: upstreams,
  [requestRatio.name]: upstreams,
  [requiredLabels.name]: "Phalanx labels it in its own way, and its namespace is called like its application.",
};

/** Of Nublado: namespaces of users, and of file servers that they start. */
const ofUsers = ["nublado-*", "fileservers"];

/** Of single workloads, where their application is on. */
const single: Readonly<Record<string, readonly Excepted[]>> = {
  nublado: [
    {
      rule: podSecurity.name,
      resource: "nublado/purger",
      reason: "It throws away everybody's old files, as root and privileged; upstream switches it on by environment.",
    },
  ],
  ...Object.fromEntries(
    ["consdbtap", "livetap", "ppdbtap", "ssotap", "tap", "usertap"].map((name): [string, Excepted[]] => [
      name,
      [
        {
          rule: secretsNotPlain.name,
          resource: `${name}/cadc-tap*`,
          reason: "The password of TAP_SCHEMA stands in upstream's public chart; it guards what everybody may read.",
        },
      ],
    ]),
  ),
};

/** Patterns of the namespaces that Phalanx makes at a site, sorted. */
export function phalanxNamespaces({ phalanx }: Pick<Config, "phalanx">): string[] {
  const names = installed(phalanx);
  return [...names, ...(names.includes("nublado") ? ofUsers : [])].sort();
}

export function phalanxExceptions(config: Pick<Config, "phalanx">): Excepted[] {
  const namespaces = phalanxNamespaces(config);
  const each = (reasons: Readonly<Record<string, string>>, resource: (namespace: string) => string): Excepted[] =>
    Object.entries(reasons).flatMap(([rule, reason]) =>
      namespaces.map((namespace) => ({ rule, resource: resource(namespace), reason })),
    );
  return [
    ...each(ofNamespace, (namespace) => namespace),
    ...each(within, (namespace) => `${namespace}/*`),
    ...namespaces.flatMap((name) => lookup(single, name) ?? []),
  ];
}
