/** The hidden line by which a comment is found again, one for each project and stack. It is the last, so that no reply that quotes it is taken for it. */

interface Named {
  project: string;
  stack: string;
}

const start = ({ project, stack }: Named): string =>
  `<!-- science-platform: ${encodeURIComponent(project)}/${encodeURIComponent(stack)} plan=`;

/** @param plan What the comment says of the plan. */
export function marker(named: Named, plan: string): string {
  return `${start(named)}${plan} -->`;
}

/** Of a comment of this project and stack: its plan. Undefined for any other comment. */
export function planIn(body: string, named: Named): string | undefined {
  const last = body.trimEnd().split(/\r?\n/).at(-1) ?? "";
  if (!last.startsWith(start(named))) return undefined;
  return /^([0-9a-f]*) -->$/.exec(last.slice(start(named).length))?.[1];
}
