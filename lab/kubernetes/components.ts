/** The processes of one cluster: which, with which flags, in which order. Pure. */
import { createHash } from "node:crypto";
import type { Cluster } from "./cluster-file";
import type { Layout } from "./layout";
import { podRange, serviceRange } from "./network";

/** Start goes from the first stage to the last, the end the other way. */
export const stages = ["store", "api", "controllers"] as const;
export type Stage = (typeof stages)[number];

export interface Component {
  name: string;
  stage: Stage;
  /** Name of the program in the tools' folder. */
  program: string;
  args: string[];
  env: Record<string, string>;
  /** Files that it reads once, at its start: when one changes, the process is started anew. */
  reads: string[];
  /** A socket in the run folder that says the component serves. */
  socket?: string;
  /** How long it may take to end by itself. */
  graceMs: number;
}

const etcdClient = "unix://etcd:2379";
const etcdPeer = "unix://etcd:2380";
/** The CSI driver takes absolute socket paths only; this one is short wherever the state lies. */
const csiSocket = "/proc/self/cwd/csi.sock";

const etcd = (layout: Layout): Component => ({
  name: "etcd",
  stage: "store",
  program: "etcd",
  args: [
    `--data-dir=${layout.etcdData}`,
    `--listen-client-urls=${etcdClient}`,
    `--advertise-client-urls=${etcdClient}`,
    `--listen-peer-urls=${etcdPeer}`,
    `--initial-advertise-peer-urls=${etcdPeer}`,
    `--initial-cluster=default=${etcdPeer}`,
    // A lab survives a killed process (the page cache is the kernel's), it need not survive a power cut.
    "--unsafe-no-fsync",
    "--auto-compaction-mode=periodic",
    "--auto-compaction-retention=30m",
  ],
  env: {},
  reads: [],
  socket: "etcd:2379",
  graceMs: 2000,
});

function apiServer(cluster: Cluster, layout: Layout): Component {
  const serving = layout.certificate("kube-apiserver");
  const accounts = layout.certificate("service-accounts");
  const proxy = layout.certificate("front-proxy");
  return {
    name: "kube-apiserver",
    stage: "api",
    program: "kube-apiserver",
    args: [
      `--etcd-servers=${etcdClient}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      // An EndpointSlice may not name a loopback address, so the Service `kubernetes` has no endpoint.
      "--endpoint-reconciler-type=none",
      `--secure-port=${cluster.port}`,
      `--tls-cert-file=${serving.cert}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${layout.ca.cert}`,
      "--authorization-mode=Node,RBAC",
      `--service-account-key-file=${accounts.cert}`,
      `--service-account-signing-key-file=${accounts.key}`,
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-cluster-ip-range=${serviceRange(cluster)}`,
      `--requestheader-client-ca-file=${layout.frontProxyCa.cert}`,
      "--requestheader-allowed-names=front-proxy-client",
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      `--proxy-client-cert-file=${proxy.cert}`,
      `--proxy-client-key-file=${proxy.key}`,
      // Both need progress notifications that etcd has since 3.4.25, and Debian's is older: clients would ask, wait and fail.
      "--feature-gates=WatchList=false,SizeBasedListCostEstimate=false",
      "--allow-privileged=true",
      "--profiling=false",
    ],
    env: {},
    // It watches its certificates and authorities itself.
    reads: [],
    graceMs: 4000,
  };
}

const kubeconfigs = (file: string): string[] => [
  `--kubeconfig=${file}`,
  `--authentication-kubeconfig=${file}`,
  `--authorization-kubeconfig=${file}`,
];

/** Nobody elects leaders among one, nobody scrapes; without ports nothing can collide. */
const alone = ["--leader-elect=false", "--secure-port=0", "--bind-address=127.0.0.1"];

