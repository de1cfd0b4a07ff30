/** An error that a person can act on: printed as it is, without a stack trace. */
export class LabError extends Error {
  override readonly name: string = "LabError";
}

/** The person (or the calling program) asked to stop. */
export class Interrupted extends LabError {
  override readonly name = "Interrupted";
  constructor() {
    super("Interrupted. What had been started is stopped again.");
  }
}

/** @throws Interrupted when the signal has been given. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Interrupted();
}
