import type { OpenstackInput } from "../schema";
import { addLab, onExisting, onOpenstack } from "./testing";

const path = "services.virtualLabs";

describe("homes", () => {
  const homes = (name: string) => (input: OpenstackInput) => addLab(input, {}, { homes: name });
  onOpenstack([
    ["on an export", homes("homes"), []],
    [
      "of a StorageClass, without a bound",
      (input) => addLab(input, { users: 30, homeQuota: "1Ti" }, { homes: "standard" }),
      [],
    ],
    [
      "nowhere",
      homes("home"),
      [
        {
          path: `${path}.homes`,
          message: '"home" is not in storage.fileServer.exports or storage.classes: did you mean "homes"?',
        },
      ],
    ],
    [
      "on an export whose name a StorageClass has",
      (input) => {
        input.storage.classes = [{ name: "homes", volumeType: "ceph", reclaim: "Delete", default: true }];
        homes("homes")(input);
      },
      [{ path: `${path}.homes`, message: '"homes" is both an export and a StorageClass: rename one of them' }],
    ],
    [
      "on an export that cannot be written",
      (input) => {
        Object.assign(input.storage.fileServer ?? {}, {
          exports: [{ name: "homes", volume: "homes", readOnly: true }],
        });
        homes("homes")(input);
      },
      [
        {
          path: `${path}.homes`,
          message: '"homes" is read-only, but users write to their homes: choose another export',
        },
      ],
    ],
    [
      "of which one could fill the room of all",
      (input) => {
        input.lifecycle = "production";
        input.storage.classes = [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }];
        addLab(input, { users: 2, homeQuota: "20G" });
      },
      [
        {
          path: "storage.fileServer.exports[0].quota",
          message: "is missing, so one user can fill the homes of all: write 19, the largest homeQuota in GiB",
        },
      ],
    ],
    [
      "that are promised more than a folder may fill",
      (input) => {
        input.lifecycle = "production";
        input.storage.classes = [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }];
        Object.assign(input.storage.fileServer ?? {}, { exports: [{ name: "homes", volume: "homes", quota: 10 }] });
        addLab(input, { users: 2, homeQuota: "20Gi" });
      },
      [
        {
          path: "storage.fileServer.exports[0].quota",
          message: "10 is less than the largest homeQuota: write 20, or lower that",
        },
      ],
    ],
    ["as large as the export", (input) => addLab(input, { users: 10, homeQuota: "10Gi" }), []],
    [
      "larger, by two labs",
      (input) => {
        addLab(input, { users: 5, homeQuota: "10Gi" });
        addLab(input, { name: "other", storageQuota: "51Gi", homeQuota: "1Ti" });
      },
      [
        {
          path: `${path}.homes`,
          message:
            '"homes" has 100 GiB, but the homes of demo and other may hold 101 GiB: enlarge it, lower homeQuota, or set storageQuota of the labs',
        },
      ],
    ],
    [
      "on a volume that is not there, which is told once",
      (input) => {
        delete input.storage.volumes;
        addLab(input, { users: 30, homeQuota: "1Ti" });
      },
      [
        {
          path: "storage.fileServer.exports[0].volume",
          message: '"homes" is not in storage.volumes: known there: none',
        },
      ],
    ],
  ]);
  onExisting([
    [
      "larger than an export that is there",
      (input) => {
        input.storage.fileServer = {
          kind: "existing",
          server: "10.0.0.5",
          exports: [{ name: "homes", path: "/homes", size: 30 }],
        };
        addLab(input);
      },
      [
        {
          path: `${path}.homes`,
          message:
            '"homes" has 30 GiB, but the homes of demo may hold 40 GiB: enlarge it, lower homeQuota, or set storageQuota of the labs',
        },
      ],
    ],
  ]);
});

describe("files in notebooks", () => {
  onOpenstack([
    [
      "of exports that are there",
      (input) =>
        addLab(input, {
          mounts: [
            { export: "homes", path: "/all-homes" },
            { export: "homes", path: "/shared", readOnly: false },
          ],
        }),
      [],
    ],
    [
      "of one that is not, of one that cannot be written, and twice at one place",
      (input) => {
        Object.assign(input.storage.volumes ?? {}, { data: { size: 10, type: "ceph" } });
        Object.assign(input.storage.fileServer ?? {}, {
          exports: [
            { name: "homes", volume: "homes" },
            { name: "data", volume: "data", readOnly: true },
          ],
        });
        addLab(input, {
          mounts: [
            { export: "dat", path: "/data" },
            { export: "data", path: "/data", readOnly: false },
          ],
        });
      },
      [
        {
          path: `${path}.labs[0].mounts[0].export`,
          message: '"dat" is not in storage.fileServer.exports: did you mean "data"?',
        },
        {
          path: `${path}.labs[0].mounts[1].readOnly`,
          message: 'false, but export "data" is read-only: change one of them',
        },
        { path: `${path}.labs[0].mounts[1].path`, message: '"/data" is taken: choose another path' },
      ],
    ],
  ]);
});
