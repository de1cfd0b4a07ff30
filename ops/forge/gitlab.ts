/** GitLab, by the client that is kept for Node.js (GitLab has none of its own). */
import { UserError } from "../errors";
import { ForgeError, waitOf, type Comment, type Forge, type Issue } from "./forge";
import type { Place } from "./place";

type Client = Awaited<ReturnType<typeof connect>>;

/** Milliseconds for one request. */
const patience = 30_000;

async function connect(host: string, token: string) {
  const { Gitlab } = await import("@gitbeaker/rest");
  return new Gitlab<false>({ host, token, queryTimeout: patience, camelize: false });
}

export class GitLab implements Forge {
  readonly name: string;
  private login: string | undefined;

  private constructor(
    private readonly client: Client,
    private readonly host: string,
    private readonly project: string,
  ) {
    this.name = `GitLab, ${project}`;
  }

  static async open({ api, repository, token }: Place): Promise<GitLab> {
    const host = api.replace(/\/api\/v4\/?$/, "");
    return new GitLab(await connect(host, token), host, repository);
  }

  reference(pull: number): string {
    return `!${pull}`;
  }

  async *comments(pull: number): AsyncIterable<Comment> {
    this.login ??= (await asked(this.client.Users.showCurrentUser())).username;
    // The client goes through all pages.
    const notes = await asked(this.client.MergeRequestNotes.all(this.project, pull, { perPage: 100 }));
    for (const { id, body, author } of notes) yield { id, body, own: author.username === this.login };
  }

  async createComment(pull: number, body: string): Promise<string> {
    return this.note(pull, (await asked(this.client.MergeRequestNotes.create(this.project, pull, body))).id);
  }

  async updateComment(pull: number, id: number, body: string): Promise<string> {
    return this.note(pull, (await asked(this.client.MergeRequestNotes.edit(this.project, pull, id, { body }))).id);
  }

  async *openIssues(): AsyncIterable<Issue> {
    const issues = await asked(this.client.Issues.all({ projectId: this.project, state: "opened", perPage: 100 }));
    for (const { iid, title, description } of issues) yield { number: iid, title, body: description ?? "" };
  }

  async createIssue(title: string, body: string): Promise<string> {
    return (await asked(this.client.Issues.create(this.project, title, { description: body }))).web_url;
  }

  async updateIssue(number: number, body: string): Promise<string> {
    return (await asked(this.client.Issues.edit(this.project, number, { description: body }))).web_url;
  }

  async closeIssue(number: number, comment: string): Promise<string> {
    await asked(this.client.IssueNotes.create(this.project, number, comment));
    return (await asked(this.client.Issues.edit(this.project, number, { stateEvent: "close" }))).web_url;
  }

  private note(pull: number, id: number): string {
    return `${this.host}/${this.project}/-/merge_requests/${pull}#note_${id}`;
  }
}

interface RequestError extends Error {
  cause?: { description?: string; code?: string; response?: Response };
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = thrown as RequestError;
    // The client has tried ten times already.
    if (error.name === "GitbeakerRetryError") throw new UserError(`GitLab still fails: ${error.message}`);
    const { code, description, response } = error.cause ?? {};
    if (response) {
      const headers = Object.fromEntries(response.headers);
      throw new ForgeError(response.status, description ?? error.message, waitOf(headers));
    }
    if (error.name === "GitbeakerTimeoutError" || code !== undefined)
      throw new ForgeError(0, `no answer (${code ?? error.message})`);
    throw error;
  }
}
