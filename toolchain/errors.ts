/** A message for the person at the terminal; the command line shows it without a stack. */
export class ToolchainError extends Error {
  override name = "ToolchainError";
}

/** Somebody changes files on the way: the only thing about a download that ends the run. */
export class WrongChecksum extends ToolchainError {
  override name = "WrongChecksum";
}

/** The download cannot be had from here, or is of no use here: another way is taken. */
export class Unavailable extends Error {
  override name = "Unavailable";
}
