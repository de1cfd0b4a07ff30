/** Moves a stack from one backend to another: nothing goes from the old one before the new one is proved to hold the same. */
import { UserError } from "../errors";
import { parseBackend, shown } from "./backend";
import { bucketOf } from "./bucket";
import { contentText, encryptionOf, isSame, type Content } from "./deployment";
import { atBackend, projectOf, type Engine, type Place } from "./engine";
import { locksOf } from "./locks";

export interface MoveOptions extends Place {
  from: string;
  to: string;
  /** Leave the stack at the old backend as well. @default false */
  keepSource?: boolean | undefined;
  /** Asked before the stack goes from the old backend; false keeps it there. */
  confirm: () => Promise<boolean>;
  progress: (line: string) => void;
}

export interface Moved {
  content: Content;
  sourceRemoved: boolean;
  /** What is wrong with the encryption. */
  warning?: string;
}

/** @throws UserError when it cannot be done; then the old backend holds what it held, and the new one nothing new. */
export async function moveStack(options: MoveOptions): Promise<Moved> {
  const { from, progress, stack, to } = options;
  if (from === to) throw new UserError("--from and --to are the same backend.");
  await demandUnlocked(from, options);
  return atBackend(from, options, async (source) => {
    if (!(await source.exists())) throw new UserError(`There is no stack "${stack}" at ${shown(from)}.`);
    const before = await source.content();
    const { parsed, text } = await source.export();
    const encryption = encryptionOf(parsed, options.env);
    progress(`read from ${shown(from)}: ${contentText(before)}`);
    await atBackend(to, options, (target) => fill(target, { text, before, provider: encryption.provider }, options));
    progress(`proved at ${shown(to)}: ${contentText(before)}`);
    // Somebody may have worked on it meanwhile.
    const sourceRemoved = options.keepSource ? false : await letGo(source, before, options);
    return {
      content: before,
      sourceRemoved,
      ...(encryption.warning === undefined ? {} : { warning: encryption.warning }),
    };
  });
}

interface Cargo {
  text: string;
  before: Content;
  provider: string;
}

/** A move that was cut off after this can be run again: what is there already and the same counts. */
async function fill(target: Engine, { before, provider, text }: Cargo, { stack, to }: MoveOptions): Promise<void> {
  if (await target.exists()) {
    const there = await target.content();
    if (isSame(there, before)) return;
    if (there.resources + there.pending > 0)
      throw new UserError(
        `There is another stack "${stack}" at ${shown(to)} (${contentText(there)}): nothing was moved. Take it away first: \`pulumi stack rm ${stack}\` there.`,
      );
  } else {
    await target.init(provider);
  }
  try {
    await target.import(text);
    const after = await target.content();
    if (!isSame(after, before))
      throw new UserError(
        `What came to ${shown(to)} is not what left: ${contentText(after)} instead of ${contentText(before)}.`,
      );
  } catch (error) {
    await target.remove().catch(() => undefined);
    throw error;
  }
}

async function letGo(source: Engine, before: Content, options: MoveOptions): Promise<boolean> {
  const { from, progress, stack } = options;
  if (!(await options.confirm())) {
    progress(`kept at ${shown(from)} as well: work on one of the two only`);
    return false;
  }
  await demandUnlocked(from, options);
  if (!isSame(await source.content(), before))
    throw new UserError(`Somebody has changed ${stack} at ${shown(from)} meanwhile: it stays there. Move it again.`);
  await source.remove();
  progress(`removed from ${shown(from)}`);
  return true;
}

/** @throws UserError when somebody works on the stack, and when nobody can tell. */
export async function demandUnlocked(address: string, { directory, env, stack }: Place): Promise<void> {
  const backend = parseBackend(address);
  if (backend.kind === "other") return;
  const locks = await locksOf(await bucketOf(backend, env), projectOf(directory), stack);
  if (locks.length === 0) return;
  throw new UserError(
    `${stack} is being worked on by ${locks.map(({ holder }) => holder).join("; ")}. Wait for it. If that run is dead: \`science-platform recover --stack ${stack}\`, or \`pulumi cancel --stack ${stack}\`.`,
  );
}