const controllerManager = (cluster: Cluster, layout: Layout): Component => ({
  name: "kube-controller-manager",
  stage: "controllers",
  program: "kube-controller-manager",
  args: [
    ...kubeconfigs(layout.kubeconfig("kube-controller-manager")),
    ...alone,
    `--service-account-private-key-file=${layout.certificate("service-accounts").key}`,
    `--root-ca-file=${layout.ca.cert}`,
    `--cluster-signing-cert-file=${layout.ca.cert}`,
    `--cluster-signing-key-file=${layout.ca.key}`,
    "--feature-gates=WatchListClient=false", // As for the API server above.
    "--use-service-account-credentials=true",
    "--allocate-node-cidrs=true",
    `--cluster-cidr=${podRange(cluster)}`,
    `--service-cluster-ip-range=${serviceRange(cluster)}`,
    "--cloud-provider=external",
  ],
  env: {},
  reads: [layout.ca.cert],
  graceMs: 2000,
});

const scheduler = (layout: Layout): Component => ({
  name: "kube-scheduler",
  stage: "controllers",
  program: "kube-scheduler",
  args: [...kubeconfigs(layout.kubeconfig("kube-scheduler")), ...alone],
  env: {},
  reads: [layout.ca.cert],
  graceMs: 2000,
});

const kwok = (layout: Layout, podStages: string): Component => ({
  name: "kwok",
  stage: "controllers",
  program: "kwok",
  args: [
    `--kubeconfig=${layout.kubeconfig("kwok")}`,
    "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
    "--node-lease-duration-seconds=40",
    `--config=${podStages}`,
  ],
  // kwok reads and writes ~/.kwok; the folder of a person is not the lab's.
  env: { HOME: layout.run },
  reads: [layout.ca.cert, podStages],
  graceMs: 2000,
});

function cloudComponents(cluster: Cluster, layout: Layout): Component[] {
  const reads = [layout.ca.cert, layout.cloudConfig];
  return [
    {
      name: "openstack-cloud-controller-manager",
      stage: "controllers",
      program: "openstack-cloud-controller-manager",
      args: [
        ...kubeconfigs(layout.kubeconfig("openstack-cloud-controller-manager")),
        ...alone,
        `--cloud-config=${layout.cloudConfig}`,
        "--cloud-provider=openstack",
        "--controllers=service",
        // Magnum finds the load balancers of a cluster by this name when it deletes the cluster.
        `--cluster-name=${cluster.uuid}`,
      ],
      env: {},
      reads,
      graceMs: 2000,
    },
    {
      name: "cinder-csi-plugin",
      stage: "controllers",
      program: "cinder-csi-plugin",
      args: [
        `--endpoint=unix:/${csiSocket}`,
        `--cloud-config=${layout.cloudConfig}`,
        `--cluster=${cluster.uuid}`,
        `--kubeconfig=${layout.kubeconfig("csi-provisioner")}`,
        "--provide-controller-service=true",
        "--provide-node-service=false",
        // Fake nodes run no CSI node service that could name a topology; Cinder has one zone in the lab.
        "--with-topology=false",
      ],
      env: {},
      reads,
      socket: "csi.sock",
      graceMs: 2000,
    },
    {
      name: "csi-provisioner",
      stage: "controllers",
      program: "csi-provisioner",
      args: [
        `--kubeconfig=${layout.kubeconfig("csi-provisioner")}`,
        `--csi-address=${csiSocket}`,
        "--timeout=60s",
        "--default-fstype=ext4",
        "--extra-create-metadata=true",
        "--retry-interval-start=500ms",
      ],
      env: {},
      reads: [layout.ca.cert],
      graceMs: 2000,
    },
  ];
}

/** Every process of a cluster, in the order of the stages. A deleted cluster has none.
 * @param podStages file with kwok's stages for pods */
export function componentsOf(cluster: Cluster, layout: Layout, podStages: string): Component[] {
  if (cluster.deleted) return [];
  return [
    etcd(layout),
    apiServer(cluster, layout),
    controllerManager(cluster, layout),
    scheduler(layout),
    kwok(layout, podStages),
    ...(cluster.cloud ? cloudComponents(cluster, layout) : []),
  ];
}

/** What a running process was started as: when it differs, the process must be started anew.
 * @param inputs texts of the files in `component.reads` */
export function fingerprint(component: Component, executable: string, inputs: string[]): string {
  const text = JSON.stringify([executable, component.args, component.env, inputs]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
