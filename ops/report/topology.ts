/** What stands on what, and which ways data takes. Pure. */
import { poolsOf } from "../../config/checks/pools";
import type { Config } from "../../config/schema";
import { catalog } from "../../platform/catalog";
import { namespacesOf, type Namespace } from "./cluster";
import { cloudText, nameLines, networkLines, sharedVolumes, storesOf, type Store } from "./hardware";
import type { Box, Link, Topology } from "./model";
import { textAt, type State } from "./state";

/** Lines of a box before the rest is counted. */
const most = 6;

export function topologyOf(state: State, config: Config): Topology {
  const namespaces = inOrder(namespacesOf(state));
  const stores = storesOf(state);
  const boxes = storeBoxes(stores);
  return {
    title: `${config.site}: from users to hardware`,
    outside: [
      { id: "users", title: "Users", lines: endpointLines(state) },
      { id: "names", title: "Names", lines: few(nameLines(state, config)) },
    ],
    cloud: cloudText(config),
    entry: [
      { id: "entry", title: "Public address", lines: [textAt(state.outputs, "ingressAddress") ?? "not known yet"] },
    ],
    cluster: {
      title: clusterTitle(state, config),
      namespaces: namespaces.map(namespaceBox),
      pools: poolsOf(config).map(({ count, max, name, size }) => ({
        id: `pool/${name}`,
        title: `Nodes ${name}`,
        lines: [
          max > count ? `${count} to ${max} nodes` : `${count} ${count === 1 ? "node" : "nodes"}`,
          size === undefined ? "size not known" : `${size.cpu} cores, ${round(size.memory / 2 ** 30)} GiB each`,
        ],
      })),
    },
    stores: boxes,
    network: [{ id: "network", title: "Network", lines: networkLines(state, config) }],
    links: links(namespaces, boxes, sharedVolumes(state).length > 0),
  };
}

function clusterTitle(state: State, config: Config): string {
  const name = textAt(state.outputs, "cluster", "name") ?? config.site;
  return `Kubernetes ${name}, ${textAt(state.outputs, "cluster", "version") ?? config.cluster.kubernetesVersion}`;
}

function endpointLines(state: State): string[] {
  const addresses = Object.values(state.outputs.endpoints ?? {}).map(String);
  return addresses.length > 0 ? few(addresses) : ["no address for users yet"];
}

/** The entrance first: what follows is reached through it. */
function inOrder(namespaces: readonly Namespace[]): Namespace[] {
  return [...namespaces.filter(isEntrance), ...namespaces.filter((one) => !isEntrance(one))];
}

function isEntrance({ services }: Namespace): boolean {
  return services.some(({ chart }) => chart === catalog.ingressNginx.name);
}

function namespaceBox({ name, services, workloads, claims, hard }: Namespace): Box {
  const { "limits.cpu": cpu, "limits.memory": memory } = hard;
  return {
    id: `namespace/${name}`,
    title: name,
    lines: [
      ...few([
        ...services.map((one) => `${one.name === one.chart ? "" : `${one.name}: `}${one.chart} ${one.version}`.trim()),
        ...workloads,
        ...claims.map((claim) => `claim ${claim}`),
      ]),
      cpu === undefined || memory === undefined ? "no quota" : `at most ${cpu} cores, ${memory}`,
    ],
  };
}

const storeTitles: readonly [id: string, title: string, kinds: readonly Store["kind"][]][] = [
  ["files", "Shared files", ["shared files", "file server"]],
  ["volumes", "Volumes", ["volume"]],
  ["buckets", "Buckets", ["bucket"]],
  ["databases", "Databases", ["database"]],
  ["images", "Images", ["image repository"]],
];

function storeBoxes(stores: readonly Store[]): Box[] {
  return storeTitles.flatMap(([id, title, kinds]) => {
    const own = stores.filter(({ kind }) => kinds.includes(kind));
    const lines = own.map(({ kind, name, size }) =>
      [kind === "file server" ? `server ${name}` : name, size].filter((text) => text !== "").join(", "),
    );
    return own.length === 0 ? [] : [{ id, title, lines: few(lines) }];
  });
}

function links(namespaces: readonly Namespace[], stores: readonly Box[], mounted: boolean): Link[] {
  const entrance = namespaces.find(isEntrance);
  const has = (id: string) => stores.some((box) => box.id === id);
  const into = `namespace/${entrance?.name ?? ""}`;
  return [
    { from: "users", to: "entry", label: "HTTPS" },
    ...(entrance === undefined ? [] : [{ from: "entry", to: into, label: "ports 80 and 443" }]),
    ...(entrance === undefined
      ? []
      : namespaces
          .filter(({ published }) => published)
          .map(({ name }) => ({ from: into, to: `namespace/${name}`, label: "HTTP by host name" }))),
    ...(has("files") && mounted ? [{ from: "cluster", to: "files", label: "NFS" }] : []),
    ...(has("buckets") ? [{ from: "cluster", to: "buckets", label: "S3" }] : []),
    ...(has("databases") ? [{ from: "cluster", to: "databases", label: "PostgreSQL" }] : []),
    ...(has("images") ? [{ from: "cluster", to: "images", label: "image pulls" }] : []),
    ...(has("volumes") && has("files") ? [{ from: "files", to: "volumes", label: "on" }] : []),
  ];
}

function few(lines: readonly string[]): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`];
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
