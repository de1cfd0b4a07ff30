/** A message for the person at the terminal; the command line shows it without a stack. */
export class ToolchainError extends Error {
  override name = "ToolchainError";
}
