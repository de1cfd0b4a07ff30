/** Which certificates a cluster needs (pure), and when one has to be issued anew (pure). */
import { X509Certificate, type KeyObject } from "node:crypto";
import type { Cluster } from "./cluster-file";
import { firstAddress, serviceRange } from "./network";

export interface CertificatePlan {
  /** File name without suffix. */
  name: string;
  commonName: string;
  /** Kubernetes reads it as the group. */
  organization?: string;
  /** Which authority signs. */
  authority: "ca" | "front-proxy-ca";
  usage: "serverAuth" | "clientAuth";
  /** As openssl writes them: `DNS:name`, `IP:address`. */
  alternativeNames: string[];
}

const client = (name: string, commonName: string, organization?: string): CertificatePlan => ({
  name,
  commonName,
  ...(organization ? { organization } : {}),
  authority: "ca",
  usage: "clientAuth",
  alternativeNames: [],
});

/** Users of the API, each with a kubeconfig of its own. The lab's controllers stand for what a distribution would install with
 * roles of its own; here they are administrators under names of their own, so that an audit log tells them apart. */
export function clientPlans(cluster: Cluster): CertificatePlan[] {
  const administrators = "system:masters";
  return [
    client("admin", "lab-supervisor", administrators),
    client("kube-controller-manager", "system:kube-controller-manager"),
    client("kube-scheduler", "system:kube-scheduler"),
    client("kwok", "lab-kwok", administrators),
    ...(cluster.cloud
      ? [
          client("openstack-cloud-controller-manager", "lab-cloud-controller-manager", administrators),
          client("csi-provisioner", "lab-csi-provisioner", administrators),
        ]
      : []),
  ];
}

export function certificatePlans(cluster: Cluster): CertificatePlan[] {
  const serviceNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  return [
    {
      name: "kube-apiserver",
      commonName: "kube-apiserver",
      authority: "ca",
      usage: "serverAuth",
      alternativeNames: [
        "DNS:localhost",
        ...[...serviceNames, "kubernetes.default.svc.cluster.local"].map((name) => `DNS:${name}`),
        "IP:127.0.0.1",
        `IP:${firstAddress(serviceRange(cluster))}`,
      ],
    },
    {
      name: "front-proxy",
      commonName: "front-proxy-client",
      authority: "front-proxy-ca",
      usage: "clientAuth",
      alternativeNames: [],
    },
    ...clientPlans(cluster),
  ];
}

const dayMs = 24 * 3600 * 1000;
/** Renewed when less than this is left of its year. */
export const renewBeforeMs = 30 * dayMs;

const normalNames = (names: string[]): string =>
  names
    .map((name) => name.replace(/^IP Address:/, "IP:").trim())
    .sort()
    .join(",");

/** Why the certificate in `pem` cannot serve as `plan`; undefined when it can. */
export function whyIssue(
  plan: CertificatePlan,
  pem: string | undefined,
  authority: KeyObject,
  now: number,
): string | undefined {
  if (pem === undefined) return "missing";
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return "unreadable";
  }
  if (!certificate.verify(authority)) return "signed by another authority";
  if (Date.parse(certificate.validTo) - now < renewBeforeMs) return "expires soon";
  const subject = [...(plan.organization ? [`O=${plan.organization}`] : []), `CN=${plan.commonName}`].join("\n");
  if (certificate.subject !== subject) return "other subject";
  const names = (certificate.subjectAltName ?? "").split(", ").filter(Boolean);
  if (normalNames(names) !== normalNames(plan.alternativeNames)) return "other names";
  return undefined;
}
