import * as fs from "node:fs";
import * as path from "node:path";
import { apiOf, refused } from "../gcp-api";
import type { Run } from "../mocks";
import {
  acme,
  backup,
  copies,
  landingPlatform,
  logging,
  monitoring,
  nfsDriver,
  operators,
  phalanxPlatform,
  snapshotClass,
  sum,
  testStack,
  uptime,
  vault,
} from "./stack-tests";

testStack("gke", {
  counts: {
    ...sum(
      landingPlatform,
      acme,
      phalanxPlatform,
      nfsDriver,
      snapshotClass,
      operators,
      vault,
      backup,
      copies(1),
      logging(0),
      monitoring(4, 1),
      uptime,
    ),
    "kubernetes:argoproj.io/v1alpha1:Application": 14,
    "gcp:artifactregistry/repository:Repository": 1,
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": 2,
    "gcp:billing/budget:Budget": 1,
    "gcp:compute/address:Address": 2,
    "gcp:compute/firewall:Firewall": 2,
    "gcp:compute/globalAddress:GlobalAddress": 2,
    "gcp:compute/network:Network": 1,
    "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig": 1,
    "gcp:compute/router:Router": 1,
    "gcp:compute/routerNat:RouterNat": 1,
    "gcp:compute/subnetwork:Subnetwork": 1,
    "gcp:container/cluster:Cluster": 1,
    "gcp:container/nodePool:NodePool": 3,
    "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember": 1,
    "gcp:dns/managedZone:ManagedZone": 1,
    "gcp:dns/recordSet:RecordSet": 4,
    "gcp:gkebackup/backupPlan:BackupPlan": 1,
    "gcp:kms/cryptoKey:CryptoKey": 1,
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": 2,
    "gcp:kms/keyRing:KeyRing": 1,
    "gcp:netapp/backupPolicy:BackupPolicy": 1,
    "gcp:netapp/backupVault:BackupVault": 1,
    "gcp:netapp/storagePool:StoragePool": 4,
    "gcp:netapp/volume:Volume": 4,
    "gcp:netapp/volumeQuotaRule:VolumeQuotaRule": 1,
    "gcp:projects/iAMMember:IAMMember": 9,
    "gcp:projects/service:Service": 19,
    "gcp:serviceaccount/account:Account": 14,
    "gcp:serviceaccount/iAMMember:IAMMember": 14,
    "gcp:servicenetworking/connection:Connection": 2,
    "gcp:sql/database:Database": 7,
    "gcp:sql/databaseInstance:DatabaseInstance": 1,
    "gcp:sql/user:User": 7,
    "gcp:storage/bucket:Bucket": 3,
    "gcp:storage/bucketIAMMember:BucketIAMMember": 14,
    "gcp:storage/hmacKey:HmacKey": 1,
    // Four exports, and the one that is copied.
    "kubernetes:core/v1:PersistentVolume": 5,
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 18,
    "kubernetes:storage.k8s.io/v1:StorageClass": 6,
    "pulumi:providers:gcp": 2,
    "pulumi:providers:random": 2,
    "random:index/randomId:RandomId": 2,
    // What Phalanx's applications keep in Vault; users of databases.
    "random:index/randomBytes:RandomBytes": 3,
    "random:index/randomPassword:RandomPassword": 17,
    // Vault's certificate and its authority, and keys of Phalanx's applications.
    "tls:index/certRequest:CertRequest": 1,
    "tls:index/locallySignedCert:LocallySignedCert": 1,
    "tls:index/privateKey:PrivateKey": 3,
    "tls:index/selfSignedCert:SelfSignedCert": 2,
    "science-platform:infra:Addresses": 1,
    "science-platform:infra:Apis": 1,
    "science-platform:infra:ArtifactRegistry": 1,
    "science-platform:infra:Budget": 1,
    "science-platform:infra:CloudSql": 1,
    "science-platform:infra:Cluster": 1,
    "science-platform:infra:ClusterBackup": 1,
    "science-platform:infra:Dns": 1,
    "science-platform:infra:Firewall": 1,
    "science-platform:infra:NetappFiles": 1,
    "science-platform:infra:Network": 1,
    "science-platform:infra:NodeAccount": 1,
    "science-platform:infra:NodePools": 1,
    "science-platform:infra:ObjectStore": 1,
    "science-platform:infra:PrivateConnection": 2,
    "science-platform:infra:VaultKey": 1,
    "science-platform:infra:WorkloadIdentity": 1,
  },
  open: [],
  // Whatever holds data, and addresses that others have written down.
  stays: [
    "Repository sciplat-lab",
    "Address ingress",
    "Address nat-0",
    "Cluster cluster",
    "ManagedZone platform",
    "BackupPlan backup",
    "CryptoKey vault",
    "KeyRing vault",
    "BackupVault files",
    "StoragePool deleted-sundays",
    "StoragePool firefly",
    "StoragePool homes",
    "StoragePool rubin",
    "Volume deleted-sundays",
    "Volume firefly",
    "Volume homes",
    "Volume rubin",
    "Database gafaelfawr",
    "Database nublado",
    "Database semaphore",
    "Database ssotap",
    "Database tap",
    "Database times-square",
    "Database wobbly",
    "DatabaseInstance sql",
    "Bucket backup",
    "Bucket logs",
    "Bucket tap-results",
  ],
  proved: {
    solvers: [{ dns01: { cloudDNS: { project: "your-project-id" } } }],
    names: ["science.example.org", "*.science.example.org"],
  },
  secrets: [
    "database.databases.gafaelfawr.password",
    "database.databases.nublado.password",
    "database.databases.semaphore.password",
    "database.databases.ssotap.password",
    "database.databases.tap.password",
    "database.databases.times-square.password",
    "database.databases.wobbly.password",
    "kubeconfig",
    "objectStore.credentials.accessKey",
    "objectStore.credentials.secretKey",
    "secrets",
  ],
});

