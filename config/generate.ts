/** `npm run schema`: writes config/stack.schema.json (not schema.json: ts-node would load it instead of schema.ts). */
import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "./json-schema";

fs.writeFileSync(path.join(__dirname, "stack.schema.json"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
