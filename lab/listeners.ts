/** Who listens on which TCP port, from /proc. */
import * as fs from "node:fs";
import { fromProcesses } from "../system/proc";

/** A listening TCP socket. */
interface Listener {
  address: string;
  port: number;
  inode: string;
}

const listening = "0A";

/** Parses /proc/net/tcp or tcp6. Addresses stand there as hexadecimal words in host byte order (little endian). */
export function parseListeners(table: string): Listener[] {
  const listeners: Listener[] = [];
  for (const line of table.split("\n").slice(1)) {
    const [, local, , socketState, , , , , , inode] = line.trim().split(/\s+/);
    if (local === undefined || inode === undefined || socketState !== listening) continue;
    const [address = "", port = ""] = local.split(":");
    listeners.push({ address: readAddress(address), port: parseInt(port, 16), inode });
  }
  return listeners;
}

function readAddress(hexadecimal: string): string {
  const words = hexadecimal.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).reverse());
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}

/**
 * Whether a listener keeps 127.0.0.1 from being listened on: it has that address, also as an IPv6 socket's, or every address. (An IPv6
 * socket may be open to IPv6 only, which /proc does not tell; it usually is not.)
 */
export function blocksLoopback({ address }: Listener): boolean {
  return ["127.0.0.1", "0.0.0.0", "0:0:0:0:0:0:0:0", "0:0:0:0:0:ffff:7f00:1"].includes(address);
}

/** All listening TCP sockets of this machine. */
export function listListeners(): Listener[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    fs.existsSync(file) ? parseListeners(fs.readFileSync(file, "utf8")) : [],
  );
}

/** The process that holds a socket, or undefined when it may not be seen (another container, no permission). */
export function socketHolder(inode: string): { pid: number; command: string } | undefined {
  return fromProcesses((pid) => {
    const held = fs
      .readdirSync(`/proc/${pid}/fd`)
      .some((fd) => readLink(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
    return held ? { pid, command: commandLine(pid) } : undefined;
  })[0];
}

function readLink(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return "";
  }
}

function commandLine(pid: number): string {
  return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim().slice(0, 80);
}
