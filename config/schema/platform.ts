/** What is in the cluster for all services: charts, quotas, ingress, policies, and Phalanx. */
import { z } from "zod";
import { roles } from "./access";
import { cpu, fqdn, memory, name, quota, resources } from "./values";

export const platform = z
  .strictObject({
    charts: z
      .discriminatedUnion("source", [
        z.strictObject({ source: z.literal("upstream").describe("The repositories of platform/catalog.ts.") }),
        z.strictObject({
          source: z.literal("directory").describe("A directory of charts of the same names."),
          path: z.string().min(1).describe("The directory, from the top of this repository."),
        }),
      ])
      .default({ source: "upstream" })
      .describe("Where Helm charts come from."),
    values: z
      .record(name, z.record(z.string(), z.unknown()))
      .default({})
      .describe("Release to Helm values of yours, which win over ours. Never a secret."),
    quota: quota
      .default({ cpu: "8", memory: "16Gi", pods: 50, storage: "500Gi", claims: 20 })
      .describe("ResourceQuota of each service's namespace."),
    containerDefaults: resources
      .default({ cpu: { request: "50m", limit: "500m" }, memory: { request: "64Mi", limit: "256Mi" } })
      .describe("LimitRange: what a container gets that asks for nothing."),
    roles,
    nfsDriver: z
      .enum(["install", "exists", "none"])
      .default("install")
      .describe(
        "CSI driver for NFS, with a StorageClass files-<export> for each export that may be written: a claim gets a folder of its own. exists: the cluster has the driver. none: no such classes.",
      ),
    ingress: z
      .strictObject({
        replicas: z.int().min(1).default(2).describe("Pods of the controller."),
        resources: resources
          .default({ cpu: { request: "100m", limit: "1" }, memory: { request: "128Mi", limit: "512Mi" } })
          .describe("Resources of each."),
      })
      .prefault({})
      .describe("The ingress controller."),
  })
  .prefault({})
  .describe("What all services share.");

const exception = z.strictObject({
  rule: name.describe("Rule of policies/ that may be broken."),
  resource: z.string().min(1).describe("Name of the resource that may break it; * stands for any characters."),
  reason: z.string().min(10).describe("Why, in a sentence."),
  owner: z.string().min(1).describe("Who answers for it."),
  expires: z.iso.date("a day like 2027-03-31").describe("Last day on which it holds."),
});

export const policies = z
  .strictObject({
    level: z
      .enum(["mandatory", "advisory"])
      .optional()
      .describe(
        "What a violation does. Default: in production it stops the run; on a disposable site some rules only advise (docs/policies.md).",
      ),
    admission: z
      .enum(["off", "warn", "deny"])
      .default("warn")
      .describe("What the cluster does with objects that break a rule, whoever sends them."),
    registries: z.array(z.string().min(1)).default([]).describe("Registries that images may come from. Default: any."),
    container: z
      .strictObject({
        cpu: cpu.default("8").describe("Most cores."),
        memory: memory.default("32Gi").describe("Most memory."),
      })
      .prefault({})
      .describe("Largest limits that one container may have."),
    budget: z
      .strictObject({
        cpu: cpu.describe("Cores of all machines."),
        memory: memory.describe("Memory of all machines."),
        storage: memory.describe("All volumes."),
      })
      .optional()
      .describe("What the whole stack may take of the cloud. Default: no bound but the cloud's quota."),
    exceptions: z.array(exception).default([]).describe("Known violations, each with an end."),
  })
  .prefault({})
  .describe("How strictly policies/ holds.");

export const phalanx = z
  .strictObject({
    environment: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes")
      .describe("Name of the environment: values-<environment>.yaml."),
    fqdn: fqdn.describe("Address of the Rubin Science Platform; inside dns.zone."),
    repository: z
      .url({ protocol: /^https$/, error: "an address like https://github.com/lsst-sqre/phalanx.git" })
      .default("https://github.com/lsst-sqre/phalanx.git")
      .describe("Git repository of Phalanx, or of a fork."),
    revision: z.string().min(1).default("main").describe("Branch, tag or commit."),
    applications: z
      .array(z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes"))
      .default([])
      .describe(
        "Applications besides those that are always there (argocd, cert-manager, gafaelfawr, ingress-nginx, repertoire, vault-secrets-operator). tap needs tap-google-credentials; ssotap needs ssotap-google-credentials and ssotap-database-password.",
      ),
    without: z
      .array(z.enum(["gafaelfawr", "repertoire"]))
      .default([])
      .describe("Applications that are always there in upstream, and that the revision does not have yet."),
    projects: z
      .record(z.string(), z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes"))
      .default({})
      .describe("Application that only your fork has to its Argo CD project. Those of upstream are known."),
    revisions: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe("Application to the branch it alone is taken from, while something is tried."),
    sync: z
      .enum(["automatic", "manual"])
      .default("automatic")
      .describe(
        "automatic: Argo CD brings the cluster to the revision by itself. manual: somebody does, with Argo CD's own button or command.",
      ),
    waitForHealth: z
      .boolean()
      .default(true)
      .describe(
        "Whether `pulumi up` waits until Argo CD calls an application healthy before those that need it; with sync automatic only.",
      ),
    qserv: z
      .strictObject({
        host: z.string().min(1).describe("Address."),
        port: z.int().min(1).max(65535).default(30040).describe("Port."),
      })
      .optional()
      .describe("Qserv that TAP asks. Default: none."),
    ssotap: z
      .strictObject({
        host: z.string().min(1).describe("Address."),
        port: z.int().min(1).max(65535).default(5432).describe("Port."),
        database: z.string().min(1).describe("Name of the database."),
        user: z.string().min(1).describe("User; the password is the key pgpassword of ssotap's secret in Vault."),
      })
      .optional()
      .describe("PostgreSQL (with pgSphere) that the application ssotap asks. Default: none."),
    portal: z
      .strictObject({
        replicas: z.int().min(1).default(1).describe("Pods."),
        workArea: z
          .string()
          .min(1)
          .optional()
          .describe("Export that all pods share for uploads and results; required with more than one."),
      })
      .prefault({})
      .describe("Portal (Firefly), when it is one of the applications."),
    values: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .default({})
      .describe("Application to Helm values of yours, which win over the environment's and over ours. Never a secret."),
    sharedFiles: z
      .record(z.string().startsWith("/"), z.string())
      .default({})
      .describe("Path in users' notebooks to the export mounted there (storage.fileServer.exports)."),
    postgresStorageClass: name
      .optional()
      .describe("StorageClass of the in-cluster PostgreSQL. Default: the default class."),
  })
  .optional()
  .describe(
    "Rubin Science Platform through Argo CD, whose client at the users' provider has the secret argocd-client-secret (with identity.keycloak the program makes client and secret). Default: none.",
  );
