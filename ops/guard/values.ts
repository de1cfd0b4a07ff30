/** Values in the engine's events, which hide secrets and stand for what is not known yet. */
import { parsePath } from "../../config/problems-path";

/** Pulumi's word for a value that is not known before the change is made. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Key by which the engine marks what is no plain value: secrets, assets, references. */
export const secretKey = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/**
 * @param path Like `labels.octavia_provider`, `fixedIps[0].subnetId` or `spec.hard["limits.cpu"]`.
 * @returns The whole secret for what is inside of one; undefined for what is not there.
 */
export function valueAt(values: Record<string, unknown> | undefined, path: string): unknown {
  return parsePath(path).reduce<unknown>((value, part) => {
    if (typeof value !== "object" || value === null) return undefined;
    const inside = value as Record<string | number, unknown>;
    return inside[secretKey] === secretMark ? value : inside[part];
  }, values);
}

/** As a person would write it: short, and without secrets. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "none";
  const text = JSON.stringify(value);
  if (text.includes(secretMark)) return "[secret]";
  if (text.includes(unknown)) return "not known yet, because what it comes from changes as well";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
