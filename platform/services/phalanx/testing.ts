/** A configuration with Phalanx, and hardware for it. */
import * as pulumi from "@pulumi/pulumi";
import type { Config, OpenstackInput } from "../../../config/schema";
import { exampleConfig, exampleInfrastructure } from "../../testing";
import type { PhalanxConfig } from "./applications";
import type { PhalanxVault } from "./vault";

export type PhalanxInput = NonNullable<OpenstackInput["phalanx"]>;

export const exampleVault: PhalanxVault = {
  address: "https://vault.example.org",
  mount: "secret",
  path: "phalanx/site",
  reader: { method: "approle", roleId: "mock-plaintext-role", secretId: "mock-plaintext-secret" },
};

/** @param more Keys of the section phalanx. @param rest Other sections. */
export function examplePhalanx(
  more: Partial<PhalanxInput> = {},
  rest: Partial<OpenstackInput> = {},
): { config: Config; phalanx: PhalanxConfig } {
  const config = exampleConfig(
    {},
    {
      secrets: { backend: "vault", address: "https://vault.example.org", path: "phalanx/site" },
      phalanx: {
        environment: "site",
        fqdn: "data.example.org",
        repository: "https://git.example.org/phalanx.git",
        revision: "v1",
        ...more,
      },
      ...rest,
    },
  );
  if (config.phalanx === undefined) throw new Error("no section phalanx");
  return { config, phalanx: config.phalanx };
}

/** The example's hardware, with a bucket for results of queries. */
export function phalanxInfrastructure() {
  const hardware = exampleInfrastructure();
  const { objectStore } = hardware;
  if (objectStore === undefined) throw new Error("no object store");
  const buckets = { ...objectStore.buckets, "tap-results": pulumi.output("test-tap-results") };
  return { ...hardware, objectStore: { ...objectStore, buckets } };
}
