/** For tests: import this first, and LAB_STATE is a folder of theirs (not there yet), so that no mistake reaches a real lab. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** For the test's own files; the test removes it. */
export const testFolder = fs.mkdtempSync(path.join(os.tmpdir(), "lab-test-"));
process.env.LAB_STATE = path.join(testFolder, "lab");
