/** What may be done with an environment's secrets, as Vault's policies, and the names they have there. Pure. */
import type { Place } from "../../platform/secrets/place";

export interface Policy {
  name: string;
  rules: string;
}

export interface EnvironmentPolicies {
  /** For what runs in the cluster. */
  read: Policy;
  /** For `science-platform secrets`. */
  write: Policy;
}

interface Rule {
  path: string;
  capabilities: string[];
}

/** Everything ends at the environment's folder: neither policy reaches another environment's, nor anything else of Vault. */
export function environmentPolicies({ mount, path }: Place): EnvironmentPolicies {
  const name = path.replaceAll("/", "-");
  const data = `${mount}/data/${path}/+`;
  const folder = `${mount}/metadata/${path}`;
  const look = [
    { path: folder, capabilities: ["list"] },
    { path: `${folder}/+`, capabilities: ["read"] },
  ];
  return {
    read: { name: `${name}-read`, rules: render([{ path: data, capabilities: ["read"] }, ...look]) },
    write: {
      name: `${name}-write`,
      rules: render([{ path: data, capabilities: ["create", "delete", "read", "update"] }, ...look]),
    },
  };
}

/** For the job that saves Vault's data. */
export const snapshotPolicy: Policy = {
  name: "raft-snapshot",
  rules: render([{ path: "sys/storage/raft/snapshot", capabilities: ["read"] }]),
};

function render(rules: readonly Rule[]): string {
  return rules
    .map(({ path, capabilities }) => {
      const words = capabilities.map((one) => JSON.stringify(one)).join(", ");
      return `path ${JSON.stringify(path)} {\n  capabilities = [${words}]\n}\n`;
    })
    .join("\n");
}
