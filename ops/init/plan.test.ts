import { parse } from "yaml";
import { validInput } from "../../config/testing";
import { UserError } from "../errors";
import type { Answers } from "./answers";
import { plan, type Facts } from "./plan";
import { clusterFacts, onExisting, onGcp, onOpenstack, openstackFacts } from "./testing";

/** What stands in the file, as Pulumi would read it. */
function inputOf(answers: Answers, facts: Facts = {}): Record<string, unknown> {
  const { text } = plan(answers, facts, []);
  const { config } = parse(text, { schema: "yaml-1.1" }) as { config: Record<string, Record<string, unknown>> };
  expect(config["pulumi:disable-default-providers"]).toEqual(["*"]);
  return config["science-platform:config"] ?? {};
}

describe("OpenStack, looked up", () => {
  test("the whole file", () => {
    const { text, guesses, secrets, shortfalls, carries } = plan(onOpenstack, { openstack: openstackFacts }, []);
    expect(text).toBe(`# yaml-language-server: $schema=config/stack.schema.json
# Site edi, as \`science-platform init\` proposed it.
#
# \`grep -n yours: Pulumi.edi.yaml\` lists what is a guess or a text for people: for you to put right.
# Set once, \`pulumi config set --secret --stack edi <name>\`: database-keycloak-password.
config:
  pulumi:disable-default-providers: ["*"]
  science-platform:config:
    site: edi
    owner: rsp-uk
    lifecycle: production

    # --- Hardware -----------------------------------------------------------------------------------------------------

    cloud: openstack
    openstack:
      cloud: somerville
      region: RegionOne
      externalNetwork: external
      loadBalancerProvider: amphora
      flavors:
        small: { cpu: 2, memory: 8192, disk: 0 }
        medium: { cpu: 4, memory: 16384, disk: 0 }
        qserv-worker-v2: { cpu: 8, memory: 65536, disk: 50 }

    network:
      cidr: 10.11.0.0/24
      administrators: [192.0.2.0/24]

    # At the most this takes, beside what the project had free when this was written: cores 44 (free: 90), memory 272
    # GiB (free: 1024 GiB), machines 10 (no bound), volumes 2790 GiB (free: 9500 GiB), floating IPs 2 (free: 9).
    cluster:
      image: ubuntu-jammy-kube-v1.34.2
      kubernetesVersion: v1.34.2
      driver: capi
      # Three, so that the API survives the loss of a machine.
      control: { flavor: small, count: 3 }
      workers: { flavor: medium, count: 3 }
      # For 20 users at work at the same time: a node has room for 15 at rest and for 7 when each has what the largest
      # size is sure of.
      nodePools:
        - { name: notebooks, flavor: qserv-worker-v2, count: 2, max: 3 }

    storage:
      # Retain: a claim deleted by mistake is no lost volume.
      classes:
        - { name: standard, volumeType: ceph-hdd, reclaim: Retain, default: true }
      volumes:
        homes: { size: 1870, type: ceph-hdd }
      fileServer:
        kind: vm
        flavor: small
        image: ubuntu-jammy
        exports:
          - { name: homes, volume: homes, quota: 94 }

    objectStore:
      buckets: [backup]

    # --- Names and certificates ---------------------------------------------------------------------------------------

    dns:
      # The zone is made here; delegate it once from the one above.
      provider: designate
      zone: edi.example.org.
      email: ops@example.org

    certificates:
      issuer: dns01
      solver: { provider: designate }

    # --- Users --------------------------------------------------------------------------------------------------------

    identity:
      # A Keycloak of the platform's own, with users of its own; upstreams (a university's login) can be added.
      keycloak: { host: login }

    database:
      # For Keycloak. In production it is a server that somebody backs up.
      kind: external
      host: postgresql.example.org # yours: a PostgreSQL server

    # --- Platform and services ----------------------------------------------------------------------------------------

    platform:
      charts: { source: upstream }
      ingress: { replicas: 3 }

    # A service is on when its section is there. Others: monitoring, uptime, logging, backup, registry, batch, portal,
    # tap.
    services:
      landingPage:
        host: start
        title: Science platform # yours: what people read
      virtualLabs:
        homes: homes
        homeQuota: 100G
        nodePool: notebooks
        # One is a beginning; each further one has its own users, images, namespace and quota.
        labs:
          - name: notebooks
            title: Notebooks # yours: what people read
            users: 20
            images:
              - { name: quay.io/jupyter/scipy-notebook, tag: "2025-11-10" } # yours: what people work with
`);
    expect(guesses).toEqual([
      "host: postgresql.example.org # yours: a PostgreSQL server",
      "title: Science platform # yours: what people read",
      "title: Notebooks # yours: what people read",
      '- { name: quay.io/jupyter/scipy-notebook, tag: "2025-11-10" } # yours: what people work with',
    ]);
    expect(secrets.map(({ command }) => command)).toEqual([
      "pulumi config set --secret database-keycloak-password --stack edi",
    ]);
    expect([shortfalls, carries]).toEqual([[], undefined]);
  });

  test("answers win over what is looked up", () => {
    const answers: Answers = {
      ...onOpenstack,
      lifecycle: "disposable",
      login: "github",
      clientId: "Iv1.abc",
      organization: "lsp-uk",
      region: "Somerville",
      network: "10.99.0.0/24",
      externalNetwork: "external",
      controlFlavor: "medium",
      workerFlavor: "qserv-utility",
      notebookFlavor: "qserv-worker-v2",
      serverFlavor: "tiny",
      image: "ubuntu-jammy-kube-v1.33.2",
      volumeType: "ceph-hdd",
      homeQuota: "10G",
    };
    const input = inputOf(answers, { openstack: openstackFacts });
    expect(input).toMatchObject({
      lifecycle: "disposable",
      openstack: { region: "Somerville" },
      network: { cidr: "10.99.0.0/24" },
      cluster: {
        image: "ubuntu-jammy-kube-v1.33.2",
        kubernetesVersion: "v1.33.2",
        control: { flavor: "medium", count: 1 },
        workers: { flavor: "qserv-utility", count: 2 },
        nodePools: [{ name: "notebooks", flavor: "qserv-worker-v2", count: 2, max: 3 }],
      },
      storage: {
        classes: [{ name: "standard", volumeType: "ceph-hdd", reclaim: "Delete", default: true }],
        volumes: { homes: { size: 190, type: "ceph-hdd" } },
        fileServer: { flavor: "tiny" },
      },
      certificates: { issuer: "private-ca" },
      identity: { github: { clientId: "Iv1.abc", organizations: ["lsp-uk"] } },
    });
    expect(input).not.toHaveProperty("database");
  });

  test.each<[string, Partial<typeof openstackFacts>, string[]]>([
    ["several external networks", { externalNetworks: ["a", "b"] }, ["externalNetwork: a # yours: one of a, b"]],
    ["only ovn", { loadBalancerProviders: ["ovn"] }, ["loadBalancerProvider: ovn"]],
    ["another zone", { zones: ["z1", "z2"] }, ["availabilityZone: z1"]],
    [
      "several volume types",
      { volumeTypes: ["ceph", "ssd"], defaultVolumeType: "ssd" },
      ["# Volume types of the cloud: ceph, ssd.", "homes: { size: 1870, type: ssd }"],
    ],
    [
      "only Fedora CoreOS, and no Ubuntu",
      { images: [{ id: "1", name: "fedora-coreos-40", status: "active" }] },
      [
        "image: fedora-coreos-40",
        "kubernetesVersion: v1.34.2 # yours: with driver heat any version that the site's Magnum takes",
        "driver: heat",
        "image: ubuntu-22.04 # yours: a cloud image of Ubuntu 22.04 or newer, from `openstack image list`",
      ],
    ],
    ["no Designate", { dns: false }, ["provider: none", "issuer: http01"]],
    [
      "no object store",
      { objectStore: false },
      ["endpoint: https://s3.example.org # yours: the cloud's catalog has no object store"],
    ],
    [
      "only small machines",
      { flavors: [{ id: "1", name: "m", cpu: 4, memory: 16384, disk: 0 }] },
      [
        "# Larger ones, which are usual, fit none of the nodes.",
        '- { name: small, cpu: { request: 250m, limit: "1" }, memory: { request: 768M, limit: 3072M } }',
        '- { name: medium, cpu: { request: 500m, limit: "2" }, memory: { request: 1536M, limit: 6144M } }',
      ],
    ],
  ])("%s", (_, facts, expected) => {
    const lines = plan(onOpenstack, { openstack: { ...openstackFacts, ...facts, quotas: undefined } }, [])
      .text.split("\n")
      .map((line) => line.trim());
    for (const line of expected) expect(lines).toContain(line);
  });

  test.each<[string, Partial<Answers>, Partial<typeof openstackFacts>, string]>([
    ["network", { externalNetwork: "x" }, {}, 'The project sees no external network "x": it sees external.'],
    ["volume type", { volumeType: "x" }, {}, 'Cinder has no volume type "x": it has ceph-hdd.'],
    [
      "image",
      { image: "x" },
      {},
      'The project sees no image "x": for nodes there are ubuntu-jammy-kube-v1.34.2, ubuntu-jammy-kube-v1.33.2.',
    ],
    [
      "flavor",
      { workerFlavor: "x" },
      { flavors: [{ id: "1", name: "m", cpu: 8, memory: 65536, disk: 0 }] },
      'The project has no flavor "x": it has m (8 cores, 65536 MiB).',
    ],
    [
      "flavor large enough",
      {},
      { flavors: [{ id: "1", name: "t", cpu: 1, memory: 1024, disk: 0 }] },
      "No flavor of the project has 2 cores and 4096 MiB, as the control plane needs: it has t (1 cores, 1024 MiB).",
    ],
    [
      "flavor that holds a notebook",
      { notebookFlavor: "tiny" },
      {},
      'Flavor "tiny" does not hold even one notebook of the smallest size, 1 core and 3072M (and what a node keeps for itself)',
    ],
  ])("no such %s", (_, answers, facts, message) => {
    const planned = () => plan({ ...onOpenstack, ...answers }, { openstack: { ...openstackFacts, ...facts } }, []);
    expect(planned).toThrow(UserError);
    expect(planned).toThrow(message);
  });

  test("what the quota does not carry is told, with the users that it does carry", () => {
    const quotas = {
      cores: { limit: 60, used: 10 },
      storage: { limit: 3000, used: 0 },
      floatingIps: { limit: 2, used: 1 },
      memory: { limit: 65536, used: 0 },
      machines: { limit: 5, used: 0 },
    };
    const { shortfalls, carries } = plan(
      { ...onOpenstack, users: 40 },
      { openstack: { ...openstackFacts, quotas } },
      [],
    );
    expect(shortfalls).toEqual([
      "cores: 68 needed, 50 free of 60",
      "memory: 464 GiB needed, 64 GiB free of 64 GiB",
      "machines: 13 needed, 5 free of 5",
      "volumes: 4950 GiB needed, 3000 GiB free of 3000 GiB",
      "floating IPs: 2 needed, 1 free of 2",
    ]);
    expect(carries).toBe(0);
    const cores = { cores: { limit: 60, used: 10 } };
    expect(plan({ ...onOpenstack, users: 40 }, { openstack: { ...openstackFacts, quotas: cores } }, []).carries).toBe(
      21,
    );
  });
});

