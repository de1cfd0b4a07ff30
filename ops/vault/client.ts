/** The little of Vault's API that secrets need, over https. No value is ever part of an error. */
import { Agent, fetch as send } from "undici";
import { z } from "zod";
import { UserError } from "../errors";

export interface VaultAddress {
  /** Like https://vault.example.org:8200. */
  address: string;
  /** Namespace of Vault Enterprise. */
  namespace?: string | undefined;
  /** PEM of the authority that signed its certificate. Missing: one that everybody trusts. */
  certificateAuthority?: string | undefined;
}

/** What Vault answered. */
interface Reply {
  status: number;
  body: unknown;
}

const failure = z.object({ errors: z.array(z.string()).default([]) });
const login = z.object({
  auth: z.object({ client_token: z.string(), lease_duration: z.number(), renewable: z.boolean() }),
});

/** Milliseconds that Vault may take for an answer. */
const patience = 30_000;
/** Part of a token's life after which it is renewed. */
const renewAfter = 0.5;

export class VaultClient {
  private token?: string;
  /** When the token is to be renewed, and how long it then lives, in milliseconds. Missing: it is somebody else's business. */
  private lease?: { renew: number; duration: number };
  private readonly agent: Agent;

  constructor(
    private readonly at: VaultAddress,
    /** Milliseconds, for tests. */
    private readonly now: () => number = Date.now,
  ) {
    this.agent = new Agent({
      connect: { timeout: patience, ...(at.certificateAuthority === undefined ? {} : { ca: at.certificateAuthority }) },
    });
  }

  /** Uses a token that somebody has. */
  useToken(token: string): this {
    this.token = token;
    delete this.lease;
    return this;
  }

  /** Logs in as an AppRole. The token is renewed as long as it is used, and taken back by {@link close}. */
  async logIn(roleId: string, secretId: string): Promise<this> {
    const reply = await this.request("POST", "auth/approle/login", { role_id: roleId, secret_id: secretId });
    if (reply.status === 400)
      throw new UserError(
        `Vault at ${this.at.address} does not know this AppRole, or its secret ID has ended: \`science-platform vault setup\` makes a new one.`,
      );
    this.takeToken(this.good(reply, "POST", "auth/approle/login"));
    return this;
  }

  /** Ends the login, if it was ours, and the connections. */
  async close(): Promise<void> {
    try {
      if (this.lease !== undefined) await this.request("POST", "auth/token/revoke-self");
    } finally {
      await this.agent.destroy();
    }
  }

  /** @returns Undefined when there is nothing at that path. */
  async read(path: string): Promise<unknown> {
    return this.found("GET", path);
  }

  /** Names below a path; those of folders end with a slash. */
  async list(path: string): Promise<string[]> {
    const keys = z.object({ data: z.object({ keys: z.array(z.string()) }) });
    const body = await this.found("GET", `${path}?list=true`);
    return body === undefined ? [] : keys.parse(body).data.keys;
  }

  /** @throws UserError with Vault's words when it refuses. */
  async write(path: string, body: object, method: "POST" | "PUT" = "POST"): Promise<unknown> {
    return this.good(await this.authorized(method, path, body), method, path);
  }

  async delete(path: string): Promise<void> {
    await this.found("DELETE", path);
  }

  /** An answer that may be of any status, without a login: health, initialization, unsealing. */
  async ask(method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<Reply> {
    return this.request(method, path, body);
  }

  private async found(method: string, path: string): Promise<unknown> {
    const reply = await this.authorized(method, path);
    return reply.status === 404 ? undefined : this.good(reply, method, path);
  }

  private async authorized(method: string, path: string, body?: object): Promise<Reply> {
    if (this.lease !== undefined && this.now() >= this.lease.renew) {
      const reply = await this.request("POST", "auth/token/renew-self", {});
      this.takeToken(this.good(reply, "POST", "auth/token/renew-self"));
    }
    return this.request(method, path, body);
  }

  private takeToken(body: unknown): void {
    const { auth } = login.parse(body);
    const duration = auth.lease_duration * 1000;
    this.token = auth.client_token;
    this.lease = { duration, renew: this.now() + duration * renewAfter };
  }

  private good({ status, body }: Reply, method: string, path: string): unknown {
    if (status < 400) return body;
    const words = failure.safeParse(body).data?.errors.join("; ").trim();
    const where = `${method} ${this.at.address}/v1/${path.replace(/\?.*/, "")}`;
    if (status === 403)
      throw new UserError(`Vault does not allow ${where}: \`science-platform vault policies\` shows what is needed.`);
    if (status === 503) throw new UserError(`Vault at ${this.at.address} is sealed or not ready: docs/secrets.md.`);
    throw new UserError(`${where}: ${status}${words ? ` ${words}` : ""}`);
  }

  private async request(method: string, path: string, body?: object): Promise<Reply> {
    const url = `${this.at.address}/v1/${path}`;
    try {
      const answer = await send(url, {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(patience),
        headers: {
          "x-vault-request": "true",
          ...(this.token === undefined ? {} : { "x-vault-token": this.token }),
          ...(this.at.namespace === undefined ? {} : { "x-vault-namespace": this.at.namespace }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: parsed(text) };
    } catch (error) {
      throw new UserError(`Vault at ${this.at.address} does not answer: ${reason(error)}`);
    }
  }
}

/** What is no JSON is a page of something before Vault; its text helps nobody. */
function parsed(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}

function reason(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
