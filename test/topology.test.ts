/** The drawing in README.md is what `science-platform report` draws of the lab's stack as it is now. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { main } from "../ops/cli";
import { exportOf } from "../ops/report/testing";
import { repository } from "../system/repository";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "topology-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("docs/topology.svg is current (`npm run pictures` draws it anew)", async () => {
  const [state, drawn] = [path.join(folder, "lab.json"), path.join(folder, "topology.svg")];
  fs.writeFileSync(state, JSON.stringify(exportOf("lab")));
  await expect(main(["report", "--stack", "lab", "--state", state, "--drawing", drawn])).resolves.toBe(0);
  const published = fs.readFileSync(path.join(repository, "docs/topology.svg"), "utf8");
  expect(published).toBe(fs.readFileSync(drawn, "utf8"));
  expect(fs.readFileSync(path.join(repository, "README.md"), "utf8")).toContain("(docs/topology.svg)");
});
