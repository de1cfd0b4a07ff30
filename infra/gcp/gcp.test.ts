/** The hardware layer's components, wired together, under mocks. What the real API makes of it cannot be tried while developing. */
import { apiOf, refused } from "../../test/gcp-api";
import { requiredApis } from "./required-apis";
import { everything, find, gcpConfig, type Made, make, namesOf } from "./testing";

const link = (path: string) => `https://www.googleapis.com/compute/v1/projects/mock-project/${path}`;

describe("the whole layer", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make(everything);
  });

  test("hands the platform what the contract promises, secrets marked", () => {
    expect(made.infrastructure).toEqual({
      cluster: {
        name: "test",
        kubeconfig: "[secret]",
        identifier: "projects/mock-project/locations/europe-west2/clusters/test",
        version: "v1.34.4",
        nodePools: [
          {
            name: "core",
            count: 3,
            cpu: 4,
            memory: 16384,
            labels: { cluster_name: "test", node_pool: "core" },
            taints: [],
          },
        ],
      },
      ingress: {
        address: "203.0.113.10",
        loadBalancerAnnotations: { "cloud.google.com/l4-rbs": "enabled" },
        kind: "service",
        checksNodes: true,
      },
      storage: {
        classes: [
          {
            name: "standard",
            provisioner: "pd.csi.storage.gke.io",
            parameters: { type: "pd-balanced" },
            reclaim: "Delete",
            expandable: true,
            default: true,
          },
        ],
        sharedFiles: [],
        snapshots: { driver: "pd.csi.storage.gke.io", parameters: {}, controller: "exists" },
      },
      objectStore: {
        endpoint: "https://storage.googleapis.com",
        region: "europe-west2",
        buckets: { backup: "test-project-test-backup" },
        credentials: { accessKey: "[secret]", secretKey: "[secret]" },
        pathStyle: true,
      },
      dns: {
        zone: "test.example.",
        provider: "clouddns",
        nameServers: { "test.example.": ["ns-cloud-a1.googledomains.com.", "ns-cloud-a2.googledomains.com."] },
      },
      dnsRecords: [
        { name: "argo.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
        { name: "rsp.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
      ],
      database: {
        host: "10.200.0.3",
        port: 5432,
        connectionName: "mock-project:europe-west2:test-c0de",
        databases: {
          gafaelfawr: { name: "gafaelfawr", user: "gafaelfawr", password: "[secret]" },
          tap: { name: "tap", user: "tap", password: "[secret]" },
        },
      },
      identity: {
        serviceAccounts: {
          "cert-manager": {
            email: "test-cert-manager@mock-project.iam.gserviceaccount.com",
            kubernetes: ["cert-manager/cert-manager"],
          },
          gafaelfawr: {
            email: "test-gafaelfawr@mock-project.iam.gserviceaccount.com",
            kubernetes: ["gafaelfawr/gafaelfawr", "gafaelfawr/gafaelfawr-operator"],
          },
          tap: { email: "test-tap@mock-project.iam.gserviceaccount.com", kubernetes: ["tap/tap"] },
          vault: { email: "test-vault@mock-project.iam.gserviceaccount.com", kubernetes: ["vault/vault"] },
        },
      },
      sealKey: {
        kind: "gcp-kms",
        project: "test-project",
        location: "europe-west2",
        keyRing: "test-vault-c0de",
        key: "unseal",
      },
      imageRepositories: { "sciplat-lab": "europe-west2-docker.pkg.dev/test-project/sciplat-lab" },
    });
  });

  test("every API is switched on before anything that needs it, and stays on", () => {
    const wanted = requiredApis(gcpConfig(everything));
    expect(namesOf(made, "projects/service:Service")).toEqual(wanted);
    expect(find(made, "projects/service:Service", "compute")).toMatchObject({
      provider: "gcp-apis",
      inputs: { project: "test-project", service: "compute.googleapis.com", disableOnDestroy: false },
    });
    const provider = made.resources.find(({ type, name }) => type === "pulumi:providers:gcp" && name === "gcp");
    expect(provider?.dependsOn).toEqual(wanted.map((api) => `gcp:projects/service:Service::${api}`));
    const others = made.resources.filter(
      ({ type }) => type.startsWith("gcp:") && type !== "gcp:projects/service:Service",
    );
    expect(others.filter((one) => one.provider !== "gcp")).toEqual([]);
    expect(others.filter(({ type }) => !wanted.includes(apiOf(type) ?? ""))).toEqual([]);
  });

  test("the API's rules for names and values are kept", () => {
    expect(refused(made.resources)).toEqual([]);
  });

  test("every resource of a provider is the child of a component", () => {
    const orphans = made.resources.filter(
      ({ type, parent }) => /^(gcp|random):/.test(type) && !parent?.startsWith("science-platform:infra:"),
    );
    expect(orphans).toEqual([]);
  });

  test("no secret stands in plain text", () => {
    expect(JSON.stringify(made)).not.toMatch(/mock-plaintext/);
  });

  test("the network: a subnet with ranges for pods and Services, and a way out by a static address", () => {
    expect(find(made, "compute/subnetwork:Subnetwork", "network").inputs).toEqual({
      name: "test-nodes",
      network: link("global/networks/test-nodes"),
      ipCidrRange: "10.128.0.0/23",
      secondaryIpRanges: [
        { rangeName: "kubernetes-pods", ipCidrRange: "10.129.0.0/16" },
        { rangeName: "kubernetes-services", ipCidrRange: "10.128.16.0/20" },
      ],
      privateIpGoogleAccess: true,
    });
    expect(find(made, "compute/routerNat:RouterNat", "network").inputs).toMatchObject({
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [link("regions/mock-region/addresses/test-nat-0")],
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    });
  });

  test("the firewall: webhooks from the control plane, SSH from the proxy, nothing else", () => {
    expect(namesOf(made, "compute/firewall:Firewall")).toEqual(["ssh", "webhooks"]);
    expect(find(made, "compute/firewall:Firewall", "webhooks").inputs).toEqual({
      name: "test-webhooks",
      description: "Admission webhooks for the control plane",
      network: link("global/networks/test-nodes"),
      direction: "INGRESS",
      allows: [{ protocol: "tcp", ports: ["8443", "9443", "10250"] }],
      sourceRanges: ["172.16.0.0/28"],
      targetTags: ["gke-test"],
    });
  });

  test("the database: private address, a user and database for each service, all of it gone with the instance", () => {
    const instance = find(made, "sql/databaseInstance:DatabaseInstance", "sql");
    expect(instance.inputs).toMatchObject({
      name: "test-c0de",
      databaseVersion: "POSTGRES_16",
      settings: {
        edition: "ENTERPRISE",
        tier: "db-custom-4-16384",
        availabilityType: "REGIONAL",
        backupConfiguration: { pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 7 },
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: "projects/mock-project/global/networks/test-nodes",
          allocatedIpRange: "test-google-services",
          sslMode: "ENCRYPTED_ONLY",
        },
        maintenanceWindow: { day: 3, hour: 0, updateTrack: "stable" },
      },
    });
    expect(instance.ignoreChanges).toEqual(["settings.diskSize"]);
    // Its name cannot be given again for days, so one that is made anew elsewhere has another.
    const mark = made.resources.find(({ type, name }) => type === "random:index/randomId:RandomId" && name === "sql");
    expect(mark?.inputs).toEqual({ byteLength: 2, keepers: { region: "europe-west2" } });
    // Google refuses a private address until the connection stands.
    expect(instance.dependsOn).toContain("gcp:servicenetworking/connection:Connection::google");
    expect(find(made, "sql/user:User", "tap")).toMatchObject({
      inputs: { instance: "test-c0de", name: "tap", password: "[secret]", deletionPolicy: "ABANDON" },
      deletedWith: "gcp:sql/databaseInstance:DatabaseInstance::sql",
    });
    expect(namesOf(made, "sql/database:Database")).toEqual(["gafaelfawr", "tap"]);
  });

  test("identities are bound only when the cluster has made its pool of them", () => {
    const binding = find(made, "serviceaccount/iAMMember:IAMMember", "gafaelfawr-gafaelfawr-gafaelfawr-operator");
    expect(binding.inputs).toEqual({
      serviceAccountId: "projects/mock-project/serviceAccounts/test-gafaelfawr@mock-project.iam.gserviceaccount.com",
      role: "roles/iam.workloadIdentityUser",
      member: "serviceAccount:test-project.svc.id.goog[gafaelfawr/gafaelfawr-operator]",
    });
    expect(binding.dependsOn).toContain("gcp:container/cluster:Cluster::cluster");
  });

  test("roles: each service's on its own things", () => {
    expect(
      find(made, "dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember", "cert-manager-zone-dns-admin").inputs,
    ).toEqual({
      managedZone: "test-test-example",
      role: "roles/dns.admin",
      member: "serviceAccount:test-cert-manager@mock-project.iam.gserviceaccount.com",
    });
    expect(namesOf(made, "projects/iAMMember:IAMMember")).toEqual([
      "cert-manager-project-dns-reader",
      "gafaelfawr-project-cloudsql-client",
      "nodes",
      "tap-project-cloudsql-client",
    ]);
    expect(namesOf(made, "kms/cryptoKeyIAMMember:CryptoKeyIAMMember")).toEqual([
      "vault-key-cloudkms-cryptoKeyEncrypterDecrypter",
      "vault-key-cloudkms-viewer",
    ]);
  });

  test("the nodes may write logs and metrics, and fetch images", () => {
    expect(find(made, "projects/iAMMember:IAMMember", "nodes").inputs).toEqual({
      project: "test-project",
      role: "roles/container.defaultNodeServiceAccount",
      member: "serviceAccount:test-nodes@mock-project.iam.gserviceaccount.com",
    });
    expect(find(made, "artifactregistry/repositoryIamMember:RepositoryIamMember", "sciplat-lab-nodes").inputs).toEqual({
      repository: "sciplat-lab",
      location: "europe-west2",
      role: "roles/artifactregistry.reader",
      member: "serviceAccount:test-nodes@mock-project.iam.gserviceaccount.com",
    });
  });

  test("buckets: private, with versions, opened by one key pair", () => {
    expect(find(made, "storage/bucket:Bucket", "backup").inputs).toMatchObject({
      location: "EUROPE-WEST2",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
    });
    expect(namesOf(made, "storage/bucketIAMMember:BucketIAMMember")).toEqual([
      "backup-legacyBucketReader",
      "backup-objectAdmin",
    ]);
    expect(find(made, "storage/hmacKey:HmacKey", "objects").inputs).toEqual({
      serviceAccountEmail: "test-objects@mock-project.iam.gserviceaccount.com",
    });
  });

  test("backups of the whole cluster, whose agent is on", () => {
    expect(find(made, "gkebackup/backupPlan:BackupPlan", "backup").inputs).toEqual({
      name: "test-all",
      description: "All of test",
      location: "europe-west2",
      cluster: "projects/mock-project/locations/europe-west2/clusters/test",
      backupConfig: { allNamespaces: true, includeVolumeData: true, includeSecrets: true },
      backupSchedule: { cronSchedule: "0 3 * * *" },
      retentionPolicy: { backupRetainDays: 14 },
    });
    expect(find(made, "container/cluster:Cluster", "cluster").inputs).toMatchObject({
      addonsConfig: { gkeBackupAgentConfig: { enabled: true } },
    });
  });

  test("the budget names the project by its number", () => {
    expect(find(made, "billing/budget:Budget", "budget").inputs).toEqual({
      billingAccount: "012345-6789AB-CDEF01",
      displayName: "test (test-project)",
      budgetFilter: { projects: ["projects/123456789012"], calendarPeriod: "MONTH" },
      amount: { specifiedAmount: { currencyCode: "GBP", units: "1000" } },
      thresholdRules: [
        { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
      ],
      allUpdatesRule: { disableDefaultIamRecipients: false, enableProjectLevelRecipients: true },
    });
  });
});
