/** An error in one line, with what lies under Node's "fetch failed". */
import { z } from "zod";

export function errorText(error: unknown): string {
  if (error instanceof z.ZodError) {
    const at = error.issues[0]?.path.join(".") ?? "";
    return `the answer is not as expected${at === "" ? "" : ` (${at})`}`;
  }
  if (!hasMessage(error)) return String(error);
  const below = hasMessage(error.cause) ? error.cause.message : undefined;
  return `${error.message}${below ? ` (${below})` : ""}`.replace(/\s+/g, " ").trim();
}

function hasMessage(value: unknown): value is { message: string; cause?: unknown } {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}
