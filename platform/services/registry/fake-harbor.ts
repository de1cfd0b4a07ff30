/** A Harbor that plays its part: it keeps what it is told, and refuses what Harbor refuses. For tests. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

interface Robot {
  id: number;
  /** As asked for; Harbor shows it behind its prefix. */
  name: string;
  permissions: { kind: string; namespace: string; access: { resource: string; action: string }[] }[];
  disable: boolean;
  duration: number;
  level: string;
}

interface Registry {
  id: number;
  name: string;
  type: string;
  url: string;
  status: string;
  user: string;
  password: string;
}

type AskedRegistry = Pick<Registry, "name" | "type" | "url"> & {
  credential?: { access_key?: string; access_secret?: string };
};

interface Project {
  project_id: number;
  name: string;
  registry_id: number;
  metadata: { public: string };
}

type Body = Record<string, unknown>;

class Answer extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Kinds of registries that Harbor's chart lets be proxied, of those that we use. */
const proxied = ["docker-hub", "github-ghcr", "docker-registry"];

export class FakeHarbor {
  admin = "first-Admin-1";
  prefix = "robot$";
  /** Not yet up: it answers this often with 502 first. */
  starting = 0;
  /** Registries that are not reached, by their address. */
  readonly away = new Set<string>();
  /** Password of the right user of a registry, by its address. */
  readonly logins = new Map<string, string>();
  readonly registries: Registry[] = [];
  readonly projects: Project[] = [];
  readonly robots: Robot[] = [];
  /** Of robots, by their names. */
  readonly secrets = new Map<string, string>();
  readonly configuration: Record<string, unknown> = { auth_mode: "db_auth", oidc_verify_cert: true };
  clientSecret = "";
  /** Whether it has users besides admin. */
  users = false;
  /** What has been asked that is no question, like "POST /projects". */
  changes: string[] = [];

  private id = 0;
  private readonly server = http.createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      try {
        const body = text === "" ? {} : (JSON.parse(text) as Body);
        const { status = 200, content } = this.answer(request, body);
        response.writeHead(status, { "Content-Type": "application/json" });
        response.end(content === undefined ? "" : JSON.stringify(content));
      } catch (error) {
        const [status, message] = error instanceof Answer ? [error.status, error.message] : [500, String(error)];
        response.writeHead(status, { "Content-Type": "application/json" });
        // As Harbor does, which keeps the reason of its own errors to its log.
        const told = status >= 500 ? "internal server error" : message;
        response.end(JSON.stringify({ errors: [{ code: "X", message: told }] }));
      }
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Everything that it keeps. */
  state(): string {
    const { registries, projects, robots, configuration, clientSecret } = this;
    return JSON.stringify({ registries, projects, robots, configuration, clientSecret, secrets: [...this.secrets] });
  }

  private answer(request: http.IncomingMessage, body: Body): { status?: number; content?: unknown } {
    if (this.starting > 0) {
      this.starting--;
      throw new Answer(502, "starting");
    }
    const { method = "", url = "", headers } = request;
    const { pathname, searchParams } = new URL(url, "http://harbor");
    const [user = "", password = ""] = Buffer.from((headers.authorization ?? "").replace(/^Basic /, ""), "base64")
      .toString()
      .split(":");
    if (pathname === "/v2/") {
      const robot = this.robots.find(({ name }) => `${this.prefix}${name}` === user);
      if (robot === undefined || robot.disable || this.secrets.get(robot.name) !== password)
        throw new Answer(401, "unauthorized");
      return {};
    }
    if (user !== "admin" || password !== this.admin) throw new Answer(401, "unauthorized");
    const path = pathname.replace(/^\/api\/v2\.0/, "");
    if (method !== "GET") this.changes.push(`${method} ${path}`);
    const name = searchParams.get("q")?.replace(/^name=/, "");
    const [, kind, id] = path.split("/");
    switch (`${method} ${kind}`) {
      case "GET users":
        return { content: { user_id: 1 } };
      case "PUT users":
        return this.setAdmin(body);
      case "GET registries":
        return { content: this.registries.filter((one) => one.name === name).map(shown) };
      case "POST registries":
        return this.addRegistry(body);
      case "PUT registries":
        return this.setRegistry(Number(id), body);
      case "GET projects":
        return { content: this.projects.filter((one) => one.name === name) };
      case "POST projects":
        return this.addProject(body);
      case "PUT projects":
        Object.assign(found(this.projects, (one) => one.project_id === Number(id)).metadata, body["metadata"]);
        return {};
      case "GET robots":
        return { content: this.robots.filter((one) => one.name === name).map((one) => this.prefixed(one)) };
      case "POST robots":
        return this.addRobot(body);
      case "PUT robots":
        return this.setRobot(Number(id), body);
      case "PATCH robots":
        return this.setSecret(Number(id), body);
      case "GET configurations":
        return { content: this.shownConfiguration() };
      case "PUT configurations":
        return this.configure(body);
      default:
        throw new Answer(404, `no ${method} ${path}`);
    }
  }

