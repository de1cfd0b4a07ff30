/** Tables of cases: what a rule must say, held against TypeScript, against the API server, and shown in docs/policies.md. */
import type { Manifest, Settings } from "./rule";

/** A resource that is not an object of Kubernetes, or one of Pulumi's own kinds of it. */
export interface Given {
  type: string;
  /** Logical name. Default: "case". */
  name?: string;
  props: object;
  protect?: boolean;
  parentType?: string;
  /** Inputs of its provider. */
  provider?: object;
}

/** "$unknown" in place of any value: not known during a preview. */
export interface Case<C extends Settings = Settings> {
  name: string;
  /** One object or resource, or all of a stack. */
  of: Manifest | Given | (Manifest | Given)[];
  settings?: Partial<C>;
  /** Exactly what the rule says: "where what" for violations, "? where" for what cannot be known. None: it is a good case. */
  says?: string[];
  /** Where the API server must answer otherwise than the rule: what it does, and why. */
  cluster?: { answer: "allows" | "refuses" | "cannot be asked"; because: string };
}

/** At least six good and six bad ones each. */
export interface Cases<C extends Settings = Settings> {
  good: Case<C>[];
  bad: Case<C>[];
}

export function isManifest(given: Manifest | Given): given is Manifest {
  return "apiVersion" in given;
}
