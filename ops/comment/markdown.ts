/** Text of others inside of Markdown: nothing in it may become a tag, a mention, a link to an issue or a command. Pure. */

/** Between a sign and the word behind it, so that it is no mention; a reader does not see it. */
const joiner = "&#8203;";

export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/**
 * One line of plain words. `@you` mentions nobody, `#1` and `!1` link to nothing, and no sign begins emphasis, code, a table's cell,
 * or a quick action of GitLab.
 */
export function escapeMarkdown(text: string): string {
  return (
    escapeHtml(text.replace(/\s+/g, " ").trim())
      .replace(/[\\`*_[\]|~$]/g, (sign) => `&#${sign.charCodeAt(0)};`)
      // "#" of the entities above stays what it is.
      .replace(/(?<!&)[@#!%](?=\w)/g, (sign) => `${sign}${joiner}`)
      .replace(/^(\s*)([-+>/=]|\d+[.)])/, `$1${joiner}$2`)
  );
}

/** A name or a value in the line, as code, in which nobody is mentioned; it can be copied. For tables as well. */
export function code(text: string): string {
  const line = escapeCode(text);
  return line === "" ? "" : `<code>${line}</code>`;
}

/** What stands between the tags. */
export function escapeCode(text: string): string {
  const line = escapeHtml(text.replace(/\s+/g, " ").trim());
  return line.replace(/[\\`*_[\]|~$@!%:]|(?<!&)#/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A block of code. Its fence is longer than any in the text, so that none in it can end it. */
export function fence(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text.replace(/\n+$/, "")}\n${ticks}`;
}

/** What one unfolds. @param summary Plain words. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${escapeHtml(summary)}</summary>\n\n${content}\n\n</details>`;
}

/** A table; cells are Markdown of ours. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** "1 resource", "2 resources". */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}