test("OpenStack, nothing looked up: every guess is marked", () => {
  const { text, guesses } = plan({ ...onOpenstack, login: "none" }, {}, []);
  expect(guesses).toEqual([
    "externalNetwork: public # yours: `openstack network list --external`",
    "loadBalancerProvider: amphora # yours: `openstack loadbalancer provider list`",
    "# yours: those of your cloud, from `openstack flavor list`.",
    "image: ubuntu-jammy-kube-v1.34.2 # yours: an image for nodes, from `openstack image list`",
    "# yours: the volume types, from `openstack volume type list`.",
    "provider: none # yours: designate, if the cloud has it",
    "title: Science platform # yours: what people read",
  ]);
  expect(text).not.toMatch(/virtualLabs|nodePools|fileServer|identity|database/);
});

describe("GCP", () => {
  test("production", () => {
    expect(inputOf(onGcp)).toEqual({
      site: "edi",
      owner: "rsp-uk",
      lifecycle: "production",
      cloud: "gcp",
      gcp: { project: "my-project", region: "europe-west2", zones: ["europe-west2-b"] },
      network: {
        cidr: "10.10.0.0/22",
        pods: "10.11.0.0/16",
        services: "10.12.0.0/20",
        controlPlane: "172.16.1.0/28",
        administrators: ["192.0.2.0/24"],
      },
      cluster: {
        kind: "regional",
        kubernetesVersion: "1.34.4-gke.1193000",
        maintenance: { day: "WE", start: "00:00", hours: 12 },
        nodePools: [
          { name: "platform", machineType: "n2-standard-4", count: 3, max: 6 },
          { name: "notebooks", machineType: "n2-standard-8", count: 2, max: 3 },
        ],
      },
      storage: {
        classes: [{ name: "standard", diskType: "pd-balanced", reclaim: "Retain", default: true }],
        fileServer: { kind: "netapp", exports: [{ name: "homes", size: 1870, userQuota: 95367 }] },
      },
      objectStore: { buckets: ["backup"] },
      cloudSql: { databases: ["keycloak"] },
      dns: { provider: "clouddns", zone: "edi.example.org.", email: "ops@example.org" },
      certificates: { issuer: "dns01", solver: { provider: "clouddns" } },
      identity: { keycloak: { host: "login" } },
      database: { kind: "cloudsql" },
      platform: { charts: { source: "upstream" }, ingress: { replicas: 3 } },
      services: {
        landingPage: { host: "start", title: "Science platform" },
        virtualLabs: {
          homes: "homes",
          homeQuota: "100G",
          nodePool: "notebooks",
          labs: [
            {
              name: "notebooks",
              title: "Notebooks",
              users: 20,
              images: [{ name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" }],
            },
          ],
        },
      },
    });
  });

  test("disposable, with a machine type and zones of one's own, users of CILogon", () => {
    const answers: Answers = {
      ...onGcp,
      lifecycle: "disposable",
      machineType: "n2-highmem-16",
      zones: ["europe-west2-a", "europe-west2-c"],
      login: "cilogon",
      users: 3,
    };
    expect(inputOf(answers)).toMatchObject({
      gcp: { zones: ["europe-west2-a", "europe-west2-c"] },
      cluster: {
        kind: "zonal",
        nodePools: [
          { name: "platform", machineType: "n2-standard-4", count: 2, max: 4 },
          { name: "notebooks", machineType: "n2-highmem-16", count: 2 },
        ],
      },
      storage: {
        classes: [{ reclaim: "Delete" }],
        fileServer: { kind: "filestore", exports: [{ name: "homes", size: 1024 }] },
      },
      certificates: { issuer: "private-ca" },
      identity: { cilogon: { clientId: "cilogon:/client_id/0123456789abcdef" } },
    });
    expect(plan(answers, {}, []).secrets.map(({ command }) => command)).toEqual([
      "pulumi config set --secret cilogon-client-secret --stack edi",
    ]);
  });

  test.each([
    ["m7-huge-2", '"m7-huge-2" is not a known machine type (config/machine-types.ts).'],
    ["e2-micro", '"e2-micro" does not hold even one notebook of the smallest size: choose a larger machine type.'],
  ])("machine type %s", (machineType, message) => {
    expect(() => plan({ ...onGcp, machineType }, {}, [])).toThrow(new UserError(message));
  });
});

describe("a cluster that exists", () => {
  test("looked up", () => {
    expect(inputOf({ ...onExisting, kubeconfig: "k.yaml", context: "c" }, { cluster: clusterFacts })).toMatchObject({
      cloud: "existing",
      existing: { kubeconfig: "k.yaml", context: "c" },
      network: {
        cidr: "10.0.0.0/23",
        pods: "10.244.0.0/16",
        services: "10.43.0.0/16",
        administrators: ["192.0.2.0/24"],
      },
      cluster: {
        kubernetesVersion: "v1.33.5",
        nodePools: [
          {
            name: "platform",
            count: 3,
            cpu: "8",
            memory: "32083Mi",
            labels: { "capi.stackhpc.com/node-group": "platform" },
          },
          { name: "nodes", count: 2, cpu: "16", memory: "64166Mi" },
        ],
      },
      addresses: { ingress: "198.51.100.10" },
      storage: {
        classes: [
          {
            name: "fast",
            provisioner: "rbd.csi.ceph.com",
            parameters: { pool: "k8s" },
            reclaim: "Delete",
            default: true,
            create: false,
          },
          { name: "slow", provisioner: "rbd.csi.ceph.com", reclaim: "Retain", default: false, create: false },
        ],
      },
      dns: { provider: "none" },
      certificates: { issuer: "http01" },
      // In production homes go where a volume outlives its claim.
      services: { virtualLabs: { homes: "slow" } },
    });
  });

  test("in production, where no class keeps volumes, one is made", () => {
    const classes = clusterFacts.classes?.slice(0, 1);
    expect(inputOf(onExisting, { cluster: { ...clusterFacts, classes } })).toMatchObject({
      storage: {
        classes: [
          { name: "fast" },
          { name: "homes-retain", provisioner: "rbd.csi.ceph.com", parameters: { pool: "k8s" }, reclaim: "Retain" },
        ],
      },
      services: { virtualLabs: { homes: "homes-retain" } },
    });
  });

  test("a disposable one takes the class that was asked for", () => {
    const answers: Answers = { ...onExisting, lifecycle: "disposable", storageClass: "slow", login: "oidc" };
    expect(inputOf(answers, { cluster: clusterFacts })).toMatchObject({
      storage: {
        classes: [
          { name: "fast", default: false },
          { name: "slow", default: true },
        ],
      },
      services: { virtualLabs: { homes: "slow" } },
    });
  });

  test("nothing looked up: every guess is marked, and the kubeconfig is a secret", () => {
    const { guesses, secrets } = plan({ ...onExisting, login: "none" }, {}, []);
    expect(guesses).toEqual([
      "cidr: 10.10.0.0/24 # yours: range of the nodes",
      "pods: 10.244.0.0/16 # yours: `kubectl cluster-info dump | grep -m1 cluster-cidr`",
      "services: 10.96.0.0/16 # yours: `kubectl cluster-info dump | grep -m1 service-cluster-ip-range`",
      "kubernetesVersion: v1.34.2 # yours: `kubectl version`",
      "# yours: the nodes, from `kubectl get nodes`.",
      "# yours: those of the cluster, from `kubectl get storageclasses`.",
      "title: Science platform # yours: what people read",
    ]);
    expect(secrets.map(({ command }) => command)).toEqual(["pulumi config set --secret kubeconfig --stack edi < FILE"]);
  });

  test.each<[Partial<Answers>, number]>([
    [{ users: 5 }, 3],
    [{ users: 400 }, 59],
    [{ users: 400, login: "none" }, 3],
  ])("where its nodes are not known, a guess has room for %j", (answers, count) => {
    expect(inputOf({ ...onExisting, ...answers }, {})).toMatchObject({
      cluster: { nodePools: [{ name: "nodes", count, cpu: "8", memory: "32Gi" }] },
    });
  });

  test("users that its nodes have no room for are told as `config check` would", () => {
    expect(() => plan({ ...onExisting, users: 2000 }, { cluster: clusterFacts }, [])).toThrow(
      "Of these answers no right stack file can be made:\n  - services.virtualLabs.labs[0].users: 2000 users of notebooks need",
    );
  });
});

describe("beside other stacks", () => {
  const sibling = (cidr: string, reserved = {}) => {
    const input = validInput();
    Object.assign(input.network, { cidr, reserved });
    input.openstack.cloud = "somerville";
    return { file: "Pulumi.roe.yaml", input };
  };

  test("the range is the next that is free, and what is reserved in that cloud is reserved here", () => {
    const { text } = plan(onOpenstack, { openstack: openstackFacts }, [
      sibling("10.11.0.0/16", { ceph: "10.12.4.0/24", "ceph-mons": "10.13.0.0/16" }),
    ]);
    expect(text).toContain(`    network:
      cidr: 10.12.0.0/24
      # As in Pulumi.roe.yaml, which stands in the same cloud.
      reserved: { ceph: 10.12.4.0/24, ceph-mons: 10.13.0.0/16 }
      administrators: [192.0.2.0/24]
`);
  });

  test("a range that was asked for and is taken is told as `config check` would", () => {
    expect(() => plan({ ...onOpenstack, network: "10.11.0.0/24" }, {}, [sibling("10.11.0.0/16")])).toThrow(
      '  - network.cidr: "10.11.0.0/24" overlaps network.cidr "10.11.0.0/16" of stack roe: choose another range',
    );
  });
});

test("what stands beside the configuration stays", () => {
  const kept = { top: { encryptionsalt: "v1:a" }, config: { "science-platform:kubeconfig": { secure: "v1:b" } } };
  expect(parse(plan(onExisting, {}, [], kept).text)).toMatchObject({
    encryptionsalt: "v1:a",
    config: { "science-platform:kubeconfig": { secure: "v1:b" } },
  });
});
