/** A line of the wiring table (wiring.ts): what it says, and what it may look at. */
import type { Config } from "../../../config/schema";
import type { Infrastructure } from "../../../infra/contract";
import type { Value } from "../../foundation/values";
import type { PhalanxConfig } from "./applications";
import type { PhalanxVault } from "./vault";

/** What the lines may look at. */
export interface Context {
  config: Config;
  phalanx: PhalanxConfig;
  infrastructure: Pick<Infrastructure, "cluster" | "ingress" | "storage" | "objectStore" | "database" | "identity">;
  vault: PhalanxVault;
}

/** A value that ought to be there and is not. */
export class Missing {
  /** @param path Key of the stack file with which it is put right. @param message What is missing, and the cure. */
  constructor(
    readonly path: string,
    readonly message: string,
  ) {}
}

/** Stands for environments/values-<environment>.yaml, the values of the app of apps. */
export const environmentFile = "environment";

export interface Wire {
  /** Application whose values take it, or {@link environmentFile}. */
  application: string;
  /** Key in its values, like "config.qserv.host". */
  key: string;
  /** Where it comes from: an output of the hardware or the platform, or a key of the stack file. */
  source: string;
  /** Undefined: this site has no such thing, and needs none. */
  value: (context: Context) => Value | Missing | undefined;
}
