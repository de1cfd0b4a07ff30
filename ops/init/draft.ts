/** A stack file in the making: its content, and what is to be said beside it. */
import type { ConfigInput } from "../../config/schema";
import type { Answers } from "./answers";
import type { Comment } from "./document";
import type { UsedRange } from "./ranges";

export interface Draft {
  input: ConfigInput;
  comments: Readonly<Record<string, Comment>>;
}

/** Answers with what is always there. */
export type Complete = Answers &
  Required<Pick<Answers, "site" | "owner" | "domain" | "email" | "users" | "administrators">> & {
    lifecycle: NonNullable<Answers["lifecycle"]>;
    homeQuota: string;
    login: NonNullable<Answers["login"]>;
  };

/** What the stacks beside the new one use. */
export interface Surroundings {
  used: readonly UsedRange[];
  /** What others in the same cloud must stay clear of, and the file that says so. */
  reserved?: { file: string; reserved: Record<string, string> };
}

/** The mark of everything that somebody has to put right: `grep -n yours:` finds it. */
export const mark = "yours:";

/** Collects comments while the content is written. */
export class Comments {
  private readonly found: Record<string, Comment> = {};

  get all(): Readonly<Record<string, Comment>> {
    return this.found;
  }

  above(path: string, text: string): void {
    this.found[path] = { ...this.found[path], above: text };
  }

  beside(path: string, text: string): void {
    this.found[path] = { ...this.found[path], beside: text };
  }

  /** @returns `value`, marked at `path` as a guess; `how` one finds the right one. */
  guess<T>(path: string, value: T, how: string): T {
    this.beside(path, `${mark} ${how}`);
    return value;
  }
}
