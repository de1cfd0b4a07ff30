/** Issues the certificates of a cluster with openssl, signed by the authority that Magnum made for it. */
import { execFile } from "node:child_process";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { certificatePlans, clientPlans, whyIssue, type CertificatePlan } from "./certificates";
import { type Cluster, writeIfChanged } from "./cluster-file";
import { kubeconfig } from "./kubeconfig";
import type { Layout } from "./layout";

const run = promisify(execFile);

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"];

/** Instead of the system's openssl.cnf, which asks for key identifiers that Magnum's authorities do not have. */
const configuration = "[req]\ndistinguished_name = empty\n[empty]\n";

/** @throws Error with openssl's first complaint */
async function openssl(folder: string, args: string[]): Promise<void> {
  const file = path.join(folder, "openssl.cnf");
  writeIfChanged(file, configuration);
  try {
    await run("openssl", ["req", "-x509", "-config", file, ...elliptic, "-days", "365", ...args]);
  } catch (error) {
    const output = String((error as { stderr?: unknown }).stderr ?? error);
    const complaint = output.split("\n").find((line) => /error/i.test(line)) ?? output;
    throw new Error(`openssl: ${complaint.slice(0, 200)}`);
  }
}

async function issue(layout: Layout, plan: CertificatePlan): Promise<void> {
  const authority = path.join(layout.folder, plan.authority);
  const target = layout.certificate(plan.name);
  const subject = `${plan.organization ? `/O=${plan.organization}` : ""}/CN=${plan.commonName}`;
  const extensions = [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    `extendedKeyUsage=${plan.usage}`,
    ...(plan.alternativeNames.length ? [`subjectAltName=${plan.alternativeNames.join(",")}`] : []),
  ];
  await openssl(layout.pki, [
    ...["-subj", subject],
    ...["-CA", `${authority}.crt`, "-CAkey", `${authority}.key`],
    ...extensions.flatMap((extension) => ["-addext", extension]),
    ...["-keyout", `${target.key}.new`, "-out", `${target.cert}.new`],
  ]);
  fs.chmodSync(`${target.key}.new`, 0o600);
  fs.renameSync(`${target.key}.new`, target.key);
  fs.renameSync(`${target.cert}.new`, target.cert);
}

/** A key pair for the tokens of service accounts. It is made once: a new one would invalidate every token. */
function serviceAccountKeys(layout: Layout): void {
  const target = layout.certificate("service-accounts");
  if (fs.existsSync(target.key) && fs.existsSync(target.cert)) return;
  const pair = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeIfChanged(target.cert, pair.publicKey);
  writeIfChanged(target.key, pair.privateKey);
}

/** Makes every certificate, key and kubeconfig that is missing, about to expire, or signed by an authority that was replaced.
 * @returns names of the certificates that were issued
 * @throws Error when the authority's files are missing */
export async function ensurePki(cluster: Cluster, layout: Layout): Promise<string[]> {
  fs.mkdirSync(layout.pki, { recursive: true, mode: 0o700 });
  const issued: string[] = [];
  for (const plan of certificatePlans(cluster)) {
    const authority = read(path.join(layout.folder, `${plan.authority}.crt`));
    if (authority === undefined) throw new Error(`${plan.authority}.crt is missing in ${layout.folder}`);
    const key = new X509Certificate(authority).publicKey;
    const target = layout.certificate(plan.name);
    const why = whyIssue(plan, fs.existsSync(target.key) ? read(target.cert) : undefined, key, Date.now());
    if (why === undefined) continue;
    await issue(layout, plan);
    issued.push(plan.name);
  }
  serviceAccountKeys(layout);
  for (const plan of clientPlans(cluster))
    writeIfChanged(layout.kubeconfig(plan.name), kubeconfig(cluster, layout, plan.name));
  return issued;
}

/** Makes a certificate authority `name`.crt, `name`.key in a folder: what Magnum does for its clusters, for clusters without it. */
export async function makeAuthority(folder: string, name: string): Promise<void> {
  const file = path.join(folder, name);
  await openssl(folder, [
    ...["-subj", `/CN=${name}`, "-addext", "basicConstraints=critical,CA:TRUE"],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"],
    ...["-keyout", `${file}.key`, "-out", `${file}.crt`],
  ]);
}
