/** Phalanx's applications: their Argo CD projects, who installs them, and in which order. Pure. */
import { enabled, installed, providedByPlatform } from "../../../config/checks/phalanx-applications";
import type { Config } from "../../../config/schema";

export type PhalanxConfig = NonNullable<Config["phalanx"]>;

/** Name that Phalanx gives the app of apps of every Rubin Science Platform. */
export const appOfApps = "science-platform";

/** Upstream's projects and their applications (environments/templates/applications at the end of August 2026). */
const projects: Readonly<Record<string, readonly string[]>> = {
  infrastructure: [...providedByPlatform, "gafaelfawr", "gke", "mobu", "muster", "repertoire"],
  monitoring: ["google-cloud-observability", "grafana", "sasquatch", "sasquatch-backpack", "strimzi-registry-operator"],
  prompt: [
    ...["butler-writer-service", "next-visit-fan-out", "prompt-kafka", "prompt-keda-hsc", "prompt-keda-latiss"],
    ...["prompt-keda-lsstcam", "prompt-pub", "prompt-redis", "s3-file-notifications"],
  ],
  roundtable: [
    ...["atlantis", "checkerboard", "docverse", "eups-distributor", "giftless", "onepassword-connect", "ook"],
    ...["squarebot", "templatebot", "turborepo-cache", "unfurlbot", "vault"],
  ],
  rsp: [
    ...["bigquery-kafka", "butler", "consdbtap", "datalinker", "fov-quicklook", "herald", "hips", "hoverdrive"],
    ...["jira-data-proxy", "livetap", "noteburst", "nublado", "portal", "ppdbtap", "qserv-kafka", "semaphore", "sia"],
    ...["squareone", "ssotap", "tap", "times-square", "usertap", "vo-cutouts", "wobbly"],
  ],
  rubin: [
    ...["cm-service", "consdb", "ephemcache", "exposure-checker", "exposurelog", "fastapi-bootcamp", "mpsky"],
    ...["narrativelog", "nightlydigest", "nightreport", "nvr-control", "obsloctap", "plot-navigator"],
    ...["ppdb-replication", "production-tools", "rapid-analysis", "rubin-rag", "rubintv", "rubintv-dev", "s3proxy"],
    ...["schedview-snapshot", "schedview-static-pages", "weatherbroadcaster"],
  ],
  support: ["ghostwriter", "keda", "postgres", "strimzi", "strimzi-access-operator"],
  telescope: [
    ...["argo-workflows", "auxtel", "calsys", "control-system-test", "csc-versions", "envsys", "love", "obssys"],
    ...["ocps-uws-job", "rubin-too-producer", "simonyitel", "uws"],
  ],
};

const projectOf = new Map(Object.entries(projects).flatMap(([project, names]) => names.map((name) => [name, project])));

/** Every application of upstream, sorted. */
export const known: readonly string[] = [...projectOf.keys()].sort();

/**
 * Steps in which applications come up, each after the one before is healthy; what is in none comes last. It is the order in which
 * Phalanx's own installer goes: classes of volumes, databases, the login that every service asks, then what brings definitions for others.
 */
const steps: readonly (readonly string[])[] = [
  ["gke"],
  ["postgres"],
  ["gafaelfawr"],
  ["grafana"],
  ["strimzi"],
  ["strimzi-access-operator", "strimzi-registry-operator"],
  ["sasquatch"],
];

/** What an environment has. */
type Choice = Pick<PhalanxConfig, "applications" | "without">;

export interface Member {
  name: string;
  project: string;
  /** Counts from 0, without gaps: also its sync wave. */
  wave: number;
}

/** The applications that an environment has and the platform does not install itself, in the order in which they come up. */
export function members(phalanx: Choice & Pick<PhalanxConfig, "projects">): Member[] {
  const names = installed(phalanx);
  const step = (name: string) => {
    const found = steps.findIndex((one) => one.includes(name));
    return found < 0 ? steps.length : found;
  };
  const used = [...new Set(names.map(step))].sort((a, b) => a - b);
  return names
    .flatMap((name) => {
      const project = phalanx.projects[name] ?? projectOf.get(name);
      return project === undefined ? [] : [{ name, project, wave: used.indexOf(step(name)) }];
    })
    .sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
}

/** Applications whose project nobody has said: only the app of apps makes them, and nobody synchronizes them. */
export function strangers({ applications, projects }: Pick<PhalanxConfig, "applications" | "projects">): string[] {
  return applications.filter((name) => projects[name] === undefined && !projectOf.has(name)).sort();
}

/** What the app of apps is told: on what the stack file names, off everything else that upstream has. */
export function switches(phalanx: Choice): Record<string, boolean> {
  const on = enabled(phalanx);
  const names = [...new Set([...known, ...on])].sort();
  return Object.fromEntries(names.map((name) => [name, on.includes(name) && !providedByPlatform.includes(name)]));
}
