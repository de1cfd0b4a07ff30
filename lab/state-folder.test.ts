import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { paths, repository } from "./paths";
import { accessProblems, claimStateFolder, stateFolderProblem } from "./state-folder";

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "lab-state-"));
afterAll(() => fs.rmSync(temporary, { recursive: true }));

function folderWith(...entries: string[]): string {
  const folder = fs.mkdtempSync(path.join(temporary, "f-"));
  for (const entry of entries) fs.mkdirSync(path.join(folder, entry), { recursive: true });
  return folder;
}

test.each([
  ...[
    "/",
    "/usr",
    "/usr/local",
    "/var",
    "/var/lib",
    "/etc",
    "/etc/lab",
    "/tmp",
    "/home",
    "/srv",
    "/proc/1",
    "/dev/shm",
  ],
  ...[os.homedir(), repository, path.dirname(repository)],
])("%s is refused, marker or not", (folder) => {
  expect(stateFolderProblem(folder)).toEqual({
    where: "LAB_STATE",
    value: folder,
    wayOn: "a folder that the system or you need: the lab deletes what is in its own, so give it a new one",
  });
});

test("a link to such a folder is refused as well, and what lies below a link", () => {
  const link = path.join(temporary, "link");
  fs.symlinkSync("/etc", link);
  expect(stateFolderProblem(link)?.wayOn).toMatch(/^a folder that the system or you need/);
  expect(stateFolderProblem(path.join(link, "not-there", "lab"))?.wayOn).toMatch(/^a folder that the system/);
});

test("somebody's folder is refused with both ways on", () => {
  const folder = folderWith("var/www", "etc");
  expect(stateFolderProblem(folder)?.wayOn).toBe(
    `not empty, and not made by a lab (it has no file .science-platform-lab): set LAB_STATE to a new folder. If a lab did make it: touch ${folder}/.science-platform-lab`,
  );
});

test("a file is refused", () => {
  const file = path.join(temporary, "file");
  fs.writeFileSync(file, "");
  expect(stateFolderProblem(file)?.wayOn).toBe("not a folder: set LAB_STATE to a new one");
});

test.each([
  ["the default", () => "/var/lib/science-platform-lab-of-nobody"],
  ["one that is not there", () => path.join(temporary, "new", "lab")],
  ["an empty one", () => folderWith()],
  ["one with a lock only", () => folderWith("lock")],
  ["an empty disk", () => folderWith("lost+found")],
  ["a lab's from before there were markers", () => folderWith("var/setup", "etc", "log", "run", "pulumi")],
])("%s may be taken", (_name, make) => {
  expect(stateFolderProblem(make())).toBeUndefined();
});

test("something of somebody else beside an unmarked lab: refused", () => {
  expect(stateFolderProblem(folderWith("var/setup", "etc", "documents"))).toBeDefined();
});

test("a folder that was claimed stays the lab's, whatever is put into it", () => {
  const folder = path.join(temporary, "claimed");
  claimStateFolder(folder);
  fs.writeFileSync(path.join(folder, "notes"), "");
  expect(stateFolderProblem(folder)).toBeUndefined();
});

test("a claimed folder can be passed by service users, whatever the caller's umask", () => {
  const before = process.umask(0o077);
  try {
    const folder = path.join(temporary, "a", "b");
    claimStateFolder(folder);
    for (const made of [folder, path.dirname(folder)]) expect(fs.statSync(made).mode & 0o777).toBe(0o755);
    expect(process.umask()).toBe(0o022);
  } finally {
    process.umask(before);
  }
});

test("user and folder are told together", () => {
  expect(accessProblems("/usr/local", 1000).map(({ where, value }) => `${where}: ${value}`)).toEqual([
    "user: id 1000",
    "LAB_STATE: /usr/local",
  ]);
  expect(accessProblems(path.join(temporary, "none"), 0)).toEqual([]);
});

test("the marker lies in the state folder", () => {
  expect(path.relative(paths.state, paths.marker)).toBe(".science-platform-lab");
});
