/** The stack file on disk: what must stay of one that is there, and writing it whole or not at all. */
import * as fs from "node:fs";
import { parseDocument } from "yaml";
import { UserError } from "../errors";
import { replaceFile } from "../write-whole";
import type { Content } from "./document";

const ours = ["science-platform:config", "pulumi:disable-default-providers"];

/**
 * What a file holds besides the configuration: Pulumi's salt, and secrets that only it can read.
 *
 * @returns Undefined when there is no file.
 * @throws UserError when it cannot be read, since then nobody knows what would be lost.
 */
export function keptOf(file: string): Content["kept"] {
  if (!fs.existsSync(file)) return undefined;
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  const content: unknown = document.errors.length > 0 ? undefined : document.toJS();
  if (content === null) return { top: {}, config: {} };
  if (!isMapping(content) || (content.config !== undefined && !isMapping(content.config)))
    throw new UserError(`${file} is there and is no stack file, so what it holds would be lost: move it away first.`);
  const { config = {}, ...top } = content;
  return { top, config: Object.fromEntries(Object.entries(config as object).filter(([key]) => !ours.includes(key))) };
}

/** Whole or not at all, for everybody to read. */
export function writeWhole(file: string, text: string): void {
  try {
    replaceFile(file, text, { mode: 0o644 });
  } catch (error) {
    throw new UserError(`${file} could not be written: ${(error as Error).message}`);
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
