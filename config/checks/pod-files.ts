/** The file server as pods: its volumes' classes, its addresses, and who mounts. */
import { formatPath, type Problem } from "../problems";
import { addressAt, addressCount, placeIn, within } from "../ranges";
import type { Config } from "../schema";
import type { Check } from "./context";
import { taken, unknownName } from "./words";

const at = (...path: (string | number)[]) => formatPath(["storage", "fileServer", ...path]);

/** undefined when the site has no such file server. */
export function podServer({ storage }: Pick<Config, "storage">) {
  return storage.fileServer?.kind === "pod" ? storage.fileServer : undefined;
}

/** The class of the volume of an export; undefined: there is none of that name, or none is the default. */
export function classOf(one: { class?: string | undefined }, { classes }: Config["storage"]) {
  return classes.find(({ name, default: usual }) => (one.class === undefined ? usual : name === one.class));
}

/** Drivers whose volumes are folders of a file server themselves: nothing of ours can serve them on. */
const filesDriver = /(^|[.-])(nfs|cephfs|manila|efs|filestore|smb|file)([.-]|$)/;

const fsType = "csi.storage.k8s.io/fstype";

/** Files are found again by what the volume's file system says of itself, which XFS says anew on every node. */
export const podClasses: Check = ({ storage }) =>
  (podServer({ storage })?.exports ?? []).flatMap((one, index): Problem[] => {
    const names = storage.classes.map(({ name }) => name);
    const path = at("exports", index, "class");
    const found = classOf(one, storage);
    if (found === undefined)
      return one.class === undefined ? [] : [{ path, message: unknownName(one.class, names, "storage.classes") }];
    const [driver, parameters] = "provisioner" in found ? [found.provisioner, found.parameters] : ["", {}];
    const type = parameters[fsType];
    const name = one.class === undefined ? `the default class "${found.name}"` : `"${found.name}"`;
    return [
      ...(filesDriver.test(driver)
        ? [{ path, message: `${name} makes folders of a file server (${driver}): name a class of block volumes` }]
        : []),
      ...(type !== undefined && type !== "ext4"
        ? [
            {
              path,
              message: `${name} makes ${type} (${fsType}), on which open files are lost when the server moves to another node: name a class of ext4`,
            },
          ]
        : []),
    ];
  });

/**
 * Addresses that Kubernetes gives to Services by itself only when it has no others: a sixteenth of the range, between 16 and 256
 * (KEP-3070). In a smaller range there are none.
 */
function keptForPeople(range: string): number {
  const count = addressCount(range);
  return count <= 16 ? count - 2 : Math.min(256, Math.max(16, Math.floor(count / 16)));
}

/** Places in the range that nearly every cluster gives away itself. */
const ofCluster: Readonly<Record<number, string>> = {
  1: "of the Kubernetes API",
  10: "of the cluster's name server",
};

export const podAddresses: Check = ({ network, storage }) => {
  const exports = podServer({ storage })?.exports ?? [];
  const range = network.services;
  const last = keptForPeople(range);
  const bounds = `${addressAt(range, 2)} to ${addressAt(range, last)}`;
  const path = (index: number) => at("exports", index, "address");
  return [
    ...exports.flatMap(({ address }, index): Problem[] => {
      const place = placeIn(address, range);
      const owner = ofCluster[place];
      if (place < 0 || place >= addressCount(range))
        return [
          { path: path(index), message: `"${address}" is not in network.services "${range}": choose one of ${bounds}` },
        ];
      if (owner !== undefined)
        return [{ path: path(index), message: `"${address}" is that ${owner}: choose another of ${bounds}` }];
      return place < 1 || place > last
        ? [
            {
              path: path(index),
              message: `"${address}" may be given to any Service at any time: choose one of ${bounds}, which Kubernetes keeps for such`,
            },
          ]
        : [];
    }),
    ...taken(
      exports.map(({ address }) => address),
      path,
      (address) => `"${address}" is another export's: give each an address of its own`,
    ),
  ];
};

/** NFS believes its clients; a range that is too wide lets in whoever has an address there. */
export const podClients: Check = ({ network, storage }) =>
  (podServer({ storage })?.clients ?? []).flatMap((range, index) =>
    within(range, network.cidr) || within(range, network.pods)
      ? []
      : [
          {
            path: at("clients", index),
            message: `"${range}" lies neither in network.cidr "${network.cidr}" nor in network.pods "${network.pods}", where nodes are: narrow it, or remove it`,
          },
        ],
  );
