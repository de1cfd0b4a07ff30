/** The little of the OpenStack API that day-two commands need: log in, list, over plain HTTP. */
import { z } from "zod";
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

function identity(cloud: Cloud): object {
  const { auth } = cloud;
  if (auth.application_credential_id !== undefined) {
    const credential = { id: auth.application_credential_id, secret: auth.application_credential_secret };
    return { identity: { methods: ["application_credential"], application_credential: credential } };
  }
  const user = { name: auth.username, password: auth.password, domain: { name: auth.user_domain_name ?? "Default" } };
  const project = { name: auth.project_name, domain: { name: auth.project_domain_name ?? "Default" } };
  return { identity: { methods: ["password"], password: { user } }, scope: { project } };
}

export class OpenstackClient {
  private constructor(
    private readonly token: string,
    private readonly endpoints: ReadonlyMap<string, string>,
    readonly userId: string,
    readonly projectId: string,
    readonly projectName: string,
  ) {}

  /** Logs in with the entry of clouds.yaml; an Error with the service's own words when that is refused. */
  static async login(cloud: Cloud): Promise<OpenstackClient> {
    const url = `${cloud.auth.auth_url.replace(/\/$/, "")}/auth/tokens`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ auth: identity(cloud) }),
    });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    const token = answer.headers.get("x-subject-token");
    if (token === null) throw new Error(`${url}: the answer has no token`);
    const body = tokenSchema.parse(await answer.json());
    const endpoints = new Map<string, string>();
    for (const service of body.token.catalog) {
      const endpoint = service.endpoints.find(
        (candidate) =>
          candidate.interface === "public" &&
          (cloud.region_name === undefined || candidate.region === cloud.region_name),
      );
      if (endpoint !== undefined) endpoints.set(service.type, endpoint.url.replace(/\/$/, ""));
    }
    endpoints.set("identity", cloud.auth.auth_url.replace(/\/$/, ""));
    const { project, user } = body.token;
    return new OpenstackClient(token, endpoints, user.id, project.id, project.name);
  }

  /** True when the site's catalog has this service type. */
  has(service: string): boolean {
    return this.endpoints.has(service);
  }

  /** GET `path` of a service, parsed as JSON; 404 is an Error like every other refusal. */
  async get(service: string, path: string): Promise<unknown> {
    return (await this.request("GET", service, path)).json();
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
    return (await this.request("POST", service, path, [], JSON.stringify(body))).json();
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
  ): Promise<Response> {
    const endpoint = this.endpoints.get(service);
    if (endpoint === undefined) throw new Error(`the cloud has no service of type "${service}"`);
    const url = `${endpoint}${path}`;
    const answer = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        "x-auth-token": this.token,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        // Magnum tells of node groups only to those who ask for a newer API; Cinder refuses a header meant for another service.
        ...(service === "container-infra" ? { "openstack-api-version": "container-infra latest" } : {}),
      },
    });
    if (!answer.ok && !also.includes(answer.status)) {
      throw new Error(`${method} ${url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    }
    return answer;
  }
}
