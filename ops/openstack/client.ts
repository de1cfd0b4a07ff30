/** The little of the OpenStack API that day-two commands need: log in, list, over plain HTTP. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { identityUrl, loginBody } from "./auth";
import { errorText } from "../error-text";
import type { Cloud } from "./clouds";
import { type Question, type Reply, transport, type Transport } from "./transport";

const tokenSchema = z.object({
  token: z.object({
    user: z.object({ id: z.string() }),
    project: z.object({ id: z.string(), name: z.string() }),
    roles: z.array(z.object({ name: z.string() })).default([]),
    application_credential: z.object({ restricted: z.boolean() }).optional(),
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), region: z.string().nullable(), url: z.string() })),
      }),
    ),
  }),
});

/** Milliseconds that a service may take for an answer; long lists of a large project take some. */
const patience = 60_000;

/**
 * Magnum destroys a cluster's node groups before the cluster, and for that moment answers 400 about it, and about every list that it is
 * in: its own answer would have no master (Value: '0'). Seen with Magnum 15 (wsattr in its api/controllers/v1/cluster.py).
 */
const halfDeleted = (service: string, { status, text }: Reply) =>
  service === "container-infra" && status === 400 && text.includes("field/attribute master_count");
/** How often such an answer is asked for again, and how long is waited between, milliseconds. */
const halfDeletedLooks = 20;
const halfDeletedPause = 500;

/** The whole answer, or an Error that names the address when it does not come in time. */
async function ask(send: Transport, url: string, question: Question, timeout: number): Promise<Reply> {
  const signal = AbortSignal.timeout(timeout);
  try {
    return await send(url, question, signal);
  } catch (error) {
    const what = `${question.method ?? "GET"} ${url}`;
    if (signal.aborted)
      throw new Error(`${what}: no answer within ${timeout / 1000} s; is the address right, and a VPN needed?`);
    // "fetch failed" says nothing; what lies under it does.
    throw new Error(`${what}: ${errorText(error)}`);
  }
}

/** Without it every service would seem to be missing. @throws Error when no service is in the region */
function regionIn(catalog: z.infer<typeof tokenSchema>["token"]["catalog"], region: string | undefined): void {
  const regions = new Set(catalog.flatMap(({ endpoints }) => endpoints.flatMap((one) => one.region ?? [])));
  if (region === undefined || regions.has(region) || regions.size === 0) return;
  throw new Error(`the cloud has no region "${region}", only ${[...regions].sort().join(", ")}`);
}

/** What was logged in with. */
export interface Login {
  /** Names of its roles in the project. */
  roles: string[];
  /** An application credential, and whether it may make others. Missing: a user with a password. */
  applicationCredential?: { restricted: boolean };
}

export class OpenstackClient {
  private constructor(
    private readonly send: Transport,
    private readonly token: string,
    private readonly endpoints: ReadonlyMap<string, string>,
    readonly userId: string,
    readonly projectId: string,
    readonly projectName: string,
    private readonly timeout: number,
    readonly login: Login,
  ) {}

  /**
   * Logs in with the entry of clouds.yaml; an Error with the service's own words when that is refused.
   *
   * @param timeout Milliseconds that each answer may take.
   */
  static async login(cloud: Cloud, timeout = patience): Promise<OpenstackClient> {
    const identity = identityUrl(cloud.auth);
    const url = `${identity}/auth/tokens`;
    const body = JSON.stringify(loginBody(cloud.auth));
    const send = await transport(cloud);
    const question = { method: "POST", headers: { "content-type": "application/json" }, body };
    const answer = await ask(send, url, question, timeout);
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
    const token = answer.headers.get("x-subject-token");
    if (token === null) throw new Error(`${url}: the answer has no token`);
    const { token: granted } = tokenSchema.parse(JSON.parse(answer.text));
    regionIn(granted.catalog, cloud.region_name);
    const endpoints = new Map<string, string>();
    for (const service of granted.catalog) {
      const endpoint = service.endpoints.find(
        (candidate) =>
          candidate.interface === "public" &&
          (cloud.region_name === undefined || candidate.region === cloud.region_name),
      );
      if (endpoint !== undefined) endpoints.set(service.type, endpoint.url.replace(/\/$/, ""));
    }
    endpoints.set("identity", identity);
    const { application_credential: delegated, project, roles, user } = granted;
    return new OpenstackClient(send, token, endpoints, user.id, project.id, project.name, timeout, {
      roles: roles.map((role) => role.name),
      ...(delegated === undefined ? {} : { applicationCredential: delegated }),
    });
  }

  /** True when the site's catalog has this service type. */
  has(service: string): boolean {
    return this.endpoints.has(service);
  }

  /** GET `path` of a service, parsed as JSON; 404 is an Error like every other refusal. */
  async get(service: string, path: string): Promise<unknown> {
    return JSON.parse((await this.request("GET", service, path)).text);
  }

  /** What `path` of a service says of itself in the headers of its answer. */
  async head(service: string, path: string): Promise<Headers> {
    return (await this.request("HEAD", service, path)).headers;
  }

  /** DELETE `path` of a service; what is gone already counts as deleted. */
  async delete(service: string, path: string): Promise<void> {
    await this.request("DELETE", service, path, [404]);
  }

  /** POST `body` as JSON; the answer parsed as JSON. */
  async post(service: string, path: string, body: object): Promise<unknown> {
    return JSON.parse((await this.request("POST", service, path, [], JSON.stringify(body))).text);
  }

  /** PUT `body` as JSON. */
  async put(service: string, path: string, body: object): Promise<void> {
    await this.request("PUT", service, path, [], JSON.stringify(body));
  }

  private async request(
    method: string,
    service: string,
    path: string,
    also: number[] = [],
    body?: string,
  ): Promise<Reply> {
    const endpoint = this.endpoints.get(service);
    if (endpoint === undefined) throw new Error(`the cloud has no service of type "${service}"`);
    const url = `${endpoint}${path}`;
    const init = {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        "x-auth-token": this.token,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        // Magnum tells of node groups only to those who ask for a newer API; Cinder refuses a header meant for another service.
        ...(service === "container-infra" ? { "openstack-api-version": "container-infra latest" } : {}),
      },
    };
    let answer = await ask(this.send, url, init, this.timeout);
    for (let looks = 0; method === "GET" && halfDeleted(service, answer) && looks < halfDeletedLooks; looks++) {
      await sleep(halfDeletedPause);
      answer = await ask(this.send, url, init, this.timeout);
    }
    if (!answer.ok && !also.includes(answer.status)) {
      throw new Error(`${method} ${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    return answer;
  }
}
