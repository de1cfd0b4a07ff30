/**
 * For tests: a small server that behaves as the parts of the comment and issue APIs of GitHub, GitLab and Gitea that we use: paging with
 * a Link header, who wrote what, and failures that a test orders beforehand.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

interface Stored {
  id: number;
  body: string;
  user: { login: string; type: string };
}

interface StoredIssue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  pull_request?: object;
}

/** An answer that the server gives instead of its own. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  message?: string;
  /** Does what it was asked, and then fails all the same. */
  afterwards?: boolean;
}

export class FakeForge {
  readonly comments: Stored[] = [];
  readonly issues: StoredIssue[] = [];
  /** "GET /repos/acme/platform/issues/7/comments?page=2", in order. */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  /** Whose token it is; undefined: a token of a job, which may not ask. */
  login: string | undefined = "robot";
  readonly token = "token-of-the-tests";
  private readonly server = http.createServer((request, response) => void this.serve(request, response));
  private next = 1;

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Without a path. GitHub's API is at its root. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A comment of somebody. */
  say(body: string, login = "somebody", type = "User"): Stored {
    const comment = { id: this.next++, body, user: { login, type } };
    this.comments.push(comment);
    return comment;
  }

  open(title: string, body: string, more: Partial<StoredIssue> = {}): StoredIssue {
    const issue: StoredIssue = { number: this.next++, title, body, state: "open", ...more };
    this.issues.push(issue);
    return issue;
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk as string;
    const url = new URL(request.url ?? "", this.url);
    this.requests.push(`${request.method} ${request.url}`);
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    const fault = this.faults.shift();
    const fail = ({ headers, message = "fault", status }: Fault) => send(status, { message }, headers);
    if (fault && !fault.afterwards) return fail(fault);
    const { authorization = "", "private-token": gitlab = "" } = request.headers;
    if (![authorization, gitlab].flat().some((one) => one.endsWith(this.token)))
      return send(401, { message: "Bad credentials" });
    const form = request.headers["content-type"]?.includes("json") ? {} : Object.fromEntries(new URLSearchParams(text));
    const body = (text.startsWith("{") ? JSON.parse(text) : form) as Record<string, string>;
    const answer = this.answer(request.method ?? "", url, body);
    if (fault) return fail(fault);
    if (answer === undefined) return send(404, { message: "Not Found" });
    if (answer === "forbidden") return send(403, { message: "Resource not accessible by integration" });
    if (!Array.isArray(answer)) return send(request.method === "POST" ? 201 : 200, answer);
    const size = Number(url.searchParams.get("per_page") ?? url.searchParams.get("limit") ?? 30);
    const page = Number(url.searchParams.get("page") ?? 1);
    const shown =
      url.pathname.includes("/comments") && this.wholeComments ? answer : answer.slice((page - 1) * size, page * size);
    const further = answer.length > page * size;
    url.searchParams.set("page", String(page + 1));
    send(200, shown, further ? { link: `<${url.href}>; rel="next"`, "x-next-page": String(page + 1) } : {});
  }

  /** Gitea gives all comments at once. */
  wholeComments = false;

  private answer(method: string, url: URL, body: Record<string, string>): unknown {
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v[14]/, "");
    if (path === "/user") {
      if (this.login === undefined) return "forbidden";
      return { login: this.login, username: this.login };
    }
    const [, id] = /\/(?:issues\/comments|notes)\/(\d+)$/.exec(path) ?? [];
    if (id !== undefined) {
      const found = this.comments.find((one) => one.id === Number(id));
      return found && this.shown(Object.assign(found, { body: body.body ?? found.body }));
    }
    if (/\/(comments|notes)$/.test(path)) {
      if (method === "GET") return this.comments.map((one) => this.shown(one));
      return this.shown(this.say(body.body ?? "", this.login ?? "github-actions[bot]", this.login ? "User" : "Bot"));
    }
    const [, number] = /\/issues\/(\d+)$/.exec(path) ?? [];
    if (number !== undefined) {
      const found = this.issues.find((one) => one.number === Number(number));
      if (found === undefined) return undefined;
      const closes = body.state === "closed" || (body.stateEvent ?? body.state_event) === "close";
      const text = body.body ?? body.description;
      return this.issue(Object.assign(found, text ? { body: text } : {}, closes ? { state: "closed" } : {}));
    }
    if (path.endsWith("/issues")) {
      if (method === "GET") return this.issues.filter(({ state }) => state === "open").map((one) => this.issue(one));
      return this.issue(this.open(body.title ?? "", body.body ?? body.description ?? ""));
    }
    return undefined;
  }

  private shown({ id, body, user }: Stored): object {
    return { id, body, user, author: { username: user.login }, html_url: `https://forge.example/comments/${id}` };
  }

  private issue(issue: StoredIssue): object {
    const address = `https://forge.example/issues/${issue.number}`;
    return { ...issue, iid: issue.number, description: issue.body, html_url: address, web_url: address };
  }
}
