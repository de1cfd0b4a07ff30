import type { GcpInput } from "../schema";
import { onGcp } from "./testing";

type FileServer = NonNullable<GcpInput["storage"]["fileServer"]>;
const files = (fileServer: FileServer) => (input: GcpInput) => void (input.storage.fileServer = fileServer);

describe("Cloud SQL", () => {
  const path = "cloudSql.pointInTimeRecovery";
  onGcp([
    [
      "a standby without recovery",
      (input) => (input.cloudSql = { pointInTimeRecovery: false, databases: ["tap"] }),
      [
        {
          path,
          message: "false does not go with highAvailability, which needs it: write true, or highAvailability: false",
        },
      ],
    ],
    [
      "neither",
      (input) => (input.cloudSql = { highAvailability: false, pointInTimeRecovery: false, databases: ["tap"] }),
      [],
    ],
    [
      "names that are taken by others",
      (input) => (input.cloudSql = { databases: ["postgres", "cloudsqladmin", "nodes", "objects", "postgres-2"] }),
      [
        { path: "cloudSql.databases[0]", message: '"postgres" is Cloud SQL\'s own: choose another name' },
        { path: "cloudSql.databases[1]", message: '"cloudsqladmin" is Cloud SQL\'s own: choose another name' },
        {
          path: "cloudSql.databases[2]",
          message: '"nodes" is the name of the site\'s own service account: choose another name',
        },
        {
          path: "cloudSql.databases[3]",
          message: '"objects" is the name of the site\'s own service account: choose another name',
        },
      ],
    ],
  ]);
});

describe("sizes of Filestore", () => {
  const of = (tier: "BASIC_HDD" | "BASIC_SSD" | "ZONAL" | "REGIONAL" | "ENTERPRISE", ...sizes: number[]) =>
    files({ kind: "filestore", tier, exports: sizes.map((size, index) => ({ name: `files-${index}`, size })) });
  const problem = (index: number, message: string) => ({ path: `storage.fileServer.exports[${index}].size`, message });
  onGcp([
    ["basic: any", of("BASIC_HDD", 1024, 1025, 65_433), []],
    [
      "basic: up to 63.9 TiB",
      of("BASIC_SSD", 65_434),
      [problem(0, "65434 is no size of tier BASIC_SSD, which has up to 65433 GiB")],
    ],
    ["zonal and regional: two steps", of("ZONAL", 1024, 1280, 9984, 10_240, 12_800, 102_400), []],
    [
      "and nothing between",
      of("REGIONAL", 1100, 10_496, 104_960),
      [1100, 10_496, 104_960].map((size, index) =>
        problem(
          index,
          `${size} is no size of tier REGIONAL, which has multiples of 256 GiB up to 9984, then multiples of 2560 GiB up to 102400`,
        ),
      ),
    ],
    [
      "enterprise: up to 10 TiB",
      of("ENTERPRISE", 10_240, 10_496),
      [problem(1, "10496 is no size of tier ENTERPRISE, which has multiples of 256 GiB up to 10240")],
    ],
  ]);
});

describe("NetApp Volumes", () => {
  const large = [{ name: "homes", size: 15_360, largeCapacity: true }];
  onGcp([
    ["large volumes at the upper levels", files({ kind: "netapp", serviceLevel: "EXTREME", exports: large }), []],
    [
      "and nowhere else",
      files({ kind: "netapp", serviceLevel: "STANDARD", exports: large }),
      [
        {
          path: "storage.fileServer.exports[0].largeCapacity",
          message: "true needs serviceLevel PREMIUM or EXTREME, but it is STANDARD",
        },
      ],
    ],
    [
      "two bounds for one user",
      files({
        kind: "netapp",
        exports: [
          {
            name: "homes",
            size: 2048,
            userQuotas: [
              { uid: 91, mib: 1 },
              { uid: 92, mib: 1 },
              { uid: 91, mib: 2 },
            ],
          },
        ],
      }),
      [
        {
          path: "storage.fileServer.exports[0].userQuotas[2].uid",
          message: '"91" is in the list already: remove it',
        },
      ],
    ],
  ]);
});

describe("repositories of images", () => {
  onGcp([
    [
      "one twice",
      (input) => (input.artifactRegistry = ["lab", "portal", "lab"]),
      [{ path: "artifactRegistry[2]", message: '"lab" is in the list already: remove it' }],
    ],
  ]);
});
