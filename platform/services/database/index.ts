/** PostgreSQL as a pod, for sites that only try things out. */
import { copiesOf } from "../../../config/copies";
import type { Config } from "../../../config/schema";
import { catalog } from "../../catalog";
import type { Opening } from "../../foundation/network-policies";
import { twice } from "../../foundation/quota";
import type { ContainerResources } from "../../foundation/values";
import { serverName, serverPods } from "../identity/names";
import { fromDumps } from "../backup/copy-names";
import type { Instance, InstanceSecret, Service } from "../service";
import { databaseName, databasePods, databasePort, passwordKey, type DatabaseUser } from "./place";
import { databaseAlerts, databaseDashboards } from "./watch";

const resources: ContainerResources = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "512Mi" },
};

/** Services of a site that keep something in its database. A further one is a line here. */
export function databaseUsers({ identity }: Pick<Config, "identity">): DatabaseUser[] {
  return identity?.keycloak ? [{ name: "keycloak", namespace: serverName, pods: serverPods }] : [];
}

export const database: Service = {
  name: "database",
  title: "Database",
  purpose: "PostgreSQL as a pod, for sites that only try things out: one volume, one pod, a user for each service.",
  section: "database",
  component: "Database",
  charts: [catalog.postgresql],
  example: {
    lifecycle: "disposable",
    database: { kind: "in-cluster", storage: "10Gi" },
    identity: { keycloak: { host: "login" } },
  },
  notes: [
    "Only with `kind: in-cluster`, and only where a service uses it; in production the checks refuse it. A site in production has a server " +
      "that somebody runs (`external`) or Cloud SQL (`cloudsql`).",
    "Each service has a database and a user of its own. Each start of the pod makes those that are missing, and gives every user the " +
      "password of the Secret `database-keys`: one that was made anew (`secrets.rotations`) holds after that.",
    "While its node is replaced, what uses it stands still. A newer major version of PostgreSQL does not read the volume of an older one.",
  ],
  alerts: () => databaseAlerts,
  dashboards: () => databaseDashboards,
  instances: (config): Instance[] => {
    const users = databaseUsers(config);
    if (config.database?.kind !== "in-cluster" || users.length === 0) return [];
    const { storage } = config.database;
    const secret = keys(users);
    return [
      {
        name: databaseName,
        settings: { storage, users: users.map(({ name }) => name) },
        chart: catalog.postgresql,
        values: ({ priority }) => ({
          databases: Object.fromEntries(users.map(({ name }) => [name, passwordKey(name)])),
          secretName: secret.name,
          // Passwords are given at the start of the pod.
          rotation: rotation(config.secrets),
          storage,
          priorityClassName: priority.service,
        }),
        resources: { resources },
        secret,
        // Twice: while one is replaced the other may still be there.
        namespace: {
          owner: "operators",
          quota: { ...config.platform.quota, storage: twice(storage) },
        },
        openings: {
          ...Object.fromEntries(
            users.map(({ name, namespace, pods: fromPods }): [string, Opening] => [
              name,
              { kind: "from-namespace", namespace, fromPods, pods: databasePods, ports: [databasePort] },
            ]),
          ),
          ...(copiesOf(config).databases.some((name) => users.some((user) => user.name === name))
            ? { dumps: fromDumps(databasePods, databasePort) }
            : {}),
        },
        hosts: [],
        readiness: [],
        backup: {
          kind: "volumes",
          what: `The databases of ${users.map(({ name }) => name).join(", ")}. With \`services.backup.databases\` they are dumped too.`,
        },
      },
    ];
  },
};

function keys(users: readonly DatabaseUser[]): InstanceSecret {
  return {
    name: "database-keys",
    declared: {
      service: databaseName,
      delivery: "platform",
      keys: {
        "admin-password": { description: "Password of the administrator, postgres.", source: { kind: "password" } },
        ...Object.fromEntries(
          users.map(({ name }) => [
            passwordKey(name),
            { description: `Password of ${name}.`, source: { kind: "password", length: 48 } as const },
          ]),
        ),
      },
    },
  };
}

/** Numbers of the configuration that make its secrets anew. */
function rotation({ rotation, rotations }: Config["secrets"]): string {
  const own = Object.entries(rotations).filter(([key]) => key.startsWith(`${databaseName}/`));
  return [String(rotation), ...own.map(([, number]) => String(number))].join("+");
}
