/** The hardware layer's components, wired together, under mocks. What a real cloud makes of it is for the lab tests. */
import { validConfig, type validInput } from "../../config/testing";
import { record, type RecordedResource } from "../../test/mocks";
import { createOpenstack } from ".";

type Change = (input: ReturnType<typeof validInput>) => void;

interface Made {
  resources: RecordedResource[];
  infrastructure: Record<string, unknown>;
}

async function make(change?: Change, hosts = ["rsp", "argo"]): Promise<Made> {
  const config = validConfig(change);
  const run = await record("test", () => ({ infrastructure: createOpenstack(config, hosts) }));
  return { resources: run.resources, infrastructure: run.outputs["infrastructure"] as Record<string, unknown> };
}

function find({ resources }: Made, type: string, name: string): RecordedResource {
  const found = resources.filter((one) => one.type.endsWith(`:${type}`) && one.name === name);
  expect(found.map(({ type, name }) => `${type} ${name}`)).toHaveLength(1);
  return found[0] as RecordedResource;
}

const namesOf = ({ resources }: Made, type: string) =>
  resources.filter((one) => one.type.endsWith(`:${type}`)).map((one) => one.name);

describe("the whole layer", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make();
  });

  test("hands the platform what the contract promises, secrets marked", () => {
    expect(made.infrastructure).toEqual({
      cluster: {
        name: "test",
        kubeconfig: "[secret]",
        identifier: "Cluster-cluster",
        version: "v1.34.2",
        nodePools: [
          {
            name: "default-worker",
            count: 2,
            cpu: 8,
            memory: 65536,
            labels: { "capi.stackhpc.com/node-group": "default-worker" },
            taints: [],
          },
          {
            name: "notebook",
            count: 1,
            cpu: 8,
            memory: 65536,
            labels: { "capi.stackhpc.com/node-group": "notebook" },
            taints: [],
          },
        ],
      },
      ingress: {
        address: "203.0.113.10",
        loadBalancerAnnotations: {
          "loadbalancer.openstack.org/keep-floatingip": "true",
          "loadbalancer.openstack.org/enable-health-monitor": "true",
        },
        kind: "service",
        checksNodes: true,
      },
      storage: {
        classes: [
          {
            name: "standard",
            provisioner: "cinder.csi.openstack.org",
            parameters: { type: "ceph" },
            reclaim: "Delete",
            expandable: true,
            default: true,
          },
        ],
        sharedFiles: [{ name: "homes", server: "10.10.0.42", path: "/srv/homes", size: 100, readOnly: false }],
        fileServer: { address: "10.10.0.42" },
        snapshots: {
          driver: "cinder.csi.openstack.org",
          parameters: { "force-create": "true" },
          controller: "install",
        },
      },
      objectStore: {
        endpoint: "http://127.0.0.1:8080",
        region: "RegionOne",
        buckets: { backup: "test-backup" },
        credentials: { accessKey: "[secret]", secretKey: "[secret]" },
        pathStyle: true,
      },
      dns: { zone: "test.example.", provider: "designate" },
      dnsRecords: [
        { name: "argo.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
        { name: "rsp.test.example.", type: "A", ttl: 300, values: ["203.0.113.10"] },
      ],
      sshPrivateKey: "[secret]",
    });
  });

  test("every resource of a provider has an explicit one", () => {
    const custom = made.resources.filter(({ type }) => /^(openstack|tls):/.test(type));
    expect(custom).toHaveLength(31);
    expect(custom.filter((one) => one.provider !== one.type.split(":")[0])).toEqual([]);
  });

  test("every resource of a provider is the child of a component", () => {
    const orphans = made.resources.filter(
      ({ type, parent }) => /^(openstack|tls):/.test(type) && !parent?.startsWith("science-platform:infra:"),
    );
    expect(orphans).toEqual([]);
  });

  test("the file server's address and data are not part of the machine", () => {
    const instance = find(made, "Instance", "files");
    expect(instance.inputs).toMatchObject({
      networks: [{ port: "Port-files" }],
      metadata: { "nfs-clients": "10.10.0.0/24", "nfs-export.homes": "Volume-homes rw" },
    });
    expect(instance.ignoreChanges).toEqual(["userData", "blockDevices", "keyPair"]);
    expect(instance.deleteBeforeReplace).toBe(true);
    expect(find(made, "VolumeAttach", "homes").inputs).toEqual({
      instanceId: "Instance-files",
      volumeId: "Volume-homes",
    });
  });

  test("the file server's port is in its group", () => {
    expect(find(made, "Port", "files").inputs).toMatchObject({
      securityGroupIds: ["SecGroup-files"],
      fixedIps: [{ subnetId: "Subnet-network" }],
    });
  });

  test("DNS: one zone, one A record per host, all at the reserved address", () => {
    expect(find(made, "Zone", "dns").inputs).toEqual({
      name: "test.example.",
      email: "admin@test.example",
      ttl: 300,
      description: "Zone of test",
    });
    expect(namesOf(made, "RecordSet")).toEqual(["argo", "rsp"]);
    expect(find(made, "RecordSet", "rsp").inputs).toEqual({
      zoneId: "Zone-dns",
      name: "rsp.test.example.",
      type: "A",
      ttl: 300,
      records: ["203.0.113.10"],
    });
  });
});

