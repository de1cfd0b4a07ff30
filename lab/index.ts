/** The lab for programs: `make up` and tests use it without a shell. */
export { cleanLab } from "./clean";
export { userEnvironment } from "./environment";
export { Interrupted, LabError } from "./errors";
export { paths } from "./paths";
export { startLab, type StartOptions, type StartResult } from "./start";
export { stopLab } from "./stop";
export { describeStatus, labStatus, type LabStatus } from "./status";
export { restoreSnapshot, takeSnapshot } from "./snapshot";
