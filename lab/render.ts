/** Turns the templates of lab/openstack/config into configuration files. */
import * as fs from "node:fs";
import * as path from "node:path";

/** Reads a fragment by name. */
type Fragments = (name: string) => string;

const includeLine = /^@include (\S+) (\S+)$/gm;
const placeholder = /@([A-Z]+)@/g;

/**
 * Renders one template. Two things are special, everything else is copied:
 * a line `@include FRAGMENT USER` becomes that fragment, in which `@USER@` is the service's user name (fragments may include others),
 * and `@NAME@` becomes a value.
 * @throws when a template names a value that does not exist: a configuration file with a hole in it must not reach a service.
 */
export function renderTemplate(text: string, values: Readonly<Record<string, string>>, fragments: Fragments): string {
  const expanded = text.replace(includeLine, (_line, fragment: string, user: string) =>
    renderTemplate(fragments(fragment), { ...values, USER: user }, fragments).trimEnd(),
  );
  return expanded.replace(placeholder, (_match, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`unknown placeholder @${name}@; known are ${Object.keys(values).join(", ")}`);
    return value;
  });
}

/** Renders every file below `source` except `fragments/` to the same place below `target`. Returns the relative paths, sorted. */
export function renderFolder(source: string, target: string, values: Readonly<Record<string, string>>): string[] {
  const fragments: Fragments = (name) => fs.readFileSync(path.join(source, "fragments", `${name}.conf`), "utf8");
  const files = fs
    .readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(`fragments${path.sep}`))
    .sort();
  for (const file of files) {
    const output = path.join(target, file);
    fs.mkdirSync(path.dirname(output), { recursive: true });
    try {
      fs.writeFileSync(output, renderTemplate(fs.readFileSync(path.join(source, file), "utf8"), values, fragments));
    } catch (error) {
      throw new Error(`${path.join(source, file)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return files;
}
