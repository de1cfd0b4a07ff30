/** `npm run policies`: writes what is made from the rules and the stack files: policies/config.<stack>.json and docs/policies.md. */
import * as fs from "node:fs";
import * as path from "node:path";
import { generated } from "./generated";

const repository = path.join(__dirname, "..");

for (const [file, text] of Object.entries(generated(repository))) fs.writeFileSync(path.join(repository, file), text);
