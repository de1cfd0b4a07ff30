import { capture } from "./process";
import { repository } from "../system/repository";

/** Of a shell's pipe. */
const run = (line: string) => capture("bash", ["-c", line], { cwd: repository });

test("a reader that has seen enough is no error", async () => {
  await expect(run("bin/science-platform config show --stack gke | head -1; echo ${PIPESTATUS[0]}")).resolves.toEqual({
    code: 0,
    stdout: "site: gke\n0\n",
    stderr: "",
  });
});

test("1 when the output takes nothing", async () => {
  await expect(run("bin/science-platform config show --stack gke > /dev/full")).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: "The output could not be written: ENOSPC: no space left on device, write\n",
  });
});
