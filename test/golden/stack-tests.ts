/** The tests that every stack gets. What a stack's own file says is what it makes, what the world may reach, and what stays. */
import { runStack, type Run } from "../mocks";
import {
  countByType,
  openToTheWorld,
  plaintext,
  protectedResources,
  secretOutputs,
  withoutProvider,
} from "./assertions";
import { expectGolden } from "./golden";

export interface StackExpectations {
  /** Stack file, from the top of the repository. @default Pulumi.<stack>.yaml */
  file?: string;
  /** Number of resources by type. */
  counts: Record<string, number>;
  /** As {@link openToTheWorld} says it. */
  open: string[];
  /** As {@link protectedResources} says it. */
  stays: string[];
  /** Outputs, or parts of them, that are secret. */
  secrets: string[];
  /** How names are proved to a public authority, and which. @default not at all */
  proved?: { solvers: object[]; names: string[] };
}

/** Call it once in a test file. */
export function testStack(stack: string, { file, counts, open, stays, secrets, proved }: StackExpectations): void {
  let run: Run;
  const warnings: string[] = [];
  beforeAll(async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation((text: string) => void warnings.push(text));
    run = await runStack(stack, file);
    warn.mockRestore();
  }, 240_000);

  test("is what the golden says", () => {
    expectGolden(stack, run);
  });

  test("makes this many resources of each type", () => {
    expect(countByType(run)).toEqual(counts);
  });

  test("names are proved like this, or not at all", () => {
    const inputs = (kind: string) =>
      run.resources.filter(({ type }) => type === `kubernetes:cert-manager.io/v1:${kind}`).map((one) => one.inputs);
    const issuer = proved && { spec: { acme: { solvers: proved.solvers } } };
    const certificate = proved && { spec: { dnsNames: proved.names, issuerRef: { name: "letsencrypt-dns" } } };
    expect(inputs("ClusterIssuer")).toMatchObject(issuer ? [issuer] : []);
    expect(inputs("Certificate")).toMatchObject(certificate ? [certificate] : []);
  });

  test("only this is open to the world", () => {
    expect(openToTheWorld(run)).toEqual(open);
  });

  test("only this is protected and outlives the stack", () => {
    expect(protectedResources(run)).toEqual(stays);
  });

  test("Pulumi warns of nothing but of what this version does not apply", () => {
    expect(warnings.filter((text) => !text.includes("checked, but not applied by this version"))).toEqual([]);
  });

  test("no resource uses a default provider", () => {
    expect(withoutProvider(run)).toEqual([]);
  });

  test("no secret stands in the golden, and secret outputs are marked", () => {
    expect(plaintext(run)).toEqual([]);
    expect(secretOutputs(run)).toEqual(secrets);
  });
}

/** What every project of OpenStack gets that has a file server and buckets, besides volumes, names and addresses. */
export const openstackProject = {
  "openstack:compute/instance:Instance": 1,
  "openstack:compute/keypair:Keypair": 1,
  "openstack:containerinfra/cluster:Cluster": 1,
  "openstack:containerinfra/clusterTemplate:ClusterTemplate": 1,
  "openstack:containerinfra/nodeGroup:NodeGroup": 1,
  "openstack:identity/ec2CredentialV3:Ec2CredentialV3": 1,
  "openstack:networking/network:Network": 1,
  "openstack:networking/router:Router": 1,
  "openstack:networking/routerInterface:RouterInterface": 1,
  "openstack:networking/secGroupRule:SecGroupRule": 9,
  "openstack:networking/subnet:Subnet": 1,
  "pulumi:providers:openstack": 1,
  "pulumi:providers:tls": 1,
  "science-platform:infra:Addresses": 1,
  "science-platform:infra:Cluster": 1,
  "science-platform:infra:FileServer": 1,
  "science-platform:infra:KeyPair": 1,
  "science-platform:infra:Network": 1,
  "science-platform:infra:ObjectStore": 1,
  "science-platform:infra:Security": 1,
  "science-platform:infra:Volumes": 1,
};

/** What the world may reach of it. */
export const webOnly = ["443-443 from 0.0.0.0/0", "80-80 from 0.0.0.0/0"];

/** What of its outputs is secret, besides logins of its own at the cloud. */
export const openstackSecrets = [
  "kubeconfig",
  "objectStore.credentials.accessKey",
  "objectStore.credentials.secretKey",
  "secrets",
  "sshPrivateKey",
];

/** How names are proved at ROE, where the proofs lie in a zone of Route 53. */
export const route53Proofs = [
  {
    dns01: {
      cnameStrategy: "Follow",
      route53: {
        region: "us-east-1",
        hostedZoneID: "Z00000000000000000000",
        accessKeyID: "YOURACCESSKEYID00000",
        secretAccessKeySecretRef: { name: "dns-credentials", key: "secret" },
      },
    },
  },
];

