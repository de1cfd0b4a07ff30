import type { Cases } from "../case";
import type { Settings } from "./no-public-database";

const sql = (ipConfiguration: unknown) => ({
  type: "gcp:sql/databaseInstance:DatabaseInstance",
  props: { settings: { tier: "db-custom-2-8192", ipConfiguration } },
});
const closed = { ipv4Enabled: false, privateNetwork: "network" };
const trove = (access: object) => ({ type: "openstack:database/instance:Instance", props: { access } });
const open = "the database gets a public address";
const path = "settings.ipConfiguration";

export const noPublicDatabaseCases: Cases<Settings> = {
  good: [
    { name: "a private address", of: sql(closed) },
    { name: "encrypted only", of: sql({ ...closed, sslMode: "ENCRYPTED_ONLY" }) },
    { name: "client certificates", of: sql({ ...closed, sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" }) },
    { name: "a named range beside it", of: sql({ ...closed, authorizedNetworks: [{ value: "192.0.2.0/24" }] }) },
    { name: "a network that does not exist yet", of: sql({ ipv4Enabled: false, privateNetwork: "$unknown" }) },
    { name: "Trove", of: trove({ isPublic: false }) },
    { name: "a database in an instance", of: { type: "gcp:sql/database:Database", props: { name: "tap" } } },
  ],
  bad: [
    { name: "nothing said", of: sql(undefined), says: [`${path}.ipv4Enabled is not set, which means true: ${open}`] },
    { name: "empty", of: sql({}), says: [`${path}.ipv4Enabled is not set, which means true: ${open}`] },
    {
      name: "null",
      of: sql({ ipv4Enabled: null }),
      says: [`${path}.ipv4Enabled is not set, which means true: ${open}`],
    },
    { name: "a public address", of: sql({ ipv4Enabled: true }), says: [`${path}.ipv4Enabled is true: ${open}`] },
    {
      name: "the world let in",
      of: sql({ ...closed, authorizedNetworks: [{ value: "192.0.2.0/24" }, { value: "0.0.0.0/0" }] }),
      says: [`${path}.authorizedNetworks[1].value lets the whole world in`],
    },
    {
      name: "plain text",
      of: sql({ ...closed, sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }),
      says: [`${path}.sslMode lets passwords travel in plain text`],
    },
    { name: "Trove", of: trove({ isPublic: true }), says: [`access.isPublic is true: ${open}`] },
    {
      name: "an unknown address hides nothing",
      of: sql({ ipv4Enabled: "$unknown", sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }),
      says: [`? ${path}.ipv4Enabled`, `${path}.sslMode lets passwords travel in plain text`],
    },
  ],
};
