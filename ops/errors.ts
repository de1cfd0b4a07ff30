/** A mistake or a state of the world that the person can mend: its message is all that is shown, without a stack trace. */
export class UserError extends Error {}

/** What was typed cannot be meant: nothing was begun. Ends with the exit code of wrong usage. */
export class UsageError extends UserError {}
