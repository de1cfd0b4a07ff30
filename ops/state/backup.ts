/** Copies of a stack's state in files, and back. Secrets in them stay encrypted. */
import * as path from "node:path";
import { UserError } from "../errors";
import { readText } from "../stack-files";
import { writeWhole } from "../write-whole";
import { shown } from "./backend";
import { contentOf, encryptionOf, parseExport, type Content } from "./deployment";
import { atBackend, type Place } from "./engine";
import { demandUnlocked } from "./move";

export interface Backup {
  file: string;
  /** Of what is in the file, secrets as they are encrypted there. */
  content: Content;
  /** How secrets are encrypted, in words. */
  encryption: string;
  warning?: string;
}

/** Writes an export whole or not at all, for its owner alone. */
export async function backupStack(backend: string, file: string, place: Place): Promise<Backup> {
  return atBackend(backend, place, async (engine) => {
    if (!(await engine.exists())) throw new UserError(`There is no stack "${place.stack}" at ${shown(backend)}.`);
    const { parsed, text } = await engine.export();
    writeWhole(file, text, { mode: 0o600 });
    const { text: encryption, warning } = encryptionOf(parsed, place.env);
    return { file, content: contentOf(parsed), encryption, ...(warning === undefined ? {} : { warning }) };
  });
}

export interface Restore extends Place {
  backend: string;
  file: string;
  /** Shows what will happen, and says whether it shall. @param now What the stack holds; undefined: it is not there */
  confirm: (now: Content | undefined, then: Content) => Promise<boolean>;
  progress: (line: string) => void;
}

/**
 * Puts an export in the place of the state. What the state was goes into a file beside the export first.
 *
 * @returns File with what the state was; undefined: there was no stack.
 */
export async function restoreStack(options: Restore): Promise<{ content: Content; before: string | undefined }> {
  const { backend, env, file, progress, stack } = options;
  const text = readText(file);
  const parsed = parseExport(text, file);
  const wanted = contentOf(parsed);
  demandStack(parsed.deployment.resources ?? [], stack, file);
  await demandUnlocked(backend, options);
  return atBackend(backend, options, async (engine) => {
    const exists = await engine.exists();
    const now = exists ? contentOf((await engine.export()).parsed) : undefined;
    if (!(await options.confirm(now, wanted))) throw new UserError("Nothing was done.");
    let before: string | undefined;
    if (exists) {
      before = path.join(
        path.dirname(file),
        `${path.basename(file, ".json")}.before-${new Date().toISOString().replace(/[:.]/g, "")}.json`,
      );
      await backupStack(backend, before, options);
      progress(`what the state was is in ${before}`);
    } else {
      await engine.init(encryptionOf(parsed, env).provider);
    }
    await engine.import(text);
    const content = contentOf((await engine.export()).parsed);
    if (content.resources !== wanted.resources || content.pending !== wanted.pending)
      throw new UserError(
        `The state holds ${content.resources} resources instead of ${wanted.resources} now.${before === undefined ? "" : ` What it was: ${before}`}`,
      );
    return { content, before };
  });
}

/** An export of another stack would be taken for this one's resources. */
function demandStack(resources: readonly { urn: string }[], stack: string, file: string): void {
  const other = resources.map(({ urn }) => urn.split("::")[0]?.split(":").at(-1)).find((name) => name !== stack);
  if (other !== undefined) throw new UserError(`${file} is of stack "${other}", not of "${stack}".`);
}
