/**
 * What every stack and example means: its configuration with all defaults filled in, as a file that reviewers read beside the short one.
 * What matters in it is said by name below too; the golden alone would only say that something changed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse, stringify } from "yaml";
import { stackFileSchema } from "../../config/json-schema";
import { parseConfig } from "../../config/parse";
import type { Config, ExistingConfig, GcpConfig, OpenstackConfig } from "../../config/schema";
import { requiredSecrets } from "../../config/secrets";
import { readStackFile } from "../../config/stack-file";
import { stackFiles, stackOf, stacksIn } from "../../config/stack-file-siblings";
import { compareStackFiles } from "../../ops/config-diff";
import { repository } from "../mocks";

const goldens = path.join(__dirname, "config");
const yamlFiles = (folder: string) =>
  fs.readdirSync(path.join(repository, folder)).filter((file) => /\.yaml$/.test(file));

/** "roe" to "Pulumi.roe.yaml", "minimal" to "examples/minimal.yaml". */
const files = Object.fromEntries<string>([
  ...stackFiles(repository).map((file) => [stackOf(file) ?? "", path.basename(file)] as const),
  ...yamlFiles("examples").map((file) => [path.basename(file, ".yaml"), `examples/${file}`] as const),
]);
const names = Object.keys(files).sort();

