/** GitHub, by its official client. */
import type { Octokit } from "@octokit/rest";
import { ForgeError, waitOf, type Comment, type Forge, type Headers, type Issue } from "./forge";
import type { Place } from "./place";

const perPage = 100;

export class GitHub implements Forge {
  readonly name: string;
  /** Whose token it is: a login, or undefined for a token of a job or an app. */
  private login: Promise<string | undefined> | undefined;

  private constructor(
    private readonly client: Octokit,
    private readonly owner: string,
    private readonly repo: string,
  ) {
    this.name = `GitHub, ${owner}/${repo}`;
  }

  static async open({ api, repository, token }: Place): Promise<GitHub> {
    const { Octokit } = await import("@octokit/rest");
    const [owner = "", repo = ""] = repository.split("/");
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    return new GitHub(new Octokit({ auth: token, baseUrl: api, log }), owner, repo);
  }

  reference(pull: number): string {
    return `#${pull}`;
  }

  async *comments(pull: number): AsyncIterable<Comment> {
    const login = await this.own();
    const { client, owner, repo } = this;
    const pages = client.paginate.iterator(client.rest.issues.listComments, {
      owner,
      repo,
      issue_number: pull,
      per_page: perPage,
    });
    // A job's own token may not ask who it is; what it writes is written by a bot.
    for await (const { data } of translated(pages))
      for (const { id, body = "", user } of data)
        yield { id, body, own: login === undefined ? user?.type === "Bot" : user?.login === login };
  }

  async createComment(pull: number, body: string): Promise<string> {
    const { client, owner, repo } = this;
    const made = await asked(client.rest.issues.createComment({ owner, repo, issue_number: pull, body }));
    return made.data.html_url;
  }

  async updateComment(_pull: number, id: number, body: string): Promise<string> {
    const { client, owner, repo } = this;
    const { data } = await asked(client.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
    return data.html_url;
  }

  async *openIssues(): AsyncIterable<Issue> {
    const { client, owner, repo } = this;
    const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
      owner,
      repo,
      state: "open",
      per_page: perPage,
    });
    for await (const { data } of translated(pages))
      for (const { number, title, body, pull_request: pull } of data)
        if (pull === undefined) yield { number, title, body: body ?? "" };
  }

  async createIssue(title: string, body: string): Promise<string> {
    const { client, owner, repo } = this;
    return (await asked(client.rest.issues.create({ owner, repo, title, body }))).data.html_url;
  }

  async updateIssue(number: number, body: string): Promise<string> {
    const { client, owner, repo } = this;
    return (await asked(client.rest.issues.update({ owner, repo, issue_number: number, body }))).data.html_url;
  }

  async closeIssue(number: number, comment: string): Promise<string> {
    const { client, owner, repo } = this;
    await asked(client.rest.issues.createComment({ owner, repo, issue_number: number, body: comment }));
    const closed = client.rest.issues.update({ owner, repo, issue_number: number, state: "closed" });
    return (await asked(closed)).data.html_url;
  }

  private own(): Promise<string | undefined> {
    this.login ??= asked(this.client.rest.users.getAuthenticated()).then(
      ({ data }) => data.login,
      (error: unknown) => {
        if (error instanceof ForgeError && error.status === 403 && error.wait === undefined) return undefined;
        this.login = undefined;
        throw error;
      },
    );
    return this.login;
  }
}

async function* translated<T>(pages: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* pages;
  } catch (error) {
    throw translate(error);
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw translate(error);
  }
}

/** What the client throws has the status and the answer. */
function translate(error: unknown): unknown {
  const { message, response, status } = error as {
    message?: string;
    status?: number;
    response?: { headers?: Headers; data?: { message?: string } };
  };
  if (typeof status !== "number" || error instanceof ForgeError) return error;
  const answered = response !== undefined;
  const said = response?.data?.message ?? message ?? "no reason";
  // The client says 500 when there was no answer at all.
  return new ForgeError(
    answered ? status : 0,
    answered ? said : `no answer (${message})`,
    waitOf(response?.headers ?? {}),
  );
}
