/**
 * Whether the state folder is the lab's to write and to delete. LAB_STATE may be anything a person has typed, and the lab deletes what
 * is below it: so only a folder with the lab's marker is touched, and folders of the system never.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LabError } from "./errors";
import { paths, repository } from "./paths";
import { describeProblems, type Problem } from "./problems";

/** Name of the file that says that the lab made this folder. */
const marker = path.basename(paths.marker);

/** Not a lab's, and nothing above them either. */
const systemFolders = [
  ...["/bin", "/boot", "/home", "/lib", "/media", "/mnt", "/opt", "/root", "/run", "/sbin", "/srv", "/tmp"],
  ...["/usr/bin", "/usr/lib", "/usr/local", "/usr/sbin", "/usr/share"],
  ...["/var/cache", "/var/lib", "/var/log", "/var/opt", "/var/run", "/var/spool", "/var/tmp"],
];
/** Nor anything below these. */
const systemTrees = ["/dev", "/etc", "/proc", "/sys"];

const isSameOrBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** Where a folder really lies, symbolic links of its parents resolved too; it need not exist. */
function realPath(folder: string): string {
  if (fs.existsSync(folder)) return fs.realpathSync(folder);
  return path.join(realPath(path.dirname(folder)), path.basename(folder));
}

function isSystemFolder(folder: string): boolean {
  const kept = [...systemFolders, ...systemTrees, os.homedir(), repository];
  return kept.some((other) => isSameOrBelow(other, folder)) || systemTrees.some((tree) => isSameOrBelow(folder, tree));
}

/**
 * Whether a folder without the marker is one of a lab from before there were markers: it has what a start makes first, and nothing at
 * all that a lab does not make.
 */
function isOlderLab(folder: string, entries: readonly string[]): boolean {
  const own = new Set(ownEntries(paths.state).map((file) => path.basename(file)));
  return fs.existsSync(path.join(folder, "var", "setup")) && entries.every((entry) => own.has(entry));
}

/**
 * Everything the lab makes directly in its folder; anything else there is not its own. The marker and the lock come last: who deletes
 * in this order can be killed and try again, and is alone until the end.
 */
export function ownEntries(folder: string): string[] {
  const last: readonly string[] = [paths.marker, paths.lock];
  const others = Object.values(paths).filter((file) => path.dirname(file) === paths.state && !last.includes(file));
  return [...others, ...last].map((file) => path.join(folder, path.basename(file)));
}

/** Why the lab must keep off this folder; undefined when it need not. */
export function stateFolderProblem(folder: string): Problem | undefined {
  const problem = (wayOn: string): Problem => ({ where: "LAB_STATE", value: folder, wayOn });
  if (isSystemFolder(folder) || isSystemFolder(realPath(folder)))
    return problem("a folder that the system or you need: the lab deletes what is in its own, so give it a new one");
  if (!fs.existsSync(folder)) return undefined;
  if (!fs.statSync(folder).isDirectory()) return problem("not a folder: set LAB_STATE to a new one");
  // An empty disk has lost+found; the lock may be that of a command which is just making the folder or deleting it.
  const nobodys = ["lost+found", path.basename(paths.lock)];
  const entries = fs.readdirSync(folder).filter((entry) => !nobodys.includes(entry));
  if (entries.length === 0 || entries.includes(marker) || isOlderLab(folder, entries)) return undefined;
  return problem(
    `not empty, and not made by a lab (it has no file ${marker}): set LAB_STATE to a new folder. If a lab did make it: touch ${path.join(folder, marker)}`,
  );
}

/**
 * The user and the state folder: what every command that changes something needs, and can be known before it touches anything.
 * @param folder state folder
 * @param userId of this process, as getuid
 */
export function accessProblems(folder: string, userId: number): Problem[] {
  const problems: Problem[] = [];
  if (userId !== 0)
    problems.push({
      where: "user",
      value: `id ${userId}`,
      wayOn: "the lab installs packages and runs services: run this as root (sudo)",
    });
  // Without root, a folder may be closed to us, and nothing is done anyway.
  const folderProblem = readable(() => stateFolderProblem(folder));
  return folderProblem ? [...problems, folderProblem] : problems;
}

function readable<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return undefined;
    throw error;
  }
}

/** @throws LabError unless this process may change the lab in its state folder. */
export function requireAccess(): void {
  const problems = accessProblems(paths.state, process.getuid?.() ?? -1);
  if (problems.length > 0) throw new LabError(describeProblems(problems));
}

/** Makes the state folder, and marks it as the lab's. Call {@link requireAccess} first. */
export function claimStateFolder(folder: string = paths.state): void {
  // mysql, rabbitmq and others must pass what we and the services make, whatever the umask of the caller's shell.
  process.umask(0o022);
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = path.join(folder, marker);
  if (!fs.existsSync(file))
    fs.writeFileSync(
      file,
      "The science platform's lab made this folder. `lab clean` deletes what the lab made in it.\n",
    );
}
