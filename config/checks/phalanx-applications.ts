/** Applications of Phalanx by name: the ones that environments of the Rubin Science Platform commonly have. */

import type { Config } from "../schema";

/** The repository that they are in. */
export const upstream = "https://github.com/lsst-sqre/phalanx.git";

/** On in every environment. */
export const alwaysOn: readonly string[] = [
  "argocd",
  "cert-manager",
  "gafaelfawr",
  "ingress-nginx",
  "repertoire",
  "vault-secrets-operator",
];

/**
 * What the platform itself installs, before Argo CD is there or because others than Phalanx need it: the app of apps leaves them out, or
 * two controllers would fight over one address, one class or one certificate.
 */
export const providedByPlatform: readonly string[] = [
  "argocd",
  "cert-manager",
  "ingress-nginx",
  "vault-secrets-operator",
];

type Choice = Pick<NonNullable<Config["phalanx"]>, "applications" | "without">;

/** All that are on, those of the platform included, sorted. */
export function enabled({ applications, without }: Choice): string[] {
  return [...new Set([...alwaysOn.filter((name) => !without.some((one) => one === name)), ...applications])].sort();
}

/** Those that Phalanx installs itself, each in a namespace of its name, sorted; none without Phalanx. */
export function installed(phalanx: Choice | undefined): string[] {
  return phalanx === undefined ? [] : enabled(phalanx).filter((name) => !providedByPlatform.includes(name));
}

const common: readonly string[] = [
  ...alwaysOn,
  "argo-workflows",
  "butler",
  "datalinker",
  "ghostwriter",
  "google-cloud-observability",
  "grafana",
  "herald",
  "hips",
  "hoverdrive",
  "jira-data-proxy",
  "mobu",
  "muster",
  "noteburst",
  "nublado",
  "portal",
  "postgres",
  "ppdbtap",
  "qserv-kafka",
  "sasquatch",
  "sasquatch-backpack",
  "semaphore",
  "squareone",
  "ssotap",
  "strimzi",
  "strimzi-access-operator",
  "strimzi-registry-operator",
  "times-square",
  "usertap",
  "vo-cutouts",
  "wobbly",
];

/** The application that `name` is a slip of the keyboard for, if it is one; other names may be applications of a fork, or new. */
export function meantApplication(name: string): string | undefined {
  return common.includes(name) ? undefined : common.find((known) => isSlip(name, known));
}

/** True when one letter is wrong, missing or too many, or two neighbours are exchanged. */
function isSlip(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const different = longest - start - end;
  const exchanged = longest === shortest && a[start] === b[start + 1] && a[start + 1] === b[start];
  return different <= 1 || (different === 2 && exchanged);
}
