/** The few calls that the supervisor makes to a cluster's API, with the certificate of its own user. */
import * as fs from "node:fs";
import * as https from "node:https";
import type { Layout } from "./layout";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const timeoutMs = 10_000;

export class ApiClient {
  private readonly agent: https.Agent;

  /** @param user name of a client certificate in the layout */
  constructor(
    private readonly port: number,
    layout: Layout,
    user: string,
  ) {
    const { cert, key } = layout.certificate(user);
    this.agent = new https.Agent({
      keepAlive: true,
      ca: fs.readFileSync(layout.ca.cert),
      cert: fs.readFileSync(cert),
      key: fs.readFileSync(key),
    });
  }

  /** One request. Returns the answer's JSON, or its text when it is not JSON.
   * @throws ApiError for a status >= 400, Error when the server does not answer within 10 s */
  request(method: string, path: string, body?: unknown, contentType = "application/json"): Promise<unknown> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: this.port,
          method,
          path,
          agent: this.agent,
          timeout: timeoutMs,
          headers: {
            Accept: "application/json",
            // Node sends the length of a DELETE's body only when told to.
            ...(text === undefined
              ? {}
              : { "Content-Type": contentType, "Content-Length": String(Buffer.byteLength(text)) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const answer = parse(Buffer.concat(chunks).toString("utf8"));
            const status = response.statusCode ?? 0;
            if (status < 400) resolve(answer);
            else reject(new ApiError(status, `${method} ${path}: ${status} ${messageOf(answer)}`));
          });
        },
      );
      request.on("timeout", () => request.destroy(new Error(`${method} ${path}: no answer in ${timeoutMs / 1000} s`)));
      request.on("error", reject);
      request.end(text);
    });
  }

  get(path: string): Promise<unknown> {
    return this.request("GET", path);
  }

  mergePatch(path: string, body: unknown): Promise<unknown> {
    return this.request("PATCH", path, body, "application/merge-patch+json");
  }

  /** Creates or changes an object so that it has these fields. */
  apply(path: string, object: unknown): Promise<unknown> {
    const query = "?fieldManager=lab-supervisor&force=true";
    return this.request("PATCH", `${path}${query}`, object, "application/apply-patch+yaml");
  }

  /** Deletes; an object that is not there is fine. */
  async delete(path: string, body?: unknown): Promise<void> {
    try {
      await this.request("DELETE", path, body);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function messageOf(answer: unknown): string {
  if (typeof answer === "string") return answer.slice(0, 200);
  const message = (answer as { message?: unknown }).message;
  return typeof message === "string" ? message : "";
}
