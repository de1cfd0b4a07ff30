/** Dynamic updates (RFC 2136), by BIND's nsupdate. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";
import { formats } from "./formats";

export interface PushArgs {
  records: readonly DnsRecord[];
  zone: string;
  server: string;
  /** TSIG key as BIND writes it. */
  keyFile: string;
}

/** One update for all records, so that the server takes all or none. @throws UserError with the server's reason. */
export async function push({ records, zone, server, keyFile }: PushArgs): Promise<void> {
  const mode = fs.statSync(keyFile, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) throw new UserError(`--key-file: there is no ${keyFile}.`);
  if ((mode & 0o077) !== 0) throw new UserError(`--key-file: others can read ${keyFile}. Run: chmod 600 ${keyFile}`);
  const script = formats.nsupdate(records, { zone, server });
  const { code, stderr } = await nsupdate(keyFile, script);
  if (code !== 0)
    throw new UserError(
      `${server} did not take the records of ${zone}: ${stderr.trim() || `nsupdate ended with ${code}`}`,
    );
}

function nsupdate(keyFile: string, script: string): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    // Ten seconds for each try: a server that is not there must not look like one that works.
    const child = spawn("nsupdate", ["-t", "10", "-k", keyFile], {
      stdio: ["pipe", "ignore", "pipe"],
      env: process.env,
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", () =>
      reject(new UserError("The command nsupdate is missing. Install it (Debian: bind9-dnsutils).")),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, stderr }));
    child.stdin.on("error", () => undefined); // It ended before it had read everything; its exit code says why.
    child.stdin.end(script);
  });
}
