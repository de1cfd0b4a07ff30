import { valueAt } from "../../../config/problems-tree";
import { exampleGiven, exampleSite } from "../testing";
import { virtualLabs } from ".";
import { example } from "./example";

const config = exampleSite(example);
const [birds, school] = virtualLabs.instances(config).map((instance) => instance.values(exampleGiven));
const at = (values: unknown, path: string) => valueAt(values, path.split("."));

test("a user chooses among sizes, and images where there are several", () => {
  const profiles = at(birds, "singleuser.profileList") as { kubespawner_override: object; default?: true }[];
  expect(profiles).toHaveLength(3);
  expect(profiles[0]).toEqual({
    display_name: "small (up to one core and 2.9 GiB)",
    slug: "small",
    default: true,
    kubespawner_override: { cpu_limit: 1, cpu_guarantee: 0.25, mem_limit: 3_072_000_000, mem_guarantee: 768_000_000 },
    profile_options: {
      image: {
        display_name: "Image",
        choices: {
          "scipy-notebook-2025-11-10": {
            display_name: "Python",
            default: true,
            kubespawner_override: { image: "quay.io/jupyter/scipy-notebook:2025-11-10" },
          },
          "r-notebook-2025-11-10": {
            display_name: "R",
            kubespawner_override: { image: "quay.io/jupyter/r-notebook:2025-11-10" },
          },
        },
      },
    },
  });
  expect(profiles.map((one) => one.kubespawner_override)).toMatchObject([
    { cpu_limit: 1, mem_limit: 3_072_000_000 },
    { cpu_limit: 2, mem_limit: 6_144_000_000 },
    { cpu_limit: 4, mem_limit: 12_288_000_000 },
  ]);
  expect(profiles.filter((one) => one.default)).toHaveLength(1);
});

test("where there is nothing to choose nobody is asked", () => {
  expect(at(school, "singleuser.profileList")).toBeUndefined();
  expect(at(school, "singleuser.cpu")).toEqual({ limit: 1, guarantee: 0.25 });
  expect(at(school, "singleuser.image")).toEqual({ name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" });
});

test("a home is a claim on the export's class, shared files are mounted as the lab says", () => {
  expect(at(birds, "singleuser.storage")).toEqual({
    type: "dynamic",
    capacity: "5Gi",
    dynamic: { storageClass: "files-homes", storageAccessModes: ["ReadWriteMany"] },
    extraVolumes: [{ name: "files-catalogues", persistentVolumeClaim: { claimName: "catalogues", readOnly: true } }],
    extraVolumeMounts: [{ name: "files-catalogues", mountPath: "/data/catalogues", readOnly: true }],
  });
});

test("a home on a StorageClass is a disk", () => {
  const disk = { ...example, services: { virtualLabs: { ...example.services.virtualLabs, homes: "standard" } } };
  const [instance] = virtualLabs.instances(exampleSite(disk));
  expect(at(instance?.values(exampleGiven), "singleuser.storage.dynamic")).toEqual({
    storageClass: "standard",
    storageAccessModes: ["ReadWriteOnce"],
  });
  expect(instance?.namespace?.classStorage).toEqual({ standard: "20480Mi" });
});

test("teachers see their students and no others", () => {
  expect(at(school, "hub.loadRoles")).toEqual({
    "teaching-ecology": {
      description: "Teachers of ecology",
      scopes: ["list:users", "read:servers", "delete:servers", "access:servers"].map(
        (scope) => `${scope}!group=students`,
      ),
      groups: ["teachers"],
    },
  });
  expect(at(birds, "hub.loadRoles")).toBeUndefined();
});

test("users' servers run on the lab's pool, whose taints they tolerate", () => {
  const pooled = { ...example, services: { virtualLabs: { ...example.services.virtualLabs, nodePool: "notebooks" } } };
  const [instance] = virtualLabs.instances(exampleSite(pooled));
  const taint = { key: "purpose", value: "notebooks", effect: "NoSchedule" as const };
  const pools = [{ name: "notebooks", labels: { "capi.stackhpc.com/node-group": "notebooks" }, taints: [taint] }];
  const values = instance?.values({ ...exampleGiven, pools });
  expect(at(values, "singleuser.nodeSelector")).toEqual({ "capi.stackhpc.com/node-group": "notebooks" });
  expect(at(values, "singleuser.extraTolerations")).toEqual([{ ...taint, operator: "Equal" }]);
});

test("idle servers are stopped; the first image is fetched beforehand, and no upgrade waits for it", () => {
  expect(at(birds, "cull")).toEqual({ enabled: true, timeout: 3600, every: 600 });
  expect(at(birds, "prePuller")).toMatchObject({ hook: { enabled: false }, continuous: { enabled: true } });
});

test("nobody reaches the cloud's metadata, and no server is privileged for that", () => {
  expect(at(birds, "singleuser.cloudMetadata")).toEqual({ blockWithIptables: false });
  for (const pods of ["hub", "proxy.chp", "singleuser"])
    expect(at(birds, `${pods}.networkPolicy.egressAllowRules`)).toMatchObject({
      cloudMetadataServer: false,
      privateIPs: false,
      nonPrivateIPs: pods === "singleuser",
    });
});

test("no secret is among the values: the hub reads them from its Secret", () => {
  expect(at(birds, "hub.existingSecret")).toBe("lab-birds-keys");
  expect(at(birds, "hub.extraEnv")).toEqual({
    OAUTH_CLIENT_SECRET: { valueFrom: { secretKeyRef: { name: "lab-birds-keys", key: "client-secret" } } },
  });
  const [instance] = virtualLabs.instances(config);
  expect(Object.keys(instance?.secret?.declared.keys ?? {})).toEqual([
    "hub.config.JupyterHub.cookie_secret",
    "hub.config.CryptKeeper.keys",
    "client-secret",
  ]);
});

test("secrets that are made anew restart the hub of their lab", () => {
  const annotations = (secrets: object) =>
    virtualLabs
      .instances(exampleSite({ ...example, secrets: { backend: "kubernetes", ...secrets } }))
      .map((instance) => at(instance.values(exampleGiven), "hub.annotations"));
  expect(annotations({ rotation: 2, rotations: { "lab-school/client-secret": 3 } })).toEqual([
    { "science-platform/secrets": "2" },
    { "science-platform/secrets": "2+3" },
  ]);
});
