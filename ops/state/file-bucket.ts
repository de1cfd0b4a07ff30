/** A folder as the place of a state. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Bucket } from "./bucket";

export function fileBucket(folder: string): Bucket {
  return {
    condition: () => {
      const found = fs.statSync(folder, { throwIfNoEntry: false });
      if (found === undefined) return Promise.resolve({ exists: false, versioned: false, open: undefined });
      // The engine writes files that others may read, so the folder is the door.
      return Promise.resolve({ exists: true, versioned: false, open: (found.mode & 0o005) !== 0 });
    },
    create: () => {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      return Promise.resolve();
    },
    list: (prefix) => {
      const start = path.join(folder, prefix);
      if (!fs.existsSync(start)) return Promise.resolve([]);
      const found = fs.readdirSync(start, { recursive: true, withFileTypes: true });
      return Promise.resolve(
        found
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
          .sort(),
      );
    },
    read: (key) => Promise.resolve(fs.readFileSync(path.join(folder, key), "utf8")),
  };
}
