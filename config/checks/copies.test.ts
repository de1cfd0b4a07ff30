import { clouds, type Config, type ExistingInput, type OpenstackInput } from "../schema";
import { copiesOf } from "../copies";
import { gcpConfig, onExisting, onGcp, onOpenstack, openstackConfig } from "./testing";

type Backup = NonNullable<NonNullable<OpenstackInput["services"]>["backup"]>;
type FileServer = Extract<OpenstackInput["storage"]["fileServer"], { kind: "vm" }>;

const targets: Backup["targets"] = { near: { kind: "bucket", bucket: "backup" } };

/** Two exports, of which one is read by everybody, and Keycloak with a database elsewhere. */
const site =
  (backup: Omit<Backup, "targets">, lifecycle: OpenstackInput["lifecycle"] = "production", rootAccess = true) =>
  (input: OpenstackInput) => {
    input.lifecycle = lifecycle;
    input.identity = { keycloak: { host: "login" } };
    input.database = { kind: "external", host: "db.example.org" };
    input.certificates = { issuer: "http01" };
    input.storage.volumes = { homes: { size: 100, type: "ceph" }, data: { size: 100, type: "ceph" } };
    const fileServer: FileServer = {
      ...{ kind: "vm", flavor: "small", image: "ubuntu" },
      exports: [
        { name: "homes", volume: "homes", rootAccess },
        { name: "data", volume: "data", readOnly: true },
      ],
    };
    input.storage.fileServer = fileServer;
    input.services = { backup: { targets, ...backup } };
  };

describe("in production", () => {
  onOpenstack([
    ["everything is copied", site({ files: true, databases: true }), []],
    [
      "or named with a reason",
      site({
        without: { "files-homes": "scratch", "files-data": "elsewhere too", "database-keycloak": "dumped there" },
      }),
      [],
    ],
    [
      "all that is neither",
      site({ without: { "files-data": "elsewhere too" } }),
      [
        {
          path: "services.backup.files",
          message:
            "false, so the files of homes are in no backup: write true, or name what needs none in services.backup.without (files-homes), with the reason",
        },
        {
          path: "services.backup.databases",
          message:
            "false, so the data of keycloak are in no backup: write true, or name what needs none in services.backup.without (database-keycloak), with the reason",
        },
      ],
    ],
    ["what is disposable may go", site({}, "disposable"), []],
  ]);
  const served = (input: ExistingInput) => {
    input.lifecycle = "production";
    input.storage.classes = [{ name: "standard", provisioner: "csi.example", reclaim: "Retain", default: true }];
    input.storage.snapshots = { driver: "csi.example" };
    input.storage.fileServer = { kind: "pod", exports: [{ name: "homes", size: 100, address: "10.43.0.21" }] };
    input.objectStore = { endpoint: "https://s3.example.org", buckets: { backup: "old-backup" } };
    input.services = { backup: { targets } };
  };
  onExisting([["volumes of a server in the cluster are in Velero's backups", served, []]]);
  onGcp([
    [
      "two of Google's databases",
      (input) => {
        input.lifecycle = "production";
        input.database = { kind: "cloudsql" };
        input.cloudSql = { databases: ["gafaelfawr", "nublado"] };
        input.storage.classes = [{ name: "standard", diskType: "pd-balanced", reclaim: "Retain", default: true }];
        input.services = { backup: { targets } };
      },
      [
        {
          path: "services.backup.databases",
          message:
            "false, so the data of gafaelfawr and nublado are in no backup: write true, or name what needs none in services.backup.without (database-gafaelfawr, database-nublado), with the reason",
        },
      ],
    ],
  ]);
});

describe("what cannot be as it is asked for", () => {
  onOpenstack([
    [
      "names of no copy",
      site({ files: true, databases: true, without: { "files-date": "twice", "database-homes": "none" } }),
      [
        {
          path: "services.backup.without.files-date",
          message: '"files-date" is not in the copies that there may be: did you mean "files-data"?',
        },
        {
          path: "services.backup.without.database-homes",
          message:
            '"database-homes" is not in the copies that there may be: known there: database-keycloak, files-data, files-homes',
        },
      ],
    ],
    [
      "copies of nothing",
      site({
        files: true,
        databases: true,
        without: { "files-homes": "a", "files-data": "b", "database-keycloak": "c" },
      }),
      [
        { path: "services.backup.files", message: "true, but `without` names all of them: remove it" },
        { path: "services.backup.databases", message: "true, but `without` names all of them: remove it" },
      ],
    ],
    [
      "files that root may not read; what is read only is read by everybody",
      site({ files: true }, "disposable", false),
      [
        {
          path: "storage.fileServer.exports[0].rootAccess",
          message:
            'false, but services.backup.files copies "homes", and root could not read what its owner keeps from others: write true, or name files-homes in services.backup.without',
        },
      ],
    ],
    [
      "files that are not copied",
      site({ files: true, without: { "files-homes": "scratch" } }, "disposable", false),
      [],
    ],
  ]);
});

test("what is copied: all that is asked for and not named", () => {
  const of = (backup: Omit<Backup, "targets">): ReturnType<typeof copiesOf> => {
    const config: Config = openstackConfig(site(backup));
    return copiesOf(config);
  };
  expect(of({ files: true, without: { "files-data": "elsewhere too" } })).toEqual({ files: ["homes"], databases: [] });
  expect(of({ databases: true })).toEqual({ files: [], databases: ["keycloak"] });
  expect(copiesOf(gcpConfig(() => undefined))).toEqual({ files: [], databases: [] });
});

test("a name is one of a copy", () => {
  const input = openstackConfig(() => undefined);
  const services = { backup: { targets, without: { homes: "scratch" } } };
  expect(clouds.openstack.safeParse({ ...input, services }).error?.issues.map(({ message }) => message)).toEqual([
    "Invalid key in record",
  ]);
});
