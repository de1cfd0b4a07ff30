/** What services.backup copies by restic beside the volumes: exports and databases, under the names that jobs and commands know. Pure. */
import { exportsOf } from "./checks/facts";
import { lookup } from "./checks/words";
import type { Config } from "./schema";
import { dumpedDatabases } from "./secrets";

type Sources = Record<"files" | "databases", string[]>;

export const filesCopy = (name: string) => `files-${name}`;
export const databaseCopy = (name: string) => `database-${name}`;

/** All that can be copied, whether the site asks for it or not. */
export function copySources(config: Config): Sources {
  return { files: exportsOf(config).map(({ name }) => name), databases: dumpedDatabases(config) };
}

/** What `services.backup.without` does not name. */
export function neededCopies(config: Config): Sources {
  const without = config.services.backup?.without ?? {};
  const { files, databases } = copySources(config);
  return {
    files: files.filter((name) => lookup(without, filesCopy(name)) === undefined),
    databases: databases.filter((name) => lookup(without, databaseCopy(name)) === undefined),
  };
}

/** What is copied. */
export function copiesOf(config: Config): Sources {
  const { backup } = config.services;
  const { files, databases } = neededCopies(config);
  return { files: backup?.files ? files : [], databases: backup?.databases ? databases : [] };
}
