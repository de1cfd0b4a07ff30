/**
 * Client certificates for a Magnum cluster, signed by Magnum on demand and kept for some hours in a file that only its owner can read. So
 * no certificate that lasts for years lies in a kubeconfig or in the state of the stack.
 */
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { CertificateRequest } from "./request";

const credentialSchema = z.object({
  /** PEM. */
  certificate: z.string(),
  /** PEM. */
  key: z.string(),
  /** Not used after this, ISO 8601. Magnum signs for years (x509.term_of_validity), of which we take hours. */
  until: z.iso.datetime(),
});

export type Credential = z.infer<typeof credentialSchema>;

const hour = 3_600_000;

/** How long a certificate is used. */
export const lifetime = 10 * hour;

/** A certificate that ends sooner than this is replaced when a program starts: a long `pulumi up` shall not outlive it. */
export const margin = 2 * hour;

export interface CredentialOptions {
  /** File that keeps it. */
  file: string;
  request: () => Promise<CertificateRequest>;
  /** Request to certificate, both PEM. */
  sign: (csr: string) => Promise<string>;
  now: Date;
}

/** The kept certificate while it is good, else a new one, which is kept. */
export async function credential({ file, request, sign, now }: CredentialOptions): Promise<Credential> {
  const kept = read(file);
  if (kept !== undefined && Date.parse(kept.until) - now.getTime() > margin) return kept;
  const { key, csr } = await request();
  const certificate = await sign(csr);
  const made = { certificate, key, until: end(certificate, now).toISOString() };
  write(file, made);
  return made;
}

function end(certificate: string, now: Date): Date {
  const own = Date.parse(new X509Certificate(certificate).validTo);
  return new Date(Math.min(own, now.getTime() + lifetime));
}

/** What is not a credential, or may have been read by others, counts as none. */
function read(file: string): Credential | undefined {
  try {
    if ((fs.statSync(file).mode & 0o077) !== 0) return undefined;
    return credentialSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that two at once give one whole file. */
function write(file: string, content: Credential): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
  fs.renameSync(temporary, file);
}

/** What client-go reads from an exec plugin (client.authentication.k8s.io/v1). */
export function execCredential({ certificate, key, until }: Credential): object {
  return {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: {
      expirationTimestamp: until,
      clientCertificateData: certificate,
      clientKeyData: key,
    },
  };
}
