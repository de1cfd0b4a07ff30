/** The objects that `science-platform render stack --output` wrote for the base branch and for the change, compared. */
import * as fs from "node:fs";
import * as path from "node:path";
import { structuredPatch } from "diff";
import { stringify } from "yaml";
import type { Manifest } from "../../policies/rule";
import { UserError } from "../errors";
import { parseManifests } from "../policy/manifests";
import { masked } from "./mask";
import type { ManifestChange } from "./model";

/** Longer diffs of one object say how many lines they have. */
const mostLines = 400;

/**
 * @param base Folder (or file) of the base branch. One that is empty or not there has no objects.
 * @param head Folder (or file) of the change.
 * @throws UserError when `head` is not there.
 */
export function manifestChanges(base: string, head: string): ManifestChange[] {
  if (!fs.existsSync(head)) throw new UserError(`There is no ${head}: \`science-platform render stack\` writes it.`);
  const [before, after] = [objectsIn(base), objectsIn(head)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((title): ManifestChange[] => {
    const [old, now] = [before.get(title), after.get(title)];
    if (old === now) return [];
    const { hunks } = structuredPatch("", "", old ?? "", now ?? "", "", "", { context: 3 });
    const lines = hunks.flatMap((hunk, index) => [...(index > 0 ? ["@@"] : []), ...hunk.lines]);
    const starting = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    const shown = lines.slice(0, mostLines);
    const rest = lines.length - shown.length;
    return [
      {
        title,
        change: old === undefined ? "added" : now === undefined ? "removed" : "changed",
        added: starting("+"),
        removed: starting("-"),
        diff: [...shown, ...(rest > 0 ? [`... and ${rest} lines more`] : [])].join("\n"),
      },
    ];
  });
}

/** "release: Kind namespace/name" to the object as YAML, keys sorted, so that their order is no difference. */
function objectsIn(place: string): Map<string, string> {
  const objects = new Map<string, string>();
  for (const file of filesIn(place)) {
    for (const entry of parseManifests(fs.readFileSync(file, "utf8"), file)) {
      if (!("manifest" in entry)) continue;
      objects.set(
        `${path.basename(file).replace(/\.ya?ml$/, "")}: ${titleOf(entry.manifest)}`,
        stringify(withoutSecrets(entry.manifest), { sortMapEntries: true, lineWidth: 0 }),
      );
    }
  }
  return objects;
}

function filesIn(place: string): string[] {
  if (!fs.existsSync(place)) return [];
  if (!fs.statSync(place).isDirectory()) return [place];
  const names = fs.readdirSync(place, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => path.join(place, name));
}

function titleOf({ kind, metadata }: Manifest): string {
  const { name = "(no name)", namespace } = (metadata ?? {}) as { name?: string; namespace?: string };
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** What a Secret holds is nobody's business; that it changes is not said either. */
function withoutSecrets(manifest: Manifest): Manifest {
  if (manifest.kind !== "Secret") return manifest;
  const hidden = ["data", "stringData"].flatMap((key): [string, unknown][] => {
    const values = manifest[key];
    if (typeof values !== "object" || values === null) return [];
    return [[key, Object.fromEntries(Object.keys(values).map((name) => [name, masked]))]];
  });
  return { ...manifest, ...Object.fromEntries(hidden) };
}
