/** Asks a side what users would ask it, at its own address, wherever the names lead now. */
import * as https from "node:https";
import type { Endpoint } from "../../platform/services/endpoints";
import { errorText } from "../error-text";
import type { SharedSite, Side } from "./site";

export interface Answer {
  endpoint: string;
  url: string;
  /** Undefined: as it should be. */
  problem?: string;
}

export interface SideState extends Side {
  answers: Answer[];
  /** Every endpoint answers as it should. */
  ready: boolean;
}

export interface AskOptions {
  /** Milliseconds for each of two tries. @default 5000 */
  timeout?: number;
  /** Authorities (PEM) that the platform's certificate may be signed by. @default those that everybody trusts */
  authority?: string | undefined;
  /** Where an address is reached. @default itself, port 443 */
  reach?: (address: string) => { host: string; port: number };
}

/** All sides at the same time, each endpoint by itself. */
export function askSides(site: SharedSite, options: AskOptions = {}): Promise<SideState[]> {
  return Promise.all(
    site.sides.map(async (side) => {
      const answers = await Promise.all(site.endpoints.map((endpoint) => askTwice(side, endpoint, site, options)));
      return { ...side, answers, ready: answers.every(({ problem }) => problem === undefined) };
    }),
  );
}

/** A second try, because one packet that is lost must move nobody. */
async function askTwice(side: Side, endpoint: Endpoint, site: SharedSite, options: AskOptions): Promise<Answer> {
  const { name, url } = endpoint;
  const first = await problemOf(side, endpoint, site, options);
  const problem = first === undefined ? undefined : await problemOf(side, endpoint, site, options);
  return { endpoint: name, url, ...(problem === undefined ? {} : { problem }) };
}

async function problemOf(
  { address }: Side,
  { url, status }: Endpoint,
  { verified }: SharedSite,
  { timeout = 5000, authority, reach = (host) => ({ host, port: 443 }) }: AskOptions,
): Promise<string | undefined> {
  const { hostname, pathname, search } = new URL(url);
  const { host, port } = reach(address);
  const question: https.RequestOptions = {
    ...{ host, port, path: `${pathname}${search}`, agent: false, signal: AbortSignal.timeout(timeout) },
    // The name as users' browsers give it: for the certificate, and for the ingress to know the service by.
    servername: hostname,
    headers: { host: hostname },
    rejectUnauthorized: verified || authority !== undefined,
    ...(authority === undefined ? {} : { ca: authority }),
  };
  try {
    const found = await statusOf(question);
    const right = status === undefined ? found >= 200 && found < 300 : found === status;
    return right ? undefined : `answers ${found} instead of ${status ?? "200 to 299"}`;
  } catch (error) {
    return error instanceof Error && error.name === "AbortError"
      ? `no answer within ${timeout / 1000} s`
      : errorText(error);
  }
}

function statusOf(question: https.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = https.get(question, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
  });
}
