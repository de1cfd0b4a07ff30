/**
 * Runs the program of a stack against mocks, in a process of its own because Pulumi's runtime and the program are modules with state.
 *
 * usage: record.ts STACK STACK-FILE RESULT-FILE
 */
import * as fs from "node:fs";
import { runStack } from "../../test/mocks";

const [stack = "", file = "", result = ""] = process.argv.slice(2);

runStack(stack, file).then(
  (run) => fs.writeFileSync(result, JSON.stringify(run.resources)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
