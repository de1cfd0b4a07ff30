/** Where a service finds its database, whichever kind the site has. Pure. */
import type { Config } from "../../../config/schema";
import type { Opening } from "../../foundation/network-policies";
import type { Labels } from "../../foundation/labels";
import type { Value } from "../../foundation/values";
import type { SecretSource } from "../../secrets/contract";
import type { Given } from "../service";

/** Instance, namespace and release of PostgreSQL in the cluster. */
export const databaseName = "database";
export const databasePods: Labels = {
  "app.kubernetes.io/name": "postgresql",
  "app.kubernetes.io/instance": databaseName,
};
export const databasePort = 5432;

/** Key of a user's password in the Secret of the database in the cluster. */
export const passwordKey = (user: string): string => `${user}-password`;

/** Services whose pods use the section `database`: each has a database and a user of its name there. */
export interface DatabaseUser {
  /** Of the database, and of its user. */
  name: string;
  /** Namespace of its pods. */
  namespace: string;
  pods: Labels;
}

export interface Place {
  host: Value;
  port: number;
  database: Value;
  user: Value;
}

/** @throws Error when the site has no database for it: config/checks says it to people. */
export function placeOf({ database }: Pick<Config, "database">, name: string, given: Pick<Given, "database">): Place {
  switch (database?.kind) {
    case "external":
      return { host: database.host, port: database.port, database: name, user: name };
    case "in-cluster":
      return { host: `${databaseName}.${databaseName}.svc`, port: databasePort, database: name, user: name };
    case "cloudsql": {
      const made = given.database?.databases[name];
      if (given.database === undefined || made === undefined) throw new Error(`there is no database ${name}`);
      return { host: given.database.host, port: given.database.port, database: made.name, user: made.user };
    }
    case undefined:
      throw new Error(`${name} needs a database`);
  }
}

/** Where its password comes from: a person, the cloud, or chance. */
export function passwordOf({ database }: Pick<Config, "database">, name: string): SecretSource {
  switch (database?.kind) {
    case "external":
      return { kind: "stack", secret: `database-${name}-password` };
    case "cloudsql":
      return { kind: "wired", name: `database/${name}` };
    default:
      return { kind: "copy", service: databaseName, key: passwordKey(name) };
  }
}

/** The way of its pods to the database. */
export function toDatabase({ database }: Pick<Config, "database">, pods: Labels): Opening {
  if (database?.kind === "external")
    return {
      ...{ kind: "to-anywhere", pods, ports: [database.port] },
      ...(database.range === undefined ? {} : { range: database.range }),
    };
  return database?.kind === "in-cluster"
    ? { kind: "to-namespaces", pods, namespaces: { "kubernetes.io/metadata.name": databaseName } }
    : { kind: "to-anywhere", pods, ports: [databasePort] };
}