const textOf = (name: string) => fs.readFileSync(path.join(repository, files[name] ?? ""), "utf8");
const commentsOf = (name: string) => textOf(name).match(/#.*/g)?.join(" ") ?? "";

/** As `science-platform config check` looks at it: a stack beside the other stacks, whose ranges it must stay clear of. */
function checked(name: string) {
  const { input, problems } = readStackFile(textOf(name));
  const { [name]: itself, ...others } = stacksIn(repository);
  const result = parseConfig(input, itself ? { others } : {});
  return { ...result, problems: [...problems, ...("problems" in result ? result.problems : [])] };
}

function resolved<C extends Config = Config>(name: string): C {
  const result = checked(name);
  if (!("config" in result)) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.config as C;
}

// Ranges of addresses have a pattern too; ajv does not know their format by name.
const editor = new Ajv({ strict: false, validateFormats: false }).compile(stackFileSchema());

function golden(name: string): string {
  return `# ${files[name]}, science-platform:config with every default filled in.\n${stringify(resolved(name), { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

test("stacks and examples are these at least, and no golden is left of one that is gone", () => {
  const ours = ["gke", "lab", "lifewatch-existing", "lifewatch-openstack", "minimal", "roe", "roe-dev"];
  expect(names.filter((name) => ours.includes(name))).toEqual(ours);
  expect(yamlFiles("test/golden/config").filter((file) => !names.includes(path.basename(file, ".yaml")))).toEqual([]);
});

describe.each(names)("%s", (name) => {
  test("is valid, for editors too", () => {
    expect(checked(name).problems).toEqual([]);
    expect([editor(parse(textOf(name))), editor.errors]).toEqual([true, null]);
  });

  test("is what its golden says (if the difference is meant: UPDATE_GOLDEN=1 npx jest --selectProjects golden)", () => {
    const file = path.join(goldens, `${name}.yaml`);
    const actual = golden(name);
    if (process.env.UPDATE_GOLDEN === "1") fs.writeFileSync(file, actual);
    expect(actual).toBe(fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "no golden is there yet");
  });

  test("begins with its schema and a sentence, and switches default providers off", () => {
    const [first = "", second = ""] = textOf(name).split("\n");
    const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? "";
    expect(path.join(path.dirname(files[name] ?? ""), schema)).toBe("config/stack.schema.json");
    expect(second).toMatch(/^# [A-Z].+/);
    const { config } = parse(textOf(name)) as { config: Record<string, unknown> };
    expect(config["pulumi:disable-default-providers"]).toEqual(["*"]);
  });

  test("names every secret that it asks for", () => {
    const missing = requiredSecrets(resolved(name), name).filter((secret) => !textOf(name).includes(secret.name));
    expect(missing.map((secret) => secret.name)).toEqual([]);
  });
});

describe("roe", () => {
  let roe: OpenstackConfig;
  beforeAll(() => {
    roe = resolved("roe");
  });

  test("is the production site with its own addresses", () => {
    expect([roe.lifecycle, roe.addresses.ingress, roe.phalanx?.fqdn, roe.dns.zone]).toEqual([
      "production",
      "192.41.122.108",
      "rsp.lsst.ac.uk",
      "lsst.ac.uk.",
    ]);
    expect(roe.secrets).toEqual({
      backend: "vault",
      address: "https://vault-rsp.lsst.ac.uk",
      mount: "secret",
      path: "phalanx/roe",
      rotation: 1,
      rotations: {},
      static: {},
    });
    expect(roe.phalanx?.qserv).toEqual({ host: "192.41.122.85", port: 30040 });
  });

  test("says of today's environments what they have instead", () => {
    const mentioned = [
      "ukidacprod",
      "ukidacdev",
      "rsp-test.lsst.ac.uk",
      "192.41.122.16",
      "192.41.122.172",
      "phalanx/ukidacprod",
    ];
    expect(mentioned.filter((one) => !commentsOf("roe").includes(one))).toEqual([]);
  });

  test("stays clear of Ceph and of what else is in use", () => {
    expect(roe.network.reserved).toEqual({
      "ceph-mons": "10.19.4.0/24",
      cephfs: "10.21.0.0/16",
      public: "192.41.122.0/24",
      "gaia-dmp": "10.10.0.0/16",
    });
    expect(roe.network.dnsServers).toEqual([]);
  });

  test("survives the loss of a machine of the control plane, on a Kubernetes that Phalanx takes", () => {
    expect(roe.cluster.control.count).toBe(3);
    expect([roe.cluster.kubernetesVersion, roe.cluster.driver, roe.cluster.networkDriver]).toEqual([
      "v1.34.2",
      "capi",
      "calico",
    ]);
  });

  test("runs these applications, and no database of Phalanx's own", () => {
    expect(roe.phalanx?.applications).toEqual(["mobu", "nublado", "portal", "squareone", "ssotap", "tap"]);
    expect(roe.database?.kind).toBe("external");
    expect([roe.services.portal, roe.services.tap]).toEqual([undefined, undefined]);
  });

  test("has a work area for both Portals, and keeps sessions and tokens", () => {
    expect(roe.phalanx?.portal).toEqual({ replicas: 2, workArea: "portal" });
    expect(roe.phalanx?.values).toMatchObject({
      gafaelfawr: {
        redis: { persistence: { enabled: true, storageClass: "standard" } },
        config: { internalDatabase: false, updateSchema: false },
      },
      nublado: { controller: { config: { images: { recommendedTag: "r29_2_0" } } } },
    });
  });

  test("lets the team of the GitHub organization do what it does today", () => {
    expect(roe.identity?.github?.organizations).toEqual(["lsp-uk"]);
    expect(roe.identity?.scopes).toEqual(
      Object.fromEntries(
        ["exec:admin", "exec:internal-tools", "exec:notebook", "exec:portal", "read:image", "read:tap"].map((scope) => [
          scope,
          ["lsp-uk/dev"],
        ]),
      ),
    );
  });

  test("serves homes, data and datasets to notebooks", () => {
    expect(roe.phalanx?.sharedFiles).toEqual({ "/home": "homes", "/data": "data", "/datasets": "datasets" });
  });

  test("has certificates by Route 53, in a zone only for proofs", () => {
    expect(roe.certificates).toMatchObject({
      issuer: "dns01",
      challengeZone: "tls.lsst.ac.uk.",
      solver: { provider: "route53", region: "us-east-1" },
    });
  });
});

test("roe-dev is roe, smaller and thrown away: every difference has its reason", () => {
  const stack = (name: string) => ({ name, file: files[name] ?? "", text: textOf(name) });
  const { compared, differences, unexplained } = compareStackFiles(stack("roe-dev"), stack("roe"));
  expect([compared, unexplained]).toEqual(["resolved", 0]);
  // Of what production runs only the backups are missing, so that a change of anything else is seen here first.
  const absent = differences.filter(({ path, a }) => /^services\.\w+$/.test(path) && a.value === undefined);
  expect(absent.map(({ path }) => path)).toEqual(["services.backup"]);
  expect(resolved<OpenstackConfig>("roe-dev").lifecycle).toBe("disposable");
});

describe("gke", () => {
  let gke: GcpConfig;
  beforeAll(() => {
    gke = resolved("gke");
  });

  test("keeps everything but notebooks off the pools for notebooks", () => {
    const taints = [{ key: "nublado.lsst.io/permitted", value: "true", effect: "NoExecute" }];
    expect(gke.cluster.nodePools.map((pool) => [pool.name, pool.taints])).toEqual([
      ["core-pool", []],
      ["user-lab-pool", taints],
      ["user-lab-pool-amd", taints],
    ]);
    expect(gke.cluster.nodePools.map((pool) => pool.diskSize)).toEqual([200, 300, 300]);
  });

  test("bounds every home, on NetApp Volumes", () => {
    const { fileServer } = gke.storage;
    expect(fileServer).toMatchObject({
      kind: "netapp",
      serviceLevel: "PREMIUM",
      snapshots: { hourly: 24, daily: 7, weekly: 5 },
      backups: { daily: 7, weekly: 5, monthly: 12 },
    });
    expect(fileServer?.exports[0]).toMatchObject({ name: "homes", size: 2048, userQuota: 40000 });
  });

  test("has its database, secrets and backups from Google", () => {
    expect([gke.database?.kind, gke.cloudSql?.version, gke.cloudSql?.tier]).toEqual([
      "cloudsql",
      "POSTGRES_16",
      "db-custom-4-16384",
    ]);
    expect(gke.secrets).toMatchObject({ backend: "vault-in-cluster", unseal: "gcp-kms", replicas: 3 });
    expect([gke.vaultUnseal, gke.artifactRegistry, gke.clusterBackup]).toEqual([
      true,
      ["sciplat-lab"],
      { schedule: "0 3 * * *", retainDays: 14 },
    ]);
  });

  test("is told of money before it is spent", () => {
    expect(gke.gcp.budget?.thresholds).toEqual([0.7, 0.8, 0.9, 1]);
  });
});

describe.each(["roe", "gke", "lifewatch-existing", "lifewatch-openstack"])("%s, as every production site,", (name) => {
  let config: Config;
  beforeAll(() => {
    config = resolved(name);
  });

  test("backs up to two places, one of them elsewhere", () => {
    expect(Object.values(config.services.backup?.targets ?? {}).map((target) => target.kind)).toEqual(["bucket", "s3"]);
  });

  test("is watched, keeps its logs, and refuses what breaks a rule", () => {
    const { monitoring, uptime, logging } = config.services;
    expect(monitoring?.alerts?.to).toMatch(/^(mail|slack)$/);
    expect([uptime?.host.split(".")[0], logging?.kind]).toEqual(["status", "loki"]);
    expect([config.policies.level ?? "mandatory", config.policies.admission]).toEqual(["mandatory", "deny"]);
  });

  test("keeps the volume of a claim that was deleted", () => {
    expect([...new Set(config.storage.classes.map((one) => one.reclaim))]).toEqual(["Retain"]);
  });

  test("leaves no branch or moving tag to others", () => {
    expect(textOf(name)).not.toMatch(/(tag|revision|version): *"?(latest|main|master|stable|recommended)/);
    expect(config.phalanx?.revision ?? "0".repeat(40)).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe("lifewatch", () => {
  let existing: ExistingConfig;
  let openstack: OpenstackConfig;
  beforeAll(() => {
    existing = resolved("lifewatch-existing");
    openstack = resolved("lifewatch-openstack");
  });

  test("has eight labs", () => {
    expect(existing.services.virtualLabs?.labs.map((lab) => [lab.name, lab.users])).toEqual([
      ["phytoplankton", 12],
      ["bird-migration", 15],
      ["laser-scanning", 8],
      ["soundscapes", 10],
      ["camera-traps", 12],
      ["environmental-dna", 10],
      ["species-distribution", 15],
      ["field-school", 40],
    ]);
  });

  test("is the same on both clouds but for what it stands on", () => {
    const platform = ({ identity, database, platform, services, policies }: Config) => ({
      ...{ identity, database, platform, services, policies },
    });
    // There the files are on volumes of the cluster, which are in the backups as such.
    const backup = existing.services.backup && { ...existing.services.backup, files: true };
    expect(platform(openstack)).toEqual(platform({ ...existing, services: { ...existing.services, backup } }));
    expect([existing.cloud, openstack.cloud]).toEqual(["existing", "openstack"]);
  });

  test("offers three sizes and exact images", () => {
    const { labs = [], sizes = [] } = existing.services.virtualLabs ?? {};
    expect(sizes.map((size) => size.name)).toEqual(["small", "medium", "large"]);
    expect([...new Set(labs.flatMap((lab) => lab.images.map((image) => `${image.name}:${image.tag}`)))].sort()).toEqual(
      [
        "docker.io/rocker/binder:4.4.2",
        "quay.io/jupyter/datascience-notebook:2025-11-06",
        "quay.io/jupyter/pytorch-notebook:2025-11-06",
        "quay.io/jupyter/scipy-notebook:2025-11-10",
        "quay.io/pangeo/pangeo-notebook:2025.08.14",
      ],
    );
  });

  test("teaches two courses in the lab for courses", () => {
    const school = existing.services.virtualLabs?.labs.find((lab) => lab.name === "field-school");
    expect(school?.teaching.map((course) => course.name)).toEqual(["ecology-101", "marine-biology"]);
    expect([school?.homeQuota, school?.quota]).toEqual([
      "5G",
      { cpu: "40", memory: "120Gi", pods: 60, storage: "200Gi", claims: 60 },
    ]);
  });

  test("lets only one lab write the reference data", () => {
    const writers = existing.services.virtualLabs?.labs.filter((lab) =>
      lab.mounts.some((mount) => mount.export === "reference" && !mount.readOnly),
    );
    expect(writers?.map((lab) => lab.name)).toEqual(["environmental-dna"]);
  });
});

test("minimal is a lab with logins, in at most 25 lines", () => {
  expect(textOf("minimal").trimEnd().split("\n").length).toBeLessThanOrEqual(25);
  const minimal = resolved<ExistingConfig>("minimal");
  expect(minimal.services.virtualLabs?.labs).toHaveLength(1);
  expect(minimal.identity?.github?.organizations).toEqual(["your-organization"]);
});

test("lab keeps its data on the volumes it has had, and throws them away with the stack", () => {
  const lab = resolved<OpenstackConfig>("lab");
  expect([lab.lifecycle, lab.storage.volumes]).toEqual(["disposable", { homes: { size: 100, type: "ceph" } }]);
  expect([lab.dns.zone, lab.services.landingPage?.host]).toEqual(["lab.example.", "rsp"]);
});
