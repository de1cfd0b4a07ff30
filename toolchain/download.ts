/** Official releases, each compared with a checksum before anything of it is used. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Unavailable, WrongChecksum } from "./errors";
import { environmentFetch, type Fetch, type Response } from "./fetch";
import { architecture } from "./recipe";
import { run } from "./run";
import { sha256 } from "./store";
import type { Download, Tool } from "./types";

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
    readonly fetch: Fetch = environmentFetch(),
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

/** The short cause of a failed request: ENOTFOUND, ECONNREFUSED, no answer, what a proxy said ... */
function reason(error: unknown): string {
  const { name, message, code, cause } = error as Partial<Error> & { code?: unknown };
  if (name === "TimeoutError") return "no answer";
  // fetch wraps what happened, twice when a proxy refuses.
  if (cause) return reason(cause);
  return typeof code === "string" && !code.startsWith("UND_ERR_") ? code : (message ?? String(error));
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

async function get(url: string, { fetch }: Hosts, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Unavailable(`${url} cannot be fetched (${reason(error)})`);
  }
  if (!response.ok) throw new Unavailable(`${url} answers ${response.status} ${response.statusText}`);
  return response;
}

async function expectedChecksum(tool: Tool, download: Download, hosts: Hosts, signal?: AbortSignal): Promise<string> {
  const pinned = download.sha256?.[architecture()];
  if (pinned) return pinned;
  const url = address(tool, download, download.checksums);
  const response = await get(url, hosts, signal);
  const text = await response.text().catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Unavailable(`${url} broke off (${reason(error)})`);
  });
  const file = path.posix.basename(new URL(address(tool, download, download.url)).pathname);
  const found = findChecksum(text, file);
  if (!found) throw new Unavailable(`${url} does not name ${file}`);
  return found;
}

/**
 * Fetches every download of the tool into the folder.
 *
 * @throws Unavailable when that is not possible from here, WrongChecksum when a file is not its publisher's.
 */
export async function downloadTool(tool: Tool, folder: string, hosts: Hosts, signal?: AbortSignal): Promise<string> {
  const downloads = tool.downloads ?? [];
  for (const download of downloads) {
    for (const template of [download.url, ...(download.sha256?.[architecture()] ? [] : [download.checksums])]) {
      const why = await hosts.unreachable(address(tool, download, template));
      if (why) throw new Unavailable(why);
    }
  }
  for (const download of downloads) {
    const url = address(tool, download, download.url);
    const expected = await expectedChecksum(tool, download, hosts, signal);
    const file = path.join(folder, ".download");
    const { body } = await get(url, hosts, signal);
    if (!body) throw new Unavailable(`${url} is empty`);
    try {
      await pipeline(Readable.fromWeb(body), fs.createWriteStream(file), {
        signal: signal ?? new AbortController().signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new Unavailable(`${url} broke off (${reason(error)})`);
    }
    const found = sha256(file);
    if (found !== expected) {
      throw new WrongChecksum(
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
      const { code, output } = await run("tar", ["-xzf", file, "-C", scratch, "--no-same-owner", member]);
      if (code !== 0) {
        const url = address(tool, download, download.url);
        throw new Unavailable(`${url} cannot be unpacked (${output.trim().split("\n")[0]})`);
      }
      fs.renameSync(path.join(scratch, member), target);
      fs.rmSync(scratch, { recursive: true });
    }
    fs.chmodSync(target, 0o755);
  }
}
