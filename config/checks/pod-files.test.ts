import { check } from ".";
import type { ExistingInput, OpenstackInput } from "../schema";
import { existingConfig, onExisting, onOpenstack } from "./testing";

type Server = Extract<ExistingInput["storage"]["fileServer"], { kind: "pod" }>;
type Exports = Server["exports"];

const homes = { name: "homes", size: 100, address: "10.43.0.21" };
const serve =
  (exports: Exports, more: Partial<Server> = {}) =>
  (input: ExistingInput) =>
    (input.storage.fileServer = { kind: "pod", exports, ...more });
const at = (index: number, key: string) => `storage.fileServer.exports[${index}].${key}`;

describe("addresses", () => {
  const bounds = "10.43.0.2 to 10.43.1.0";
  const found = (address: string, message: string): [string, (input: ExistingInput) => void, object[]] => [
    address,
    serve([{ ...homes, address }]),
    [{ path: at(0, "address"), message: `"${address}" ${message}` }],
  ];
  const outside = `is not in network.services "10.43.0.0/16": choose one of ${bounds}`;
  const anybodys = `may be given to any Service at any time: choose one of ${bounds}, which Kubernetes keeps for such`;
  onExisting([
    [
      "the first and the last that may be had",
      serve([
        homes,
        { ...homes, name: "data", address: "10.43.1.0" },
        { ...homes, name: "more", address: "10.43.0.2" },
      ]),
      [],
    ],
    found("10.0.0.21", outside),
    found("10.42.255.255", outside),
    found("10.44.0.0", outside),
    found("10.43.1.1", anybodys),
    found("10.43.0.0", anybodys),
    found("10.43.255.255", anybodys),
    found("10.43.0.1", `is that of the Kubernetes API: choose another of ${bounds}`),
    found("10.43.0.10", `is that of the cluster's name server: choose another of ${bounds}`),
    [
      "one for two exports",
      serve([homes, { ...homes, name: "data" }]),
      [{ path: at(1, "address"), message: '"10.43.0.21" is another export\'s: give each an address of its own' }],
    ],
    [
      "a small range keeps 16, of which the last is the sixteenth",
      (input) => {
        input.network.services = "10.43.0.0/26";
        serve([
          { ...homes, address: "10.43.0.16" },
          { ...homes, name: "data", address: "10.43.0.17" },
        ])(input);
      },
      [
        {
          path: at(1, "address"),
          message:
            '"10.43.0.17" may be given to any Service at any time: choose one of 10.43.0.2 to 10.43.0.16, which Kubernetes keeps for such',
        },
      ],
    ],
  ] as Parameters<typeof onExisting>[0]);
});

describe("classes", () => {
  onExisting([
    [
      "one that there is not",
      serve([{ ...homes, class: "standart" }]),
      [{ path: at(0, "class"), message: '"standart" is not in storage.classes: did you mean "standard"?' }],
    ],
    [
      "folders of a file server, by the default class and by name",
      (input) => {
        input.storage.classes = [
          { name: "standard", provisioner: "nfs.csi.k8s.io", reclaim: "Delete", default: true },
          { name: "ceph", provisioner: "rook-ceph.cephfs.csi.ceph.com", reclaim: "Delete" },
          { name: "rbd", provisioner: "rook-ceph.rbd.csi.ceph.com", reclaim: "Delete" },
        ];
        serve([
          homes,
          { name: "data", size: 1, address: "10.43.0.22", class: "ceph" },
          { name: "more", size: 1, address: "10.43.0.23", class: "rbd" },
        ])(input);
      },
      [
        {
          path: at(0, "class"),
          message:
            'the default class "standard" makes folders of a file server (nfs.csi.k8s.io): name a class of block volumes',
        },
        {
          path: at(1, "class"),
          message:
            '"ceph" makes folders of a file server (rook-ceph.cephfs.csi.ceph.com): name a class of block volumes',
        },
      ],
    ],
    [
      "XFS",
      (input) => {
        input.storage.classes = [
          {
            name: "standard",
            provisioner: "csi.example",
            parameters: { "csi.storage.k8s.io/fstype": "xfs" },
            reclaim: "Delete",
            default: true,
          },
        ];
        serve([homes])(input);
      },
      [
        {
          path: at(0, "class"),
          message:
            'the default class "standard" makes xfs (csi.storage.k8s.io/fstype), on which open files are lost when the server moves to another node: name a class of ext4',
        },
      ],
    ],
    [
      "one whose volumes go with their claims, in production",
      (input) => {
        input.lifecycle = "production";
        serve([homes])(input);
      },
      [
        {
          path: "storage.classes[0].reclaim",
          message:
            '"Delete" loses a volume with its claim, but class "standard" holds the export "homes" (storage.fileServer): write Retain in production',
        },
      ],
    ],
  ]);
});

describe("clients", () => {
  onExisting([
    ["part of the nodes' and all of the pods' range", serve([homes], { clients: ["10.0.0.0/25", "10.42.0.0/16"] }), []],
    [
      "more than nodes can have, and others' addresses",
      serve([homes], { clients: ["10.0.0.0/16", "192.0.2.0/24"] }),
      ["10.0.0.0/16", "192.0.2.0/24"].map((range, index) => ({
        path: `storage.fileServer.clients[${index}]`,
        message: `"${range}" lies neither in network.cidr "10.0.0.0/24" nor in network.pods "10.42.0.0/16", where nodes are: narrow it, or remove it`,
      })),
    ],
  ]);
});

test("everything that is wrong is told at once", () => {
  const config = existingConfig(
    serve([{ ...homes, address: "10.9.9.9", class: "fast" }, homes], {
      clients: ["0.0.0.0/0"],
      resources: { cpu: { request: "3", limit: "2" }, memory: { request: "256Gi", limit: "256Gi" } },
    }),
  );
  expect(check(config).map(({ path }) => path)).toEqual([
    at(1, "name"),
    at(0, "class"),
    at(0, "address"),
    "storage.fileServer.clients[0]",
    "storage.fileServer.resources.memory.limit",
    "storage.fileServer.resources.cpu.request",
    "storage.fileServer.resources.memory.limit",
    "storage.fileServer.resources",
  ]);
});

describe("on OpenStack", () => {
  const change = (address: string) => (input: OpenstackInput) =>
    (input.storage.fileServer = { kind: "pod", exports: [{ name: "homes", size: 10, address }] });
  onOpenstack([
    ["an address of the usual range", change("172.24.0.21"), []],
    [
      "one of the nodes",
      change("10.10.0.21"),
      [
        {
          path: at(0, "address"),
          message: '"10.10.0.21" is not in network.services "172.24.0.0/13": choose one of 172.24.0.2 to 172.24.1.0',
        },
      ],
    ],
  ]);
});
