/** Requests that go through the site's proxy, which Node's own fetch does not look for. */
import { EnvHttpProxyAgent, fetch as send, type RequestInit, type Response } from "undici";
import { ToolchainError } from "./errors";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
export type { Response };

const VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];

/** A fetch that follows HTTP_PROXY, HTTPS_PROXY and NO_PROXY (or the same in small letters) as they are now. */
export function environmentFetch(): Fetch {
  const set = VARIABLES.filter((name) => process.env[name]);
  if (set.length === 0) return send;
  for (const name of set) {
    // The value is not shown: it may contain a password.
    if (!/^https?:$/.test(protocol(process.env[name]))) {
      throw new ToolchainError(
        `The variable ${name} is not the address of a proxy. Set it to something like http://proxy.example:3128, or unset it.`,
      );
    }
  }
  const dispatcher = quietly(() => new EnvHttpProxyAgent());
  return (url, init) => send(url, { ...init, dispatcher });
}

function protocol(address: string | undefined): string {
  try {
    return new URL(address ?? "").protocol;
  } catch {
    return "";
  }
}

/** undici warns at the terminal that this class may change. Its version is pinned; users can do nothing about it. */
function quietly<T>(make: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
