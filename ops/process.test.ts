import { capture, passThrough } from "./process";

test("collects both outputs and the exit code", async () => {
  await expect(capture("sh", ["-c", "echo out; echo err >&2; exit 3"])).resolves.toEqual({
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
  });
});

test("a program ended by a signal has the shell's exit code for it", async () => {
  await expect(capture("sh", ["-c", "kill -TERM $$"])).resolves.toMatchObject({ code: 143 });
  await expect(passThrough("sh", ["-c", "kill -KILL $$"])).resolves.toBe(137);
});

test("a program that does not exist is an error", async () => {
  await expect(capture("no-such-program-here", [])).rejects.toThrow("ENOENT");
});
