/** `npm run schema`: writes config/schema.json. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "./json-schema";

fs.writeFileSync(path.join(__dirname, "schema.json"), `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
