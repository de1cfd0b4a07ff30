/** HTTP to the services of a cloud, trusting whom the entry of clouds.yaml trusts. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Cloud } from "./clouds";

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What a service answered. */
export interface Reply {
  ok: boolean;
  status: number;
  headers: Headers;
  text: string;
}

/** @param signal Ends the wait. */
export type Transport = (url: string, question: Question, signal: AbortSignal) => Promise<Reply>;

/**
 * `cacert` (PEM of the authorities), `cert` and `key` (of the client) and `verify: false` are those of clouds.yaml, which the Pulumi
 * provider and the openstack client go by too. Without them: the system's authorities.
 *
 * @throws Error that names the key whose file cannot be read.
 */
export async function transport(cloud: Pick<Cloud, "cacert" | "cert" | "key" | "verify">): Promise<Transport> {
  const { cacert, cert, key, verify = true } = cloud;
  if (cacert === undefined && cert === undefined && verify)
    return (url, question, signal) => reply(fetch(url, { ...question, signal }));
  const { Agent, fetch: ask } = await import("undici");
  const dispatcher = new Agent({
    connect: {
      rejectUnauthorized: verify,
      ...(cacert === undefined ? {} : { ca: read("cacert", cacert) }),
      ...(cert === undefined ? {} : { cert: read("cert", cert), key: read("key", key ?? cert) }),
    },
  });
  return (url, question, signal) => reply(ask(url, { ...question, signal, dispatcher }));
}

/** The parts of an answer that Node's own fetch and undici's have in common. */
interface Answer {
  ok: boolean;
  status: number;
  headers: Iterable<[string, string]>;
  text: () => Promise<string>;
}

async function reply(answer: Promise<Answer>): Promise<Reply> {
  const got = await answer;
  return { ok: got.ok, status: got.status, headers: new Headers([...got.headers]), text: await got.text() };
}

function read(setting: string, file: string): string {
  const place = file.replace(/^~(?=\/)/, os.homedir());
  try {
    return fs.readFileSync(path.resolve(place), "utf8");
  } catch (error) {
    throw new Error(`clouds.yaml: ${setting} "${file}" cannot be read: ${(error as Error).message}`);
  }
}