/** What every platform with a landing page makes in its cluster, besides storage classes and volumes. */
export const landingPlatform = {
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": 15,
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": 15,
  "kubernetes:core/v1:LimitRange": 2,
  "kubernetes:core/v1:Namespace": 2,
  "kubernetes:core/v1:ResourceQuota": 2,
  "kubernetes:core/v1:Secret": 2,
  "kubernetes:helm.sh/v3:Release": 2,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 12,
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": 4,
  "pulumi:providers:kubernetes": 1,
  "pulumi:providers:random": 1,
  "pulumi:providers:tls": 1,
  "random:index/randomPassword:RandomPassword": 1,
  "science-platform:foundation:Admission": 1,
  "science-platform:foundation:Certificate": 1,
  "science-platform:foundation:ClusterRoles": 1,
  "science-platform:foundation:HelmService": 2,
  "science-platform:foundation:IngressController": 1,
  "science-platform:foundation:Priorities": 1,
  "science-platform:foundation:ServiceNamespace": 2,
  "science-platform:foundation:Storage": 1,
  "science-platform:secrets:PlatformSecrets": 1,
  "science-platform:secrets:ServiceSecret": 1,
  "science-platform:services:LandingPage": 1,
  "tls:index/certRequest:CertRequest": 1,
  "tls:index/locallySignedCert:LocallySignedCert": 1,
  "tls:index/privateKey:PrivateKey": 2,
  "tls:index/selfSignedCert:SelfSignedCert": 1,
};

/** A release in a namespace of its own, with the usual two network policies. */
const release = {
  "kubernetes:core/v1:LimitRange": 1,
  "kubernetes:core/v1:Namespace": 1,
  "kubernetes:core/v1:ResourceQuota": 1,
  "kubernetes:helm.sh/v3:Release": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 2,
  "science-platform:foundation:HelmService": 1,
  "science-platform:foundation:ServiceNamespace": 1,
};

/** What the CSI driver for NFS adds, besides its storage classes. */
export const nfsDriver = { ...release, "science-platform:foundation:NfsDriver": 1 };

/**
 * What virtual labs add: each a release, its keys, and a volume with a claim for each mount. In the platform's own Keycloak each is a
 * client, with a password that is made for it.
 */
export function virtualLabs(labs: number, mounts: number, { keycloak }: { keycloak: boolean }): Record<string, number> {
  const each = sum(release, {
    "kubernetes:core/v1:Secret": 1,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 2,
    "random:index/randomBytes:RandomBytes": 2,
    "random:index/randomPassword:RandomPassword": keycloak ? 1 : 0,
    "science-platform:secrets:ServiceSecret": 1,
    "science-platform:services:VirtualLab": 1,
  });
  return sum(...Array.from({ length: labs }, () => each), {
    "kubernetes:core/v1:PersistentVolume": mounts,
    "kubernetes:core/v1:PersistentVolumeClaim": mounts,
    "science-platform:foundation:SharedClaim": mounts,
  });
}

/**
 * What monitoring adds beside cert-manager: two releases, Grafana's keys, and dashboards: of the platform, the landing page, and labs. `told`: 1 where alerts go to somebody, so that
 * Alertmanager has a way out.
 */
export function monitoring(dashboards: number, told: 0 | 1): Record<string, number> {
  return sum(release, release, {
    "kubernetes:core/v1:ConfigMap": dashboards,
    "kubernetes:core/v1:Secret": 1,
    // In the namespaces of Prometheus, of node-exporter, of cert-manager, and of the ingress controller.
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 11 + told + 1 + 1 + 1,
    "random:index/randomPassword:RandomPassword": 1,
    "science-platform:secrets:ServiceSecret": 1,
    "science-platform:services:Monitoring": 2,
  });
}

/**
 * What the platform's own Keycloak adds where there are monitoring and an upstream: two releases, their keys, Grafana's client, and a
 * dashboard.
 */
export const keycloak = sum(release, release, {
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:core/v1:Secret": 2,
  // Keycloak's: from the controller, the job, its other pods and Prometheus, to them, to the database and to the upstream. The job's.
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 7 + 1,
  // Its administrator's with the one before, and Grafana's at Keycloak.
  "random:index/randomPassword:RandomPassword": 3,
  "science-platform:secrets:ServiceSecret": 2,
  "science-platform:services:Identity": 2,
});

/** What the file server as pods adds where there is monitoring: one release for all exports, and a dashboard. */
export const filePods = sum(release, {
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 1,
  "science-platform:services:FileServer": 1,
});

/** What uptime adds: two releases, and a dashboard. */
export const uptime = sum(release, release, {
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 4,
  "science-platform:services:Uptime": 2,
});

/** What the exporter of OpenStack adds: a login that may only read, which its release gets as a Secret, and a dashboard. */
export const openstackExporter = sum(release, {
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:core/v1:Secret": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 1 + 1,
  "openstack:identity/applicationCredential:ApplicationCredential": 1,
  "science-platform:infra:Credentials": 1,
  "science-platform:secrets:ServiceSecret": 1,
  "science-platform:services:Monitoring": 1,
});

