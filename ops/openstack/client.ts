/** The little of the OpenStack API that day-two commands need: log in, list, over plain HTTP. */
import { z } from "zod";
import { identityUrl, loginBody } from "./auth";
import type { Cloud } from "./clouds";

const tokenSchema = z.object({
  token: z.object({
    user: z.object({ id: z.string() }),
    project: z.object({ id: z.string(), name: z.string() }),
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), region: z.string().nullable(), url: z.string() })),
      }),
    ),
  }),
});

/** What a service answered. */
interface Reply {
  ok: boolean;
  status: number;
  headers: Headers;
  text: string;
}

/** Milliseconds that a service may take for an answer; long lists of a large project take some. */
const patience = 60_000;

/** The whole answer, or an Error that names the address when it does not come in time. */
async function ask(url: string, init: RequestInit, timeout: number): Promise<Reply> {
  const signal = AbortSignal.timeout(timeout);
  try {
    const answer = await fetch(url, { ...init, signal });
    return { ok: answer.ok, status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (signal.aborted)
      throw new Error(
        `${init.method ?? "GET"} ${url}: no answer within ${timeout / 1000} s; is the address right, and a VPN needed?`,
      );
    throw error;
  }
}

export class OpenstackClient {
  private constructor(
    private readonly token: string,
    private readonly endpoints: ReadonlyMap<string, string>,
    readonly userId: string,
    readonly projectId: string,
    readonly projectName: string,
    private readonly timeout: number,
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
    const answer = await ask(url, { method: "POST", headers: { "content-type": "application/json" }, body }, timeout);
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
    const token = answer.headers.get("x-subject-token");
    if (token === null) throw new Error(`${url}: the answer has no token`);
    const { token: granted } = tokenSchema.parse(JSON.parse(answer.text));
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
    const { project, user } = granted;
    return new OpenstackClient(token, endpoints, user.id, project.id, project.name, timeout);
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
    const answer = await ask(url, init, this.timeout);
    if (!answer.ok && !also.includes(answer.status)) {
      throw new Error(`${method} ${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    return answer;
  }
}
