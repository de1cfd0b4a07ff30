/** Gitea and Forgejo. There is no client of their own for Node.js; this is the part of their API that we need. */
import { z } from "zod";
import { ForgeError, waitOf, type Comment, type Forge, type Issue } from "./forge";
import type { Place } from "./place";

const perPage = 50;
/** Seconds. */
const patience = 30;

const commentSchema = z.object({
  id: z.number(),
  body: z.string(),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});
const issueSchema = z.object({ number: z.number(), title: z.string(), body: z.string(), html_url: z.string() });

export class Gitea implements Forge {
  readonly name: string;
  private login: string | undefined;

  constructor(private readonly place: Place) {
    this.name = `Gitea, ${place.repository}`;
  }

  reference(pull: number): string {
    return `#${pull}`;
  }

  async *comments(pull: number): AsyncIterable<Comment> {
    this.login ??= z.object({ login: z.string() }).parse(await this.ask("GET", "/user")).login;
    // Gitea gives all comments of one issue at once.
    const all = z.array(commentSchema).parse(await this.ask("GET", `${this.repo}/issues/${pull}/comments`));
    for (const { id, body, user } of all) yield { id, body, own: user?.login === this.login };
  }

  async createComment(pull: number, body: string): Promise<string> {
    return commentSchema.parse(await this.ask("POST", `${this.repo}/issues/${pull}/comments`, { body })).html_url;
  }

  async updateComment(_pull: number, id: number, body: string): Promise<string> {
    return commentSchema.parse(await this.ask("PATCH", `${this.repo}/issues/comments/${id}`, { body })).html_url;
  }

  async *openIssues(): AsyncIterable<Issue> {
    for (let page = 1; ; page++) {
      const query = `state=open&type=issues&limit=${perPage}&page=${page}`;
      const issues = z.array(issueSchema).parse(await this.ask("GET", `${this.repo}/issues?${query}`));
      yield* issues;
      // A server may give fewer than we ask for, so only an empty page is the end.
      if (issues.length === 0) return;
    }
  }

  async createIssue(title: string, body: string): Promise<string> {
    return issueSchema.parse(await this.ask("POST", `${this.repo}/issues`, { title, body })).html_url;
  }

  async updateIssue(number: number, body: string): Promise<string> {
    return issueSchema.parse(await this.ask("PATCH", `${this.repo}/issues/${number}`, { body })).html_url;
  }

  async closeIssue(number: number, comment: string): Promise<string> {
    await this.createComment(number, comment);
    const closed = await this.ask("PATCH", `${this.repo}/issues/${number}`, { state: "closed" });
    return issueSchema.parse(closed).html_url;
  }

  private get repo(): string {
    return `/repos/${this.place.repository}`;
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const { api, token } = this.place;
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: { authorization: `token ${token}`, "content-type": "application/json", accept: "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience * 1000),
    }).catch((error: Error) => {
      const { code } = (error.cause ?? {}) as { code?: string };
      throw new ForgeError(0, `no answer (${code ?? error.message})`);
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new ForgeError(
        answer.status,
        reason(text) || answer.statusText,
        waitOf(Object.fromEntries(answer.headers)),
      );
    return JSON.parse(text);
  }
}

function reason(text: string): string {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return "";
  }
}
