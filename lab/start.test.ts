import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { repository } from "./paths";
import { isCloneThere } from "./start";

test("a lab whose clone has been deleted counts as none", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "prepared-"));
  const noted = (text: string): string => {
    const file = path.join(folder, "prepared");
    fs.writeFileSync(file, text);
    return file;
  };
  try {
    expect(isCloneThere(noted(`${repository}\n`))).toBe(true);
    expect(isCloneThere(noted(`${folder}/deleted\n`))).toBe(false);
    expect(isCloneThere(noted(""))).toBe(true);
    expect(isCloneThere(path.join(folder, "none"))).toBe(true);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