describe("what a site may say of network and zone", () => {
  test("machines and volumes are made in its availability zone", async () => {
    const made = await make((input) => (input.openstack.availabilityZone = "az-2"));
    expect(find(made, "Volume", "homes").inputs).toMatchObject({ availabilityZone: "az-2" });
    expect(find(made, "Instance", "files").inputs).toMatchObject({ availabilityZone: "az-2" });
    expect(find(made, "ClusterTemplate", "cluster").inputs).toMatchObject({
      labels: { csi_cinder_availability_zone: "az-2" },
    });
  });

  test("the network's MTU, and none where the cloud's own is meant", async () => {
    const made = await make((input) => (input.network.mtu = 8942));
    expect(find(made, "networking/network:Network", "network").inputs).toEqual({
      name: "test-nodes",
      adminStateUp: true,
      mtu: 8942,
      tags: ["site=test", "owner=team"],
    });
    expect(find(await make(), "networking/network:Network", "network").inputs).not.toHaveProperty("mtu");
  });
});

describe("cluster", () => {
  const pool = (name: string, more = {}) => ({ name, flavor: "large", count: 1, ...more });

  test("the template carries the labels, the cluster none, and drift of its labels is no change", async () => {
    const made = await make();
    expect(find(made, "ClusterTemplate", "cluster").inputs).toMatchObject({
      name: "test-v1.34.2",
      labels: { octavia_provider: "amphora", boot_volume_size: "100" },
    });
    expect(find(made, "ClusterTemplate", "cluster").replaceOnChanges).toEqual(["*"]);
    const cluster = find(made, "containerinfra/cluster:Cluster", "cluster");
    expect(cluster.inputs).toEqual({
      name: "test",
      clusterTemplateId: "ClusterTemplate-cluster",
      masterCount: 1,
      nodeCount: 2,
      keypair: "test",
      fixedNetwork: "Network-network",
      fixedSubnet: "Subnet-network",
      floatingIpEnabled: false,
      createTimeout: 60,
    });
    expect(cluster.ignoreChanges).toEqual(["labels", "keypair"]);
    expect(cluster.deleteBeforeReplace).toBe(true);
    expect(cluster.customTimeouts).toEqual({ create: "65m", update: "60m", delete: "60m" });
    expect(cluster.dependsOn).toContain("openstack:networking/routerInterface:RouterInterface::network");
  });

  test("name servers of the nodes reach the template as one text", async () => {
    const made = await make((input) => (input.network.dnsServers = ["192.0.2.53", "198.51.100.53"]));
    expect(find(made, "ClusterTemplate", "cluster").inputs).toMatchObject({
      dnsNameserver: "192.0.2.53,198.51.100.53",
    });
  });

  test("node groups are made one after the other, in the order of the file", async () => {
    const made = await make((input) => (input.cluster.nodePools = [pool("c"), pool("a"), pool("b")]));
    const groups = (name: string) =>
      find(made, "NodeGroup", name).dependsOn?.filter((one) => one.includes("NodeGroup"));
    expect(groups("c")).toEqual([]);
    expect(groups("a")).toEqual(["openstack:containerinfra/nodeGroup:NodeGroup::c"]);
    expect(groups("b")).toEqual(["openstack:containerinfra/nodeGroup:NodeGroup::a"]);
  });

  test("only an autoscaled group may differ in its count", async () => {
    const made = await make(
      (input) =>
        (input.cluster.nodePools = [pool("fixed", { count: 3 }), pool("elastic", { count: 2, min: 1, max: 5 })]),
    );
    const [fixed, elastic] = [find(made, "NodeGroup", "fixed"), find(made, "NodeGroup", "elastic")];
    expect(fixed.ignoreChanges).toEqual(["labels", "mergeLabels", "minNodeCount"]);
    // Cluster API would begin with the fewest.
    expect(fixed.inputs).toMatchObject({ nodeCount: 3, minNodeCount: 3 });
    expect(fixed.inputs).not.toHaveProperty("maxNodeCount");
    expect(elastic.ignoreChanges).toEqual(["labels", "mergeLabels", "nodeCount"]);
    expect(elastic.inputs).toMatchObject({ nodeCount: 2, minNodeCount: 1, maxNodeCount: 5 });
  });
});