/**
 * What Loki and its collectors add where there is monitoring: two releases, the keys of the bucket, a dashboard, and Grafana's way to it.
 * `keys`: 0 where the bucket is reached without any.
 */
export function logging(keys: 0 | 1): Record<string, number> {
  return sum(release, release, {
    "kubernetes:core/v1:ConfigMap": 1,
    "kubernetes:core/v1:Secret": keys,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 5 + 1 + 2 + 1 + 1,
    "science-platform:secrets:ServiceSecret": keys,
    "science-platform:services:Logging": 2,
  });
}

/** What backups add where there is monitoring: a release, the keys of the targets, a dashboard, and Prometheus' way to it. */
export const backup = sum(release, {
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:core/v1:Secret": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 2 + 1,
  "science-platform:secrets:ServiceSecret": 1,
  "science-platform:services:Backup": 1,
});

/** What copies of files and databases add to backups: a release, their keys with a password of ours, and each export that is copied. */
export function copies(exports: number): Record<string, number> {
  return sum(release, {
    "kubernetes:core/v1:PersistentVolume": exports,
    "kubernetes:core/v1:PersistentVolumeClaim": exports,
    "kubernetes:core/v1:Secret": 1,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 1,
    "random:index/randomPassword:RandomPassword": 1,
    "science-platform:foundation:SharedClaim": exports,
    "science-platform:secrets:ServiceSecret": 1,
    "science-platform:services:Backup": 1,
  });
}

/** What a cache of container images adds where there is monitoring: two releases with their keys, and Prometheus' way to each cache. */
export function imageCache(caches: number): Record<string, number> {
  return sum(release, release, {
    "kubernetes:core/v1:ConfigMap": 1,
    "kubernetes:core/v1:Secret": 2,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 2 + caches,
    "random:index/randomPassword:RandomPassword": 1,
    "science-platform:secrets:ServiceSecret": 2,
    "science-platform:services:Registry": 2,
  });
}

/** What snapshots add where the cluster has a controller for them. */
export const snapshotClass = {
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass": 1,
  "science-platform:foundation:Snapshots": 1,
};

/** What they add where it has none. */
export const snapshots = sum(release, snapshotClass, { "kubernetes:networking.k8s.io/v1:NetworkPolicy": 1 });

/** What groups with the role of operators add, besides their rights in namespaces. */
export const operators = {
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": 1,
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": 2,
};

/** Vault in the cluster, with the job that takes its snapshots. */
export const vault = sum(release, {
  "kubernetes:batch/v1:CronJob": 1,
  "kubernetes:core/v1:ConfigMap": 1,
  "kubernetes:core/v1:PersistentVolumeClaim": 1,
  "kubernetes:core/v1:Secret": 1,
  "kubernetes:core/v1:ServiceAccount": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 5,
  "science-platform:services:Vault": 1,
  "science-platform:services:VaultCertificate": 1,
  "science-platform:services:VaultSnapshots": 1,
});

/** What cert-manager with an ACME issuer adds to a platform, and what goes with the authority of the platform's own. */
export const acme = {
  "kubernetes:cert-manager.io/v1:Certificate": 1,
  "kubernetes:cert-manager.io/v1:ClusterIssuer": 1,
  "kubernetes:core/v1:LimitRange": 1,
  "kubernetes:core/v1:Namespace": 1,
  "kubernetes:core/v1:ResourceQuota": 1,
  "kubernetes:core/v1:Secret": -1,
  "kubernetes:helm.sh/v3:Release": 1,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 9,
  "science-platform:foundation:CertManager": 1,
  "science-platform:foundation:Certificate": -1,
  "science-platform:foundation:HelmService": 1,
  "science-platform:foundation:ServiceNamespace": 1,
  "tls:index/certRequest:CertRequest": -1,
  "tls:index/locallySignedCert:LocallySignedCert": -1,
  "tls:index/privateKey:PrivateKey": -2,
  "tls:index/selfSignedCert:SelfSignedCert": -1,
};

/** Counts by type, added up; what comes to nothing is left out. */
export function sum(...all: Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const counts of all)
    for (const [type, count] of Object.entries(counts)) total[type] = (total[type] ?? 0) + count;
  return Object.fromEntries(Object.entries(total).filter(([, count]) => count !== 0));
}

/** What Phalanx adds to a platform, besides the Applications. */
export const phalanxPlatform = {
  "kubernetes:argoproj.io/v1alpha1:AppProject": 1,
  "kubernetes:core/v1:LimitRange": 2,
  "kubernetes:core/v1:Namespace": 2,
  "kubernetes:core/v1:ResourceQuota": 2,
  "kubernetes:helm.sh/v3:Release": 2,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 10,
  "kubernetes:ricoberger.de/v1alpha1:VaultSecret": 1,
  "science-platform:foundation:HelmService": 2,
  "science-platform:foundation:ServiceNamespace": 2,
  "science-platform:services:ArgoCd": 1,
  "science-platform:services:Phalanx": 1,
  "science-platform:services:PhalanxEnvironment": 1,
  "science-platform:services:VaultSecretsOperator": 1,
};
