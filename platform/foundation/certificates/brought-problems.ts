/** What is wrong with a certificate that somebody brings, before users' browsers find out. Pure. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";

export interface Brought {
  /** PEM: the certificate, then each authority that signed the one before. */
  certificate: string;
  /** PEM. */
  key: string;
  /** Names that it is to be for: host names, and wildcards like *.example.org. */
  names: readonly string[];
}

/** Problems in words that hold nothing of the key. */
export function broughtProblems({ certificate, key, names }: Brought, now: Date): string[] {
  const chain = read(() => certificates(certificate));
  const own = chain?.[0];
  if (chain === undefined || own === undefined) return ["tls-certificate is not one or more certificates in PEM"];
  const privateKey = read((): KeyObject => createPrivateKey(key));
  const end = new Date(own.validTo);
  const day = end.toISOString().slice(0, 10);
  return [
    ...(privateKey === undefined
      ? ["tls-key is not a private key in PEM without a passphrase"]
      : own.checkPrivateKey(privateKey)
        ? []
        : ["tls-key does not belong to the first certificate of tls-certificate"]),
    ...(end < now ? [`tls-certificate ended on ${day}: bring a new one`] : []),
    ...(new Date(own.validFrom) > now ? [`tls-certificate begins on ${new Date(own.validFrom).toISOString()}`] : []),
    ...names.filter((name) => !isFor(own, name)).map((name) => `tls-certificate is not for ${name}`),
    ...chain
      .slice(1)
      .flatMap((authority, index) =>
        chain[index]?.checkIssued(authority) === true
          ? []
          : [`certificate ${index + 2} of tls-certificate has not signed the one before it: put them in order`],
      ),
  ];
}

/** Days that it is still good for, rounded down. */
export function daysLeft(certificate: string, now: Date): number {
  const end = new Date(new X509Certificate(certificate).validTo);
  return Math.floor((end.getTime() - now.getTime()) / 86_400_000);
}

/** A wildcard must stand in the certificate as it is; a host may be covered by one. */
function isFor(certificate: X509Certificate, name: string): boolean {
  if (!name.startsWith("*.")) return certificate.checkHost(name) !== undefined;
  return (certificate.subjectAltName ?? "").split(", ").includes(`DNS:${name}`);
}

function certificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function read<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch {
    return undefined;
  }
}