describe("a pool's own labels and taints", () => {
  const marked = {
    labels: { purpose: "notebook" },
    taints: [{ key: "only", value: "labs", effect: "NoSchedule" as const }],
  };

  test("with the Heat driver its nodes register with them", async () => {
    const made = await make((input) => {
      input.cluster.driver = "heat";
      input.cluster.nodePools = [{ name: "notebook", flavor: "large", count: 1, ...marked }];
    });
    expect(find(made, "NodeGroup", "notebook").inputs).toMatchObject({
      labels: { kubelet_options: "--node-labels=purpose=notebook --register-with-taints=only=labs:NoSchedule" },
      mergeLabels: true,
    });
    expect(made.infrastructure).toMatchObject({
      cluster: {
        nodePools: [
          { name: "default-worker", labels: { "magnum.openstack.org/nodegroup": "default-worker" }, taints: [] },
          {
            name: "notebook",
            labels: { "magnum.openstack.org/nodegroup": "notebook", purpose: "notebook" },
            taints: [{ key: "only", value: "labs", effect: "NoSchedule" }],
          },
        ],
      },
    });
  });

  test("a group that has none carries the template's labels only", async () => {
    expect(find(await make(), "NodeGroup", "notebook").inputs).not.toHaveProperty("labels");
  });
});

describe("what a site may leave out", () => {
  test("no file server: no machine, no port, no shared files", async () => {
    const made = await make((input) => delete (input.storage as { fileServer?: object }).fileServer);
    expect([...namesOf(made, "Instance"), ...namesOf(made, "Port"), ...namesOf(made, "VolumeAttach")]).toEqual([]);
    expect(made.infrastructure).toMatchObject({ storage: { sharedFiles: [] } });
    expect(made.infrastructure["storage"]).not.toHaveProperty("fileServer");
    expect(namesOf(made, "Volume")).toEqual(["homes"]);
  });

  test("DNS by somebody else: nothing in Designate, the rows all the same", async () => {
    const made = await make((input) => (input.dns.provider = "none"), ["rsp"]);
    expect([...namesOf(made, "Zone"), ...namesOf(made, "RecordSet")]).toEqual([]);
    expect(made.infrastructure).toMatchObject({
      dns: { provider: "none" },
      dnsRecords: [{ name: "rsp.test.example.", values: ["203.0.113.10"] }],
    });
  });

  test("an S3 address of one's own is not looked up", async () => {
    const made = await make((input) => (input.objectStore.endpoint = "https://s3.example.org:6780"));
    expect(made.infrastructure).toMatchObject({ objectStore: { endpoint: "https://s3.example.org:6780" } });
  });
});

// Whole layers are made, several in a test.
jest.setTimeout(60_000);

