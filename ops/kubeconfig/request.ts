/** A private key and the request that an authority makes a certificate of, by openssl. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { UserError } from "../errors";

const run = promisify(execFile);

export interface CertificateRequest {
  /** PEM. */
  key: string;
  /** PEM. */
  csr: string;
}

/**
 * @param subject Like "/O=system:masters/CN=admin".
 * @throws UserError when there is no openssl.
 */
export async function certificateRequest(subject: string): Promise<CertificateRequest> {
  // openssl writes the key only into a file; the folder is ours alone (0700) and gone afterwards.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "science-platform-"));
  try {
    const [key, csr] = [path.join(folder, "key.pem"), path.join(folder, "csr.pem")];
    const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"];
    const args = ["req", "-new", ...elliptic, "-subj", subject, "-keyout", key, "-out", csr];
    await run("openssl", args, { env: process.env });
    return { key: fs.readFileSync(key, "utf8"), csr: fs.readFileSync(csr, "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(
      "The command openssl is missing, which makes the key of a certificate. Install it (Debian: openssl).",
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
