/** Official releases, each compared with a checksum before anything of it is used. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ToolchainError } from "./errors";
import { architecture } from "./recipe";
import { mustRun } from "./run";
import { sha256 } from "./store";
import type { Download, Tool } from "./types";

/** The download cannot be had from here: another way is taken. A wrong checksum is not this. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** Fills in {version} and {arch}. */
export function address(tool: Pick<Tool, "version">, download: Download, template: string): string {
  const arch = architecture();
  return template.replaceAll("{version}", tool.version).replaceAll("{arch}", download.arch?.[arch] ?? arch);
}

/** Asks each host once whether it can be reached at all, so that a machine without network does not wait per file. */
export class Hosts {
  private readonly asked = new Map<string, Promise<string | undefined>>();

  constructor(
    /** Milliseconds to wait for a host. */
    private readonly patience = 5000,
    private readonly fetch: typeof globalThis.fetch = globalThis.fetch,
  ) {}

  /** Why the host of this address cannot be reached; undefined when it can. Any answer of it counts. */
  unreachable(url: string): Promise<string | undefined> {
    const { origin, host } = new URL(url);
    const known = this.asked.get(origin);
    if (known) return known;
    const answer = this.fetch(origin, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.timeout(this.patience),
    }).then(
      () => undefined,
      (error: unknown) => `${host} cannot be reached (${reason(error)})`,
    );
    this.asked.set(origin, answer);
    return answer;
  }
}

/** The short cause of a failed request: ENOTFOUND, ECONNREFUSED, timeout ... */
function reason(error: unknown): string {
  const { name, message, cause } = error as { name?: string; message?: string; cause?: { code?: string } };
  return name === "TimeoutError" ? "no answer" : (cause?.code ?? message ?? String(error));
}

/** The SHA-256 of a file in a publisher's checksum file: `sha256sum` lines, or one bare hash. */
export function findChecksum(text: string, file: string): string | undefined {
  const bare = /^\s*([0-9a-f]{64})\s*$/i.exec(text)?.[1];
  if (bare) return bare.toLowerCase();
  for (const line of text.split("\n")) {
    const [, hash, name] = /^([0-9a-f]{64})\s+\*?(?:\.\/)?(\S+)\s*$/i.exec(line) ?? [];
    if (hash && name === file) return hash.toLowerCase();
  }
  return undefined;
}

async function get(url: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Unreachable(`${url} cannot be fetched (${reason(error)})`);
  }
  if (!response.ok) throw new Unreachable(`${url} answers ${response.status} ${response.statusText}`);
  return response;
}

async function expectedChecksum(tool: Tool, download: Download, signal?: AbortSignal): Promise<string> {
  const pinned = download.sha256?.[architecture()];
  if (pinned) return pinned;
  const url = address(tool, download, download.checksums);
  const text = await (await get(url, signal)).text();
  const file = path.posix.basename(new URL(address(tool, download, download.url)).pathname);
  const found = findChecksum(text, file);
  if (!found) throw new Unreachable(`${url} does not name ${file}`);
  return found;
}

/** Fetches every download of the tool into the folder. Throws Unreachable when that is not possible from here. */
export async function downloadTool(tool: Tool, folder: string, hosts: Hosts, signal?: AbortSignal): Promise<string> {
  const downloads = tool.downloads ?? [];
  for (const download of downloads) {
    for (const template of [download.url, ...(download.sha256?.[architecture()] ? [] : [download.checksums])]) {
      const why = await hosts.unreachable(address(tool, download, template));
      if (why) throw new Unreachable(why);
    }
  }
  for (const download of downloads) {
    const url = address(tool, download, download.url);
    const expected = await expectedChecksum(tool, download, signal);
    const file = path.join(folder, ".download");
    const { body } = await get(url, signal);
    if (!body) throw new Unreachable(`${url} is empty`);
    try {
      await pipeline(Readable.fromWeb(body), fs.createWriteStream(file), {
        signal: signal ?? new AbortController().signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new Unreachable(`${url} broke off (${reason(error)})`);
    }
    const found = sha256(file);
    if (found !== expected) {
      throw new ToolchainError(
        `${url} has SHA-256 ${found}, but its publisher says ${expected}. ` +
          "It was not used. Try again; if it stays, somebody changes files on the way.",
      );
    }
    await unpack(tool, download, file, folder);
    fs.rmSync(file);
  }
  return downloads.map((download) => address(tool, download, download.url)).join(" ");
}

async function unpack(tool: Tool, download: Download, file: string, folder: string): Promise<void> {
  for (const [program, template] of Object.entries(download.programs)) {
    const target = path.join(folder, program);
    if (template === "") {
      fs.copyFileSync(file, target);
    } else {
      const member = address(tool, download, template);
      const scratch = path.join(folder, ".unpacked");
      fs.mkdirSync(scratch, { recursive: true });
      await mustRun("tar", ["-xzf", file, "-C", scratch, "--no-same-owner", member]);
      fs.renameSync(path.join(scratch, member), target);
      fs.rmSync(scratch, { recursive: true });
    }
    fs.chmodSync(target, 0o755);
  }
}
