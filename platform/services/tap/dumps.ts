/** What TAP keeps that nobody can make again: where it is, and as whom it is read. */
import type { tapDatabases } from "../../../config/secrets";
import { catalog } from "../../catalog";
import type { SecretSource } from "../../secrets/contract";
import type { Place } from "../database/place";

const { namespace } = catalog.tap;

interface Dump {
  place: Place;
  password: SecretSource;
}

/** The sample is not among them: its stars are made anew at each start. */
export const tapDumps: Record<(typeof tapDatabases)[number], Dump> = {
  "tap-schema": dump("tap_schema", "TAP_SCHEMA_PASSWORD"),
  "tap-uws": dump("uws", "UWS_PASSWORD"),
};

function dump(name: string, key: string): Dump {
  return {
    place: { host: `${namespace}-db.${namespace}.svc`, port: 5432, database: name, user: name },
    password: { kind: "copy", service: namespace, key },
  };
}
