/** The jobs that look at a copy, and bring it back: made of the job that makes it, with its image, keys, bounds and rights. Pure. */
import type { Container, Copy, JobSpec } from "./copies";
import { environment, namespace } from "./copies";
import { named } from "./copy-run";
import { stamp } from "./velero";

/** What is to come back. */
export interface Wanted {
  copy: Copy;
  /** "latest", or the beginning of a snapshot's name. */
  snapshot: string;
  /** Of files: a path in the export, like "ada/notes". Missing: everything. */
  path?: string;
  /** Of a database: the one that it goes into. @default `<name>_restored` */
  into?: string;
  now: Date;
}

/** Where an export is. */
export interface Nfs {
  server: string;
  path: string;
}

export type Act = "check" | "restore";

/** Seconds that a look may take, and that an ended job stays to be looked at. */
const looking = 1800;
const kept = 86_400;

const copyContainer = ({ spec }: Copy): Container | undefined =>
  spec.template.spec.containers.find(({ name }) => name === "copy");
const dumpContainer = ({ spec }: Copy): Container | undefined =>
  spec.template.spec.initContainers?.find(({ name }) => name === "dump");

/** Of a database as its dumps are made. Missing: the copy is one of files. */
export function databaseOf(copy: Copy): { name: string; host: string; port: string; user: string } | undefined {
  const dump = dumpContainer(copy);
  const value = (name: string) => (dump === undefined ? undefined : environment([dump], name));
  const name = value("PGDATABASE");
  if (name === undefined) return undefined;
  return { name, host: value("PGHOST") ?? "", port: value("PGPORT") ?? "", user: value("PGUSER") ?? "" };
}

export function intoOf({ copy, into }: Wanted): string {
  return into ?? `${databaseOf(copy)?.name}_restored`;
}

/** The folder in the export. */
export function folderOf({ now }: Wanted): string {
  return `restored/${stamp(now)}`;
}

/** Claim of the export that is copied. */
export function claimOf({ spec }: Copy): string | undefined {
  return spec.template.spec.volumes.find(({ name }) => name === "data")?.persistentVolumeClaim?.claimName;
}

/**
 * No CronJob owns it: the cluster would count its success as a new copy.
 *
 * @param nfs Where files come from and go to; the claim of the copies cannot be written through.
 * @throws Error when the copy is not one that the platform's chart makes.
 */
export function restoreJob(wanted: Wanted, act: Act, nfs?: Nfs) {
  const { copy, now } = wanted;
  const { template, activeDeadlineSeconds } = copy.spec;
  const pod = dumpContainer(copy) === undefined ? filesPod(wanted, act, nfs) : databasePod(wanted, act);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: named(`${act}-${copy.copy}`, now), namespace },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: act === "check" ? looking : activeDeadlineSeconds,
      ttlSecondsAfterFinished: kept,
      template: { ...template, spec: { ...template.spec, ...pod } },
    },
  };
}

type Pod = Partial<JobSpec["template"]["spec"]>;

function filesPod(wanted: Wanted, act: Act, nfs: Nfs | undefined): Pod {
  const { path, now } = wanted;
  return {
    containers: [
      changed(copyContainer(wanted.copy), "restore", "restore-files.sh", {
        ...common(wanted, act, "/cache"),
        INCLUDE: path === undefined ? "" : `/${literally(path)}`,
        STAMP: stamp(now),
      }),
    ],
    volumes: withData(wanted.copy, { nfs: { ...nfs, readOnly: false } }),
  };
}

function databasePod(wanted: Wanted, act: Act): Pod {
  const { copy } = wanted;
  const fetch = { ...common(wanted, act, "/cache"), DATABASE: databaseOf(copy)?.name ?? "" };
  const restore = { DO: act, REPORT: report, WORK: "/dump", INTO: intoOf(wanted) };
  return {
    initContainers: [changed(copyContainer(copy), "fetch", "restore-fetch.sh", fetch)],
    containers: [changed(dumpContainer(copy), "restore", "restore-database.sh", restore)],
    // The real volume is for the dump.
    ...(act === "check" ? { volumes: withData(copy, { emptyDir: { sizeLimit: "16Mi" } }) } : {}),
  };
}

/** What containers write there is in the pod's status afterwards. */
const report = "/dev/termination-log";

const common = ({ snapshot }: Wanted, act: Act, work: string) => ({
  ...{ DO: act, REPORT: report, WORK: work, SNAPSHOT: snapshot },
});

function changed(
  container: Container | undefined,
  name: string,
  script: string,
  variables: Record<string, string>,
): Container {
  if (container === undefined) throw new Error("a copy without its containers");
  return {
    ...container,
    name,
    command: ["sh", `/scripts/${script}`],
    env: [...container.env, ...Object.entries(variables).map(([key, value]) => ({ name: key, value }))],
    volumeMounts: container.volumeMounts.map((mount) =>
      mount.name === "data" ? { ...mount, readOnly: false } : mount,
    ),
  };
}

function withData({ spec }: Copy, source: object): Pod["volumes"] {
  return spec.template.spec.volumes.map((volume) => (volume.name === "data" ? { name: "data", ...source } : volume));
}

/** restic takes patterns. */
function literally(path: string): string {
  return path.replace(/[\\*?[\]]/g, "\\$&");
}