  private setAdmin({ old_password, new_password }: Body) {
    if (old_password !== this.admin) throw new Answer(403, "Current password is incorrect");
    this.admin = strong(new_password);
    return {};
  }

  private addRegistry(body: Body) {
    const { name, type, url, credential } = body as unknown as AskedRegistry;
    const { access_key: user = "", access_secret: password = "" } = credential ?? {};
    const one = { id: ++this.id, name, type, url, status: "healthy", user, password };
    this.healthy(one);
    this.registries.push(one);
    return { status: 201 };
  }

  private setRegistry(id: number, body: Body) {
    const one = found(this.registries, (each) => each.id === id);
    const { url = one.url, access_key = one.user, access_secret = one.password } = body as Record<string, string>;
    const next = { ...one, url, user: access_key, password: access_secret };
    this.healthy(next);
    Object.assign(one, next, { status: "healthy" });
    return {};
  }

  private healthy({ url, user, password }: Pick<Registry, "url" | "user" | "password">): void {
    if (this.away.has(url)) throw new Answer(400, "the registry is unhealthy");
    // Docker Hub's is an error of its own, in which the words of Docker Hub would be.
    if (user !== "" && this.logins.get(url) !== password) throw new Answer(500, `login error with ${password}`);
  }

  private addProject(body: Body) {
    const { project_name, registry_id, metadata } = body as {
      project_name: string;
      registry_id: number;
      metadata: { public: string };
    };
    const { type } = found(this.registries, ({ id }) => id === registry_id);
    if (!proxied.includes(type)) throw new Answer(400, `unsupported registry type ${type}`);
    this.projects.push({ project_id: ++this.id, name: project_name, registry_id, metadata });
    return { status: 201 };
  }

  private addRobot(body: Body) {
    const robot = { ...(body as unknown as Robot), id: ++this.id };
    this.permitted(robot);
    this.robots.push(robot);
    this.secrets.set(robot.name, "made-up");
    return { status: 201, content: { id: robot.id, name: `${this.prefix}${robot.name}`, secret: "made-up" } };
  }

  private setRobot(id: number, body: Body) {
    const one = found(this.robots, (each) => each.id === id);
    const next = body as unknown as Robot;
    if (next.name !== `${this.prefix}${one.name}` || next.level !== one.level)
      throw new Answer(400, "cannot update the level or name of robot");
    this.permitted(next);
    Object.assign(one, next, { name: one.name });
    return {};
  }

  private permitted({ permissions, duration }: Pick<Robot, "permissions" | "duration">): void {
    if (duration !== -1 && duration < 1) throw new Answer(400, "bad request error duration input");
    if (permissions.length === 0) throw new Answer(400, "bad request empty permission");
    for (const { kind, namespace } of permissions)
      if (kind === "project") found(this.projects, ({ name }) => name === namespace);
  }

  private setSecret(id: number, { secret }: Body) {
    this.secrets.set(found(this.robots, (each) => each.id === id).name, strong(secret));
    return { content: {} };
  }

  private prefixed(robot: Robot) {
    return { ...robot, name: `${this.prefix}${robot.name}` };
  }

  private shownConfiguration() {
    const shownAs = ([key, value]: [string, unknown]) =>
      [key, { value, editable: key !== "auth_mode" || !this.users }] as const;
    return Object.fromEntries(Object.entries(this.configuration).map(shownAs));
  }

  private configure(body: Body) {
    const { oidc_client_secret: secret, ...rest } = body;
    if (rest["auth_mode"] !== this.configuration["auth_mode"] && this.users)
      throw new Answer(400, "the auth mode cannot be modified");
    this.clientSecret = String(secret);
    Object.assign(this.configuration, rest);
    return {};
  }
}

/** Without its password. */
function shown({ user, password, ...rest }: Registry) {
  return {
    ...rest,
    credential: user === "" ? {} : { type: "basic", access_key: user, access_secret: password && "*****" },
  };
}

function found<T>(list: readonly T[], is: (one: T) => boolean): T {
  const one = list.find(is);
  if (one === undefined) throw new Answer(404, "not found");
  return one;
}

function strong(secret: unknown): string {
  const text = String(secret);
  if (text.length < 8 || text.length > 128 || ![/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text)))
    throw new Answer(
      400,
      "the secret must be 8-128 characters long with an uppercase letter, a lowercase letter and a number",
    );
  return text;
}
