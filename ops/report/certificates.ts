/** Certificates, and when they end. Pure. */
import { X509Certificate } from "node:crypto";
import { valueAt } from "../../config/problems-tree";
import type { Config } from "../../config/schema";
import { objectName } from "./cluster";
import type { CertificateRow } from "./model";
import { ofType, textAt, type State, type StateResource } from "./state";
import { dayOf, daysUntil, endTone, leftText } from "./time";

/** What the cluster says of a certificate that cert-manager keeps. */
export interface LiveCertificate {
  /** "namespace/name". */
  name: string;
  hosts: string[];
  /** ISO 8601. */
  ends: string | undefined;
  ready: boolean;
}

/** Days before the end from which on a certificate should have been renewed. */
const early = { own: 30, authority: 365 };

export function certificatesOf(
  state: State,
  config: Config,
  live: readonly LiveCertificate[],
  now: Date,
): CertificateRow[] {
  const own = ofType(
    state,
    "tls:index/locallySignedCert:LocallySignedCert",
    "tls:index/selfSignedCert:SelfSignedCert",
  ).map((one) => signed(one, now));
  const kept = state.resources
    .filter(({ type }) => /^kubernetes:cert-manager\.io\/v\w+:Certificate$/.test(type))
    .map((one) => inCluster(one, config, live, now));
  return [...own, ...kept];
}

/** Made by this program: the state holds it. */
function signed({ inputs, name, outputs, type }: StateResource, now: Date): CertificateRow {
  const authority = type.endsWith("SelfSignedCert");
  const pem = textAt(outputs, "certPem");
  const read = pem === undefined ? undefined : parsed(pem);
  const ends = textAt(outputs, "validityEndTime") ?? read?.validTo;
  const days = daysUntil(ends ?? "", now);
  return {
    name,
    hosts: authority ? [] : (read?.hosts ?? []),
    issuer: authority
      ? `itself: ${textAt(inputs, "subject", "commonName") ?? ""}`
      : (read?.issuer ?? "an authority of the platform's own"),
    ends: ends === undefined ? undefined : dayOf(ends),
    left: leftText(days),
    tone: endTone(days, authority ? early.authority : early.own),
  };
}

function parsed(pem: string): { hosts: string[]; issuer: string; validTo: string } | undefined {
  try {
    const { issuer, subjectAltName, validTo } = new X509Certificate(pem);
    return {
      hosts: (subjectAltName ?? "").split(", ").flatMap((name) => /^DNS:(.+)$/.exec(name)?.[1] ?? []),
      issuer:
        issuer.split("\n").flatMap((part) => /^CN=(.+)$/.exec(part)?.[1] ?? [])[0] ?? issuer.replaceAll("\n", ", "),
      validTo,
    };
  } catch {
    return undefined;
  }
}

/** Kept by cert-manager: the state only says that there is to be one. */
function inCluster(
  resource: StateResource,
  config: Config,
  live: readonly LiveCertificate[],
  now: Date,
): CertificateRow {
  const namespace = textAt(resource.inputs, "metadata", "namespace") ?? "default";
  const name = `${namespace}/${objectName(resource)}`;
  const found = live.find((one) => one.name === name);
  const days = daysUntil(found?.ends ?? "", now);
  const hosts = valueAt(resource.inputs, ["spec", "dnsNames"]);
  return {
    name,
    hosts: found?.hosts ?? (Array.isArray(hosts) ? hosts.map(String) : []),
    issuer: textAt(resource.inputs, "spec", "issuerRef", "name") ?? config.certificates.issuer,
    ends: found?.ends === undefined ? undefined : dayOf(found.ends),
    left: found === undefined ? "only the cluster knows: --live asks it" : found.ready ? leftText(days) : "not issued",
    tone: found === undefined ? "unknown" : found.ready ? endTone(days, early.own) : "bad",
  };
}
