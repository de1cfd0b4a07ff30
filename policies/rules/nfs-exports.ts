import { contains, isWorld } from "../ranges";
import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";
import { kubernetesKind } from "../workloads";

export type Settings = {
  /** Range of the nodes; only there may root stay root. */
  nodes: string[];
};

const fix = "name the nodes' range (network.cidr), and let clients outside of it be squashed (root_squash)";

export const nfsExports: ResourceRule<Settings> = {
  name: "nfs-exports",
  group: "cloud-guardrails",
  description: "Files are exported by NFS to named ranges, never to everybody, and root stays root only for the nodes.",
  why: "NFS believes every client: who reaches an export reads everybody's files, and as root writes them",
  fix,
  severity: "critical",
  disposable: "mandatory",
  defaults: { nodes: [] },
  settings: {
    nodes: {
      type: "array",
      items: { type: "string" },
      description: "Ranges of the nodes: the only clients whose root stays root. None: root is always squashed.",
    },
  },
  notInCluster: "exports are made by the cloud and by machines, not by objects of Kubernetes",
  check(resource, { nodes }) {
    const report = reporter(resource, nfsExports.why);
    const { type, props } = resource;
    const client = (field: Field, range: string, keepsRoot: boolean) =>
      checkClient(report, field, range, keepsRoot, nodes);
    const each = (list: Field, keepsRoot: boolean) => {
      for (const field of list.unknown ? [list] : list.items) {
        if (field.unknown) report.unknown(field);
        else client(field, field.text ?? "", keepsRoot);
      }
    };
    if (type === "openstack:compute/instance:Instance" || type === "gcp:compute/instance:Instance") {
      // The file server of this program reads its clients here, and exports with no_root_squash.
      const clients = props.get("metadata", "nfs-clients");
      if (clients.unknown) report.unknown(clients);
      else if (!clients.absent) for (const range of words(clients.text)) client(clients, range, true);
      for (const script of [["userData"], ["metadataStartupScript"], ["metadata", "user-data"]])
        exportsFile(props.get(...script), client);
    }
    if (kubernetesKind(type) === "ConfigMap")
      for (const [name, field] of props.get("data").entries) exportsFile(field, client, name);
    if (type === "openstack:sharedfilesystem/shareAccess:ShareAccess" && props.get("accessType").text === "ip") {
      const to = props.get("accessTo");
      if (to.unknown) report.unknown(to);
      else client(to, to.text ?? "", false);
    }
    if (type === "gcp:filestore/instance:Instance")
      for (const option of props.get("fileShares", "nfsExportOptions").items)
        each(option.get("ipRanges"), option.get("squashMode").text !== "ROOT_SQUASH");
    if (type === "gcp:netapp/volume:Volume")
      for (const rule of props.get("exportPolicy", "rules").items) {
        const clients = rule.get("allowedClients");
        if (clients.unknown) report.unknown(clients);
        else for (const range of words(clients.text ?? "*")) client(clients, range, keepsRoot(rule));
      }
    return report.findings;
  },
};

/** NetApp has two spellings of it; where neither is used root stays root. */
function keepsRoot(rule: Field): boolean {
  const mode = rule.get("squashMode");
  const access = rule.get("hasRootAccess");
  return mode.absent ? access.value !== false && access.text !== "false" : mode.text === "NO_ROOT_SQUASH";
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

function checkClient(report: Reporter, field: Field, range: string, keepsRoot: boolean, nodes: string[]): void {
  if (isWorld(range)) report.violation(field.path, `exports to ${range === "" ? "everybody" : range}`, fix);
  else if (keepsRoot && !nodes.some((node) => contains(node, range)))
    report.violation(field.path, `lets root of ${range} stay root (no_root_squash), outside of the nodes' range`, fix);
}

type Client = (field: Field, range: string, keepsRoot: boolean) => void;

/**
 * Lines of an /etc/exports, wherever they are written: "/srv/data 10.0.0.0/24(rw,no_root_squash) *(ro)". Only options in parentheses tell
 * such a line from any other; clients without them are looked for in files that are called so, and in scripts that write one.
 */
function exportsFile(field: Field, client: Client, name = ""): void {
  const text = field.text ?? "";
  const whole = /(^|[._-])exports$/.test(name);
  const part = text.includes("/etc/exports");
  for (const line of (whole || part ? text.replace(/\\\r?\n/g, " ") : text).split("\n")) {
    const found = whole || part ? clientsOf(line, whole) : withOptions(line);
    for (const { range, options } of found) client(field, range, options.split(",").includes("no_root_squash"));
  }
}

interface Exported {
  range: string;
  options: string;
}

function withOptions(line: string): Exported[] {
  const parts = /^[\s"'-]*(\/[\w./-]+)\s+((?:[^\s()#]*\([a-z0-9_=,:*-]+\)\s*)+)/.exec(line);
  return [...(parts?.[2] ?? "").matchAll(/([^\s()]*)\(([^)]*)\)/g)].map(([, range = "", options = ""]) => ({
    range,
    options,
  }));
}

/** "-rw,sync" are the options of the clients after it that have none. In a script a word is a client only if it looks like one. */
function clientsOf(line: string, whole: boolean): Exported[] {
  const parts = /^[\s"'-]*(?:echo\s+["']?)?(\/[\w./-]*)((?:\s[^#"'<>|;&]*)?)/.exec(line);
  if (parts === null || /^\/(usr\/)?(local\/)?s?bin\//.test(parts[1] ?? "")) return [];
  const words = [...(parts[2] ?? "").matchAll(/([^\s()]*)\(([^)]*)\)|(\S+)/g)];
  let usual = "";
  const clients = words.flatMap(([, range = "", options, bare]): Exported[] => {
    if (options !== undefined) return /^[a-z0-9_=,:*-]*$/.test(options) ? [{ range, options }] : [];
    if (bare?.startsWith("-") === true) usual = bare.slice(1);
    else if (bare !== undefined && (whole || /^(\*|[\da-f.:]+(\/\d+)?)$/.test(bare)))
      return [{ range: bare, options: usual }];
    return [];
  });
  return whole && clients.length === 0 ? [{ range: "", options: usual }] : clients;
}
