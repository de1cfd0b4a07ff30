/** `npm run cli-docs`: writes docs/cli.md from the command tree. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { cli } from "./cli";
import { repository } from "../system/repository";
import { cliReference } from "./reference";

async function generate(): Promise<void> {
  const file = path.join(repository, "docs/cli.md");
  const settings = await resolveConfig(file);
  fs.writeFileSync(file, await format(cliReference(cli()), { ...settings, filepath: file }));
}

void generate();