describe("blue and green", () => {
  const beside = (active: boolean) => (input: ReturnType<typeof validInput>) => {
    input.cluster.next = {
      generation: "green",
      active,
      kubernetesVersion: "v1.35.1",
      image: "ubuntu-jammy-kube-v1.35.1",
      nodePools: [{ name: "notebook", flavor: "large", count: 4 }],
    };
  };
  const identity = ({ infrastructure }: Made) => {
    const { identifier, name, nodePools } = infrastructure["cluster"] as {
      identifier: string;
      name: string;
      nodePools: { count: number }[];
    };
    return { name, identifier, counts: nodePools.map(({ count }) => count) };
  };

  test("the second cluster has names of its own, and is like the first but for what it says", async () => {
    const made = await make(beside(false));
    expect(namesOf(made, "containerinfra/cluster:Cluster")).toEqual(["cluster", "cluster-green"]);
    expect(namesOf(made, "NodeGroup")).toEqual(["green-notebook", "notebook"]);
    expect(find(made, "ClusterTemplate", "cluster-green").inputs).toMatchObject({
      name: "test-green-v1.35.1",
      image: "ubuntu-jammy-kube-v1.35.1",
      flavor: "large",
      masterFlavor: "small",
    });
    expect(find(made, "containerinfra/cluster:Cluster", "cluster-green").inputs).toMatchObject({
      name: "test-green",
      nodeCount: 2,
      fixedSubnet: "Subnet-network",
    });
    expect(find(made, "NodeGroup", "green-notebook").inputs).toMatchObject({
      name: "notebook",
      clusterId: "Cluster-cluster-green",
      nodeCount: 4,
    });
    expect(find(made, "NodeGroup", "notebook").inputs).toMatchObject({ clusterId: "Cluster-cluster", nodeCount: 1 });
  });

  test("the platform is on the first, until the second is the active one", async () => {
    const [before, after] = [await make(beside(false)), await make(beside(true))];
    expect(identity(before)).toEqual({ name: "test", identifier: "Cluster-cluster", counts: [2, 1] });
    expect(identity(after)).toEqual({ name: "test-green", identifier: "Cluster-cluster-green", counts: [2, 4] });
    const named = (made: Made) => made.resources.map(({ type, name }) => `${type} ${name}`);
    expect(named(after)).toEqual(named(before));
    expect(before.infrastructure["ingress"]).toEqual(after.infrastructure["ingress"]);
  });

  test("once it is the stack's own, it is still the same, and the first one is gone", async () => {
    const made = await make((input) => {
      Object.assign(input.cluster, {
        generation: "green",
        kubernetesVersion: "v1.35.1",
        image: "ubuntu-jammy-kube-v1.35.1",
      });
      input.cluster.nodePools = [{ name: "notebook", flavor: "large", count: 4 }];
    });
    expect(identity(made)).toEqual({ name: "test-green", identifier: "Cluster-cluster-green", counts: [2, 4] });
    expect(namesOf(made, "containerinfra/cluster:Cluster")).toEqual(["cluster-green"]);
    expect(namesOf(made, "NodeGroup")).toEqual(["green-notebook"]);
  });

  test("each is protected, but for the one that allowReplace names", async () => {
    const made = await make((input) => {
      beside(true)(input);
      input.lifecycle = "production";
      input.allowReplace = ["cluster/cluster"];
    });
    expect(find(made, "containerinfra/cluster:Cluster", "cluster").protect).toBeUndefined();
    expect(find(made, "containerinfra/cluster:Cluster", "cluster-green").protect).toBe(true);
  });
});

describe("application credentials", () => {
  test("one for each purpose that is named, with its roles, and none that could make others", async () => {
    const made = await make((input) => (input.openstack.credentials = { csi: {}, backup: { roles: ["reader"] } }));
    expect(namesOf(made, "ApplicationCredential")).toEqual(["backup", "csi"]);
    expect(find(made, "ApplicationCredential", "csi")).toMatchObject({
      inputs: { name: "test-csi", description: "csi of test, owner team", roles: ["member"], unrestricted: false },
      deleteBeforeReplace: true,
    });
    expect(find(made, "ApplicationCredential", "backup").inputs).toMatchObject({
      name: "test-backup",
      roles: ["reader"],
    });
    const common = {
      authUrl: "http://127.0.0.1:5000/v3",
      region: "RegionOne",
      project: "mock-project",
      secret: "[secret]",
    };
    expect(made.infrastructure["cloudCredentials"]).toEqual({
      csi: { ...common, id: "ApplicationCredential-csi" },
      backup: { ...common, id: "ApplicationCredential-backup" },
    });
  });

  test("the exporter's own may only read, unless the site says more", async () => {
    const exporting = (input: ReturnType<typeof validInput>) =>
      void Object.assign(input.services, { monitoring: { openstackExporter: true } });
    const usual = await make(exporting);
    expect(find(usual, "ApplicationCredential", "metrics").inputs).toMatchObject({
      name: "test-metrics",
      roles: ["reader"],
      unrestricted: false,
    });
    const roles = ["reader", "load-balancer_observer"];
    const more = await make((input) => {
      exporting(input);
      input.openstack.credentials = { metrics: { roles } };
    });
    expect(find(more, "ApplicationCredential", "metrics").inputs).toMatchObject({ roles });
  });

  test("none unless a site wants one", async () => {
    const made = await make();
    expect(namesOf(made, "ApplicationCredential")).toEqual([]);
    expect(made.infrastructure).not.toHaveProperty("cloudCredentials");
  });
});

