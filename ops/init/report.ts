/** What init says when it is done. */
import { fromHere } from "../stack-files";
import type { InitResult } from ".";

/** What is to be done next, one command a line. */
function nextSteps({ site, plan }: InitResult): string[] {
  return [
    `pulumi stack init ${site}`,
    ...plan.secrets.map(({ command }) => command),
    `npx science-platform config check --stack ${site}`,
    "npm run policies",
    `npx science-platform preview --stack ${site}`,
  ];
}

export function text(result: InitResult): string {
  const { file, plan, notes } = result;
  const lines = [`Wrote ${fromHere(file)}.`];
  const section = (title: string, rows: readonly string[]) => {
    if (rows.length > 0) lines.push("", title, ...rows.map((row) => `  ${row}`));
  };
  section("Not looked up:", notes);
  section("The quota does not carry it yet:", plan.shortfalls);
  section(`Yours to put right (grep -n yours: ${fromHere(file)}):`, plan.guesses);
  section("Then:", nextSteps(result));
  return lines.join("\n");
}

export function json(result: InitResult): string {
  const { file, site, written, notes, plan } = result;
  const { config, text: content, guesses, secrets, shortfalls } = plan;
  return JSON.stringify(
    { file, site, cloud: config.cloud, written, notes, shortfalls, guesses, secrets, next: nextSteps(result), content },
    null,
    2,
  );
}
