/** The lab for other parts of the project. */
export { paths } from "./paths";
export { labStatus, type LabStatus } from "./status";