describe("what the golden holds", () => {
  const { resources } = JSON.parse(fs.readFileSync(path.join(__dirname, "gke.json"), "utf8")) as Run;
  const named = (type: string) => resources.filter((one) => one.type === type);

  test("every API that a resource needs is on before any of them is made", () => {
    const on = named("gcp:projects/service:Service").map(({ name }) => name);
    const provider = named("pulumi:providers:gcp").find(({ name }) => name === "gcp");
    expect(provider?.dependsOn).toEqual(on.map((name) => `gcp:projects/service:Service::${name}`));
    const made = resources.filter(({ type }) => type.startsWith("gcp:") && type !== "gcp:projects/service:Service");
    expect(made.length).toBeGreaterThan(100);
    expect(made.filter(({ provider }) => provider !== "gcp")).toEqual([]);
    expect([...new Set(made.map(({ type }) => apiOf(type)))].filter((api) => !on.includes(api ?? ""))).toEqual([]);
  });

  test("what is in the cluster waits for nodes and for the firewall, and is gone before they go", () => {
    const provider = named("pulumi:providers:kubernetes").find(({ name }) => name === "platform");
    expect(provider?.dependsOn).toEqual([
      "gcp:compute/firewall:Firewall::ssh",
      "gcp:compute/firewall:Firewall::webhooks",
      "gcp:container/cluster:Cluster::cluster",
      "gcp:container/nodePool:NodePool::core-pool",
      "gcp:container/nodePool:NodePool::user-lab-pool",
      "gcp:container/nodePool:NodePool::user-lab-pool-amd",
    ]);
  });

  test("the API would take every name and value", () => {
    expect(refused(resources)).toEqual([]);
  });

  test("only administrators reach the API of Kubernetes, and no node has a public address", () => {
    const [cluster] = named("gcp:container/cluster:Cluster");
    expect(cluster?.inputs).toMatchObject({
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
      privateClusterConfig: { enablePrivateNodes: true },
    });
  });

  test("labels and tags of the pools, by which Phalanx and the firewall find the nodes", () => {
    const marks = named("gcp:container/nodePool:NodePool").map(({ inputs }) => {
      const { labels, tags } = (inputs as { nodeConfig: { labels: Record<string, string>; tags: string[] } })
        .nodeConfig;
      return [labels["cluster_name"], labels["node_pool"], ...tags];
    });
    expect(marks).toEqual([
      ["gke", "core-pool", "gke-gke", "gke-gke-core-pool"],
      ["gke", "user-lab-pool", "gke-gke", "gke-gke-user-lab-pool"],
      ["gke", "user-lab-pool-amd", "gke-gke", "gke-gke-user-lab-pool-amd"],
    ]);
  });

  test("only homes, where Nublado makes folders for others, let root be root", () => {
    const squash = named("gcp:netapp/volume:Volume").map(({ name, inputs }) => {
      const { exportPolicy } = inputs as { exportPolicy: { rules: { squashMode: string; allowedClients: string }[] } };
      return `${name} ${exportPolicy.rules.map((one) => `${one.squashMode} ${one.allowedClients}`).join()}`;
    });
    expect(squash).toEqual([
      "deleted-sundays ROOT_SQUASH 10.128.0.0/23",
      "firefly ROOT_SQUASH 10.128.0.0/23",
      "homes NO_ROOT_SQUASH 10.128.0.0/23",
      "rubin ROOT_SQUASH 10.128.0.0/23",
    ]);
  });

  test("volumes are mounted as NetApp serves them", () => {
    const options = named("kubernetes:core/v1:PersistentVolume").map(
      ({ inputs }) => (inputs as { spec: { mountOptions: string[] } }).spec.mountOptions[0],
    );
    expect(options).toEqual(Array.from({ length: 5 }, () => "nfsvers=4.1"));
  });

  test("nobody has a role on the whole project but for what has no smaller place", () => {
    const roles = named("gcp:projects/iAMMember:IAMMember").map(({ inputs }) => (inputs as { role: string }).role);
    expect([...new Set(roles)].sort()).toEqual([
      "roles/cloudsql.client",
      "roles/container.defaultNodeServiceAccount",
      "roles/dns.reader",
    ]);
  });
});
