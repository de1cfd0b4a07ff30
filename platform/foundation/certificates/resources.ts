/**
 * The resources of cert-manager that the platform makes, with the fields that it sets: the provider takes any object for them, so a
 * misspelt field would be found by the cluster at the earliest. https://cert-manager.io/docs/reference/api-docs/
 */
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";

export const apiVersion = "cert-manager.io/v1";

/** A key of a Secret in cert-manager's namespace. */
export interface SecretKey {
  name: pulumi.Input<string>;
  key: string;
}

/** How a name is proved: exactly one of the keys. */
export type Solver = { http01: { ingress: Http01Ingress } } | { dns01: Dns01 };

export interface Http01Ingress {
  ingressClassName: string;
  /** Type of the Service before the pod that answers. cert-manager's own default would take a port of every node. */
  serviceType: "ClusterIP";
}

export type Dns01 = {
  /** Follow: the proof lies where a CNAME `_acme-challenge.<name>` points. */
  cnameStrategy?: "Follow";
} & (
  | { webhook: { groupName: string; solverName: string } }
  | { cloudDNS: { project: string } }
  | {
      rfc2136: {
        /** host:port */
        nameserver: string;
        tsigKeyName: string;
        tsigAlgorithm: "HMACSHA256" | "HMACSHA512";
        tsigSecretSecretRef: SecretKey;
      };
    }
  | {
      route53: { region: string; hostedZoneID: string; accessKeyID: string; secretAccessKeySecretRef: SecretKey };
    }
);

export interface ClusterIssuerSpec {
  acme: {
    server: string;
    email: string;
    /** Base64 of PEM. */
    caBundle?: string;
    /** Where the account's key is kept; cert-manager makes it. */
    privateKeySecretRef: { name: string };
    solvers: Solver[];
  };
}

export interface CertificateSpec {
  secretName: string;
  dnsNames: string[];
  issuerRef: { group: "cert-manager.io"; kind: "ClusterIssuer"; name: string };
  privateKey: { algorithm: "ECDSA"; size: 256; rotationPolicy: "Always" };
  secretTemplate: { labels: Labels };
}

interface Metadata {
  name: string;
  namespace?: pulumi.Input<string>;
  labels: Labels;
}

/** Waited for until cert-manager says it is ready: until the authority has taken the account. */
export class ClusterIssuer extends kubernetes.apiextensions.CustomResource {
  constructor(
    name: string,
    { metadata, spec }: { metadata: Metadata; spec: ClusterIssuerSpec },
    opts: pulumi.CustomResourceOptions,
  ) {
    const annotations = { "pulumi.com/waitFor": "condition=Ready", "pulumi.com/timeoutSeconds": "180" };
    super(name, { apiVersion, kind: "ClusterIssuer", metadata: { ...metadata, annotations }, spec }, opts);
  }
}

/** Not waited for: its names may lead to the cluster only after somebody has delegated a zone or made a record. */
export class IssuedCertificate extends kubernetes.apiextensions.CustomResource {
  constructor(
    name: string,
    { metadata, spec }: { metadata: Metadata; spec: CertificateSpec },
    opts: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion, kind: "Certificate", metadata, spec }, opts);
  }
}
