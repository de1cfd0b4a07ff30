/**
 * Comments `# reason: ...` of a YAML file, and what they speak for. Decided by where a comment stands, not by the node that a parser
 * hangs it on: a parser gives "beside the parent" and "above the first child" the same place.
 */
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  Parser,
} from "yaml";

/** Keys and indexes from the top of the file. */
export type Path = readonly (string | number)[];

interface Comment {
  /** 0-based. */
  column: number;
  /** Nothing else stands on its line (but the dash of a list item that goes on below). */
  alone: boolean;
  /** Without the "#". */
  text: string;
}

/** A YAML file with its comments; one that is no YAML is none for it. */
export class CommentedFile {
  private readonly lines: string[];
  private readonly counter = new LineCounter();
  private readonly document: Document.Parsed;
  private readonly comments: ReadonlyMap<number, Comment>;

  constructor(text: string) {
    this.lines = text.split("\n");
    this.document = parseDocument(text, { lineCounter: this.counter, merge: true });
    this.comments = new Map(
      [...new Parser().parse(text)].flatMap(commentTokens).map(({ offset, source }) => {
        const line = this.line(offset);
        const column = offset - (this.counter.lineStarts[line - 1] ?? 0);
        const alone = /^[\s-]*$/.test((this.lines[line - 1] ?? "").slice(0, column));
        return [line, { column, alone, text: source.replace(/^#+/, "") }];
      }),
    );
  }

  /** The content without comments. */
  toJS(): unknown {
    return this.document.toJS();
  }

  /**
   * The reason for what stands at a path: beside it, above it, or else beside or above the nearest section around it. A path that the
   * file does not have is explained by the sections it would stand in.
   */
  reasonAt(path: Path): string | undefined {
    const found: string[] = [];
    let node: unknown = this.document.contents;
    for (const part of path) {
      let lines: number[];
      if (isMap(node)) {
        const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === String(part));
        if (pair === undefined) break;
        lines = this.linesOfPair(pair);
        node = pair.value;
      } else if (isSeq(node)) {
        const item: unknown = typeof part === "number" ? node.items[part] : undefined;
        if (!isNode(item)) break;
        lines = this.linesOfValue(item, true);
        node = item;
      } else break;
      const reason = this.reasonOf(lines);
      if (reason !== undefined) found.unshift(reason);
    }
    return found[0];
  }

  private line(offset: number): number {
    return this.counter.linePos(offset).line;
  }

  private linesOfPair(pair: Pair): number[] {
    const key = isNode(pair.key) && pair.key.range ? [this.line(pair.key.range[0])] : [];
    return [...key, ...this.linesOfValue(pair.value, false)];
  }

  /** A block's first line is its first child's and its last line its last child's, so neither speaks for the block (but an item's first). */
  private linesOfValue(value: unknown, isItem: boolean): number[] {
    if (!isNode(value) || !value.range) return [];
    const first = this.line(value.range[0]);
    if (isCollection(value) && !value.flow) return isItem ? [first] : [];
    return [first, this.line(Math.max(value.range[0], value.range[1] - 1))];
  }

  /** Beside any of the lines, or above the first. */
  private reasonOf(lines: readonly number[]): string | undefined {
    const beside = [...new Set(lines)].flatMap((line) => {
      const comment = this.comments.get(line);
      return comment === undefined || comment.alone ? [] : reasonsIn([comment.text]);
    });
    const [first] = lines;
    const all = [...(first === undefined ? [] : reasonsIn(this.above(first))), ...beside];
    return all.length === 0 ? undefined : all.join("; ");
  }

  /** The comment lines above a line, blank lines as "". Those further to the right end the section above instead. */
  private above(line: number): string[] {
    const indent = (this.lines[line - 1] ?? "").search(/\S/);
    const texts: string[] = [];
    for (let number = line - 1; number >= 1; number--) {
      const comment = this.comments.get(number);
      if (comment?.alone) texts.unshift(comment.column <= indent ? comment.text : "");
      else if ((this.lines[number - 1] ?? "").trim() === "") texts.unshift("");
      else break;
    }
    return texts;
  }
}

/** Reasons in the lines of a comment; one goes on until an empty line or the next "word:". */
function reasonsIn(texts: readonly string[]): string[] {
  const reasons: string[] = [];
  let open = false;
  for (const text of texts) {
    const start = /^\s*reason:\s*(\S.*)$/i.exec(text);
    if (start?.[1] !== undefined) {
      reasons.push(start[1].trim());
      open = true;
    } else if (open && text.trim() !== "" && !/^\s*[\w-]+:(\s|$)/.test(text)) {
      reasons.push(`${reasons.pop() ?? ""} ${text.trim()}`);
    } else open = false;
  }
  return reasons;
}

function commentTokens(token: unknown): { offset: number; source: string }[] {
  if (Array.isArray(token)) return token.flatMap(commentTokens);
  if (typeof token !== "object" || token === null) return [];
  return "type" in token && token.type === "comment"
    ? [token as unknown as { offset: number; source: string }]
    : Object.values(token).flatMap(commentTokens);
}
