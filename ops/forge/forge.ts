/** Where pull requests and issues live: what comments and the issue about drift need of it, the same of each. */

export interface Comment {
  id: number;
  body: string;
  /** Written by the user whose token we have; undefined where that cannot be told. */
  own?: boolean | undefined;
}

export interface Issue {
  number: number;
  title: string;
  body: string;
}

/** Pages are asked for as they are needed. Every method throws ForgeError. */
export interface Forge {
  /** For messages, like "GitHub, acme/platform". */
  readonly name: string;
  /** "#12" or "!12", as people write a pull request there. */
  reference(pull: number): string;
  /** Comments of a pull request, through all pages. */
  comments(pull: number): AsyncIterable<Comment>;
  /** @returns Its address. */
  createComment(pull: number, body: string): Promise<string>;
  updateComment(pull: number, id: number, body: string): Promise<string>;
  /** Open issues, through all pages. */
  openIssues(): AsyncIterable<Issue>;
  createIssue(title: string, body: string): Promise<string>;
  updateIssue(number: number, body: string): Promise<string>;
  /** @param comment Said before it is closed. */
  closeIssue(number: number, comment: string): Promise<string>;
}

/** The API refused or failed. */
export class ForgeError extends Error {
  /**
   * @param status HTTP status; 0: no answer at all.
   * @param wait Seconds after which the API says it may be asked again.
   */
  constructor(
    readonly status: number,
    message: string,
    readonly wait?: number,
  ) {
    super(message);
  }
}

/** Headers of an answer, by lower-case name. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** What an answer says of when to come again: Retry-After, or the reset of a rate that is used up. Seconds. */
export function waitOf(headers: Headers, now = Date.now()): number | undefined {
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return after;
  const left = headers["x-ratelimit-remaining"] ?? headers["ratelimit-remaining"];
  const reset = Number(headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"]);
  if (String(left) !== "0" || !Number.isFinite(reset)) return undefined;
  return Math.max(0, Math.ceil(reset - now / 1000));
}
