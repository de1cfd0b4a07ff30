/** `npm run service-docs`: writes docs/services from the declarations. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { pages } from "./page";
import { services } from "./table";

const repository = path.join(__dirname, "../..");

async function generate(): Promise<void> {
  for (const [name, text] of Object.entries(pages(services))) {
    const file = path.join(repository, name);
    const settings = await resolveConfig(file);
    fs.writeFileSync(file, await format(text, { ...settings, filepath: file }));
  }
}

void generate();