describe("buckets", () => {
  const settings = (input: ReturnType<typeof validInput>) =>
    void Object.assign(input.objectStore, {
      buckets: ["backup", "logs", "results"],
      versions: ["backup"],
      quota: { logs: 50 },
      keys: ["results", "backup"],
    });

  test("versions and bounds where they are wanted", async () => {
    const made = await make(settings);
    const marks = { site: "test", owner: "team" };
    expect(find(made, "Container", "backup").inputs).toMatchObject({ versioning: true, metadata: marks });
    expect(find(made, "Container", "logs").inputs).toMatchObject({
      metadata: { ...marks, "quota-bytes": "53687091200" },
    });
    expect(find(made, "Container", "logs").inputs).not.toHaveProperty("versioning");
    expect(find(made, "Container", "results").inputs).toMatchObject({ metadata: marks });
  });

  test("key pairs of their own are made one after the other, and are secret", async () => {
    const made = await make(settings);
    const after = (name: string) => find(made, "Ec2CredentialV3", name).dependsOn;
    const type = "openstack:identity/ec2CredentialV3:Ec2CredentialV3";
    expect([after("results-keys"), after("backup-keys")]).toEqual([[`${type}::objects`], [`${type}::results-keys`]]);
    const pair = { accessKey: "[secret]", secretKey: "[secret]" };
    expect(made.infrastructure["objectStore"]).toMatchObject({ keys: { results: pair, backup: pair } });
    expect((await make()).infrastructure["objectStore"]).not.toHaveProperty("keys");
  });
});

describe("lifecycle", () => {
  const guarded = ({ resources }: Made) =>
    resources
      .filter((one) => one.protect && one.retainOnDelete)
      .map(({ type, name }) => `${type.split(":")[2]} ${name}`);

  test("production: whatever holds data is protected and retained", async () => {
    const made = await make((input) => (input.lifecycle = "production"));
    expect(guarded(made)).toEqual([
      "Volume homes",
      "Cluster cluster",
      "Zone dns",
      "FloatingIp ingress",
      "Port files",
      "Container backup",
    ]);
    expect(find(made, "Container", "backup").inputs).toMatchObject({ forceDestroy: false });
  });

  test("disposable: nothing is, and full buckets go too", async () => {
    const made = await make();
    expect(made.resources.filter((one) => one.protect ?? one.retainOnDelete)).toEqual([]);
    expect(find(made, "Container", "backup").inputs).toMatchObject({ forceDestroy: true });
  });
});

test("all secrets that components hold are marked in their args", async () => {
  const { resources } = await make();
  expect(JSON.stringify(resources)).not.toMatch(/mock-plaintext/);
});

test("certificates that are proved by Designate get a login that can do nothing else than its owner's part in the project", async () => {
  const made = await make((input) => {
    input.certificates = { issuer: "dns01", solver: { provider: "designate" } };
  });
  expect(find(made, "ApplicationCredential", "dns-login").inputs).toEqual({
    name: "test-certificates",
    description: "Proofs of test's certificates in Designate",
    roles: ["member"],
    unrestricted: false,
  });
  expect(made.infrastructure["dnsLogin"]).toMatchObject({
    authUrl: "http://127.0.0.1:5000/v3",
    region: "RegionOne",
    secret: "[secret]",
  });
});
