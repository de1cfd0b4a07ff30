/** The Vault of a site, from its stack file alone. */
import { stackSecret } from "../../../config/load";
import type { Config } from "../../../config/schema";
import type { PhalanxVault } from "./vault";

/** @throws pulumi.RunError when the stack has not the secrets with which Vault is read */
export function vaultOf({ secrets, phalanx }: Config): PhalanxVault {
  if (secrets.backend === "vault") {
    const { address, mount, path } = secrets;
    const reader = {
      method: "approle" as const,
      roleId: stackSecret("vault-role-id"),
      secretId: stackSecret("vault-secret-id"),
    };
    return { address, mount, path, reader };
  }
  // In the cluster, under the names that the service has there; config/checks/phalanx.ts lets no other backend through.
  return {
    address: "https://vault.vault.svc:8200",
    mount: "secret",
    path: `phalanx/${phalanx?.environment ?? ""}`,
    reader: { method: "kubernetes", mount: "kubernetes", role: "phalanx-read" },
  };
}
