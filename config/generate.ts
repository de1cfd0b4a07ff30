/** `npm run schema`: writes what is made from the schema, for editors and for people. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "./json-schema";
import { reference } from "./reference";
import { referenceFile } from "./reference-sections";

/** Not schema.json: ts-node would load it instead of the folder schema. One space is enough for what editors read. */
fs.writeFileSync(path.join(__dirname, "stack.schema.json"), `${JSON.stringify(stackFileSchema(), null, 1)}\n`);
fs.writeFileSync(path.join(__dirname, "..", referenceFile), reference());
