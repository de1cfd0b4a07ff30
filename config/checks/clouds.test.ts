import { onExisting, onGcp, onOpenstack } from "./testing";

const email = "admin@test.example";
const solver = (provider: "designate" | "clouddns") => ({ issuer: "dns01" as const, solver: { provider } });

describe("names and certificates", () => {
  onOpenstack([
    ["Designate on OpenStack", (input) => (input.certificates = solver("designate")), []],
    [
      "Cloud DNS on OpenStack",
      (input) => {
        input.dns = { provider: "clouddns", zone: "test.example.", email };
        input.certificates = solver("clouddns");
      },
      [
        { path: "dns.provider", message: '"clouddns" needs cloud gcp, but cloud is "openstack"' },
        { path: "certificates.solver.provider", message: '"clouddns" needs cloud gcp, but cloud is "openstack"' },
      ],
    ],
    ["by an answer on port 80", (input) => (input.certificates = { issuer: "http01" }), []],
  ]);
  onGcp([
    ["Cloud DNS on Google Cloud", (input) => (input.certificates = solver("clouddns")), []],
    [
      "Designate on Google Cloud",
      (input) => {
        input.dns = { provider: "designate", zone: "test.example.", email };
        input.certificates = solver("designate");
      },
      [
        { path: "dns.provider", message: '"designate" needs cloud openstack, but cloud is "gcp"' },
        { path: "certificates.solver.provider", message: '"designate" needs cloud openstack, but cloud is "gcp"' },
      ],
    ],
  ]);
  onExisting([
    [
      "Designate on a cluster that exists",
      (input) => (input.dns = { provider: "designate", zone: "old.example.", email }),
      [{ path: "dns.provider", message: '"designate" needs cloud openstack, but cloud is "existing"' }],
    ],
  ]);
});

describe("Vault that unseals itself", () => {
  const secrets = { backend: "vault-in-cluster" as const, unseal: "gcp-kms" as const };
  onGcp([
    ["with its key", (input) => Object.assign(input, { secrets, vaultUnseal: true }), []],
    [
      "without it",
      (input) => (input.secrets = secrets),
      [{ path: "secrets.unseal", message: '"gcp-kms" needs the key that vaultUnseal makes: set vaultUnseal: true' }],
    ],
  ]);
  onOpenstack([
    [
      "on OpenStack",
      (input) => (input.secrets = secrets),
      [{ path: "secrets.unseal", message: '"gcp-kms" needs cloud gcp, but cloud is "openstack": write shamir' }],
    ],
    ["with people's key shares", (input) => (input.secrets = { backend: "vault-in-cluster" }), []],
  ]);
});

describe("databases", () => {
  onGcp([
    [
      "Cloud SQL with its section",
      (input) => Object.assign(input, { database: { kind: "cloudsql" }, cloudSql: { databases: ["tap"] } }),
      [],
    ],
    [
      "Cloud SQL without it",
      (input) => (input.database = { kind: "cloudsql" }),
      [{ path: "database.kind", message: '"cloudsql" needs the section cloudSql: add it' }],
    ],
  ]);
  onExisting([
    [
      "Cloud SQL elsewhere",
      (input) => (input.database = { kind: "cloudsql" }),
      [
        {
          path: "database.kind",
          message: '"cloudsql" needs cloud gcp, but cloud is "existing": write external or in-cluster',
        },
      ],
    ],
  ]);
  onOpenstack([
    ["in a pod, disposable", (input) => (input.database = { kind: "in-cluster" }), []],
    [
      "in a pod, in production",
      (input) => Object.assign(input, { lifecycle: "production", database: { kind: "in-cluster" } }),
      [{ path: "database.kind", message: '"in-cluster" is not for production: write external, or cloudsql on gcp' }],
    ],
    [
      "somebody's, in production",
      (input) => Object.assign(input, { lifecycle: "production", database: { kind: "external", host: "db.example" } }),
      [],
    ],
  ]);
});

describe("metrics of OpenStack", () => {
  onOpenstack([["there", (input) => (input.services = { monitoring: { openstackExporter: true } }), []]]);
  onGcp([
    [
      "elsewhere",
      (input) => (input.services = { monitoring: { openstackExporter: true } }),
      [
        {
          path: "services.monitoring.openstackExporter",
          message: 'true needs cloud openstack, but cloud is "gcp": remove it',
        },
      ],
    ],
  ]);
});
