/** From a state and a configuration to everything that a report says. Pure: the time is given. */
import { valueAt } from "../../config/problems-tree";
import type { Config } from "../../config/schema";
import type { PolicyConfig } from "../../policies/config";
import { backupsOf } from "./backups";
import { capacityOf, type Usage } from "./capacity";
import { certificatesOf, type LiveCertificate } from "./certificates";
import { driftSection, type DriftAnswer } from "./drift";
import { entries, list } from "./hardware";
import type { Fact, Report, Tone } from "./model";
import { pinsOf, type Packages } from "./pins";
import { judge } from "./policies";
import { textAt, type State } from "./state";
import { topologyOf } from "./topology";

export interface ReportInput {
  stack: string;
  config: Config;
  policies: PolicyConfig;
  /** Versions in package.json. */
  packages: Packages;
  state: State;
  /** Where the state came from, as a person reads it. */
  source: string;
  /** Keys that the site sets and this version does not apply, each with what one gets instead. */
  pending: readonly { path: string; instead: string }[];
  /** What somebody found who looked for drift; undefined: nobody did. */
  drift?: DriftAnswer | undefined;
  /** What a live look found. @default nobody looked */
  live?: { usage: Usage[]; certificates: LiveCertificate[] } | undefined;
  now: Date;
}

export function buildReport(input: ReportInput): Report {
  const { config, live, now, pending, source, stack, state } = input;
  const { outputs } = state;
  const { checked, exceptions, findings } = judge(state, input.policies, now);
  const certificates = certificatesOf(state, config, live?.certificates ?? [], now);
  const pins = pinsOf(state, input.packages, config.cluster.kubernetesVersion);
  const backups = backupsOf(state, config);
  const drift = driftSection(input.drift);
  const told = { certificates, findings, pins, backups, drift };
  return {
    stack,
    site: config.site,
    owner: config.owner,
    lifecycle: config.lifecycle,
    cloud: config.cloud,
    made: now.toISOString(),
    source,
    updated: state.updated,
    engine: state.engine,
    facts: factsOf(state, told, {
      production: config.lifecycle === "production",
      backupPending: pending.some(({ path }) => path === "services.backup"),
    }),
    topology: topologyOf(state, config),
    capacity: capacityOf(state, config, live?.usage ?? []),
    endpoints: entries(outputs.endpoints).map(([service, address]) => ({ service, address: String(address) })),
    records: list(outputs.dnsRecords).map((row) => ({
      name: textAt(row, "name") ?? "",
      type: textAt(row, "type") ?? "",
      ttl: textAt(row, "ttl") ?? "",
      values: list(valueAt(row, ["values"])).join(", "),
    })),
    certificates,
    findings,
    checked,
    exceptions,
    pins,
    backups,
    pending: pending.map(({ instead, path }) => `${path}: ${instead}`),
    drift,
    kinds: kindsOf(state),
  };
}

type Told = Pick<Report, "certificates" | "findings" | "pins" | "backups" | "drift">;

/** The few lines that a reader in a hurry sees. */
function factsOf(
  state: State,
  told: Told,
  { backupPending, production }: { backupPending: boolean; production: boolean },
): Fact[] {
  const without = backupPending || told.backups.length === 0;
  const stopping = told.findings.filter(({ tone }) => tone === "bad").length;
  const outdated = told.pins.filter(({ tone }) => tone !== "good").length;
  const own = told.certificates.filter(({ ends }) => ends !== undefined);
  const first = [...own].sort((a, b) => (a.ends ?? "").localeCompare(b.ends ?? ""))[0];
  return [
    {
      label: "Resources",
      value: `${state.resources.length}, ${count(state.resources.filter(({ protect }) => protect).length, "protected")}`,
      tone: "good",
    },
    ...(state.pending > 0
      ? [
          {
            label: "Interrupted operations",
            value: `${state.pending}: run \`science-platform recover\``,
            tone: "bad" as const,
          },
        ]
      : []),
    {
      label: "Policies",
      value: told.findings.length === 0 ? "kept" : `${stopping} broken, ${told.findings.length - stopping} told`,
      tone: stopping > 0 ? "bad" : told.findings.length > 0 ? "notice" : "good",
    },
    {
      label: "First certificate to end",
      value: first === undefined ? "not known" : `${first.name} ${first.left}`,
      tone: first?.tone ?? "unknown",
    },
    {
      label: "Versions",
      value: outdated === 0 ? "as pinned" : `${outdated} to look at`,
      tone: outdated === 0 ? "good" : "notice",
    },
    {
      label: "Backups",
      value: backupPending
        ? "asked for, not made yet"
        : told.backups.length === 0
          ? "none"
          : `${told.backups.length} kept`,
      // A disposable site may do without.
      tone: !without ? "good" : production ? "bad" : "notice",
    },
    { label: "Drift", ...driftFact(told.drift) },
  ];
}

function driftFact({ asked, errors, rows }: Report["drift"]): { value: string; tone: Tone } {
  if (asked === undefined) return { value: "nobody asked", tone: "unknown" };
  if (errors.length > 0) return { value: "could not be looked at whole", tone: "bad" };
  return rows.length === 0 ? { value: "none", tone: "good" } : { value: `${rows.length} differ`, tone: "bad" };
}

function kindsOf({ resources }: State): Report["kinds"] {
  const kinds = new Map<string, { count: number; protected: number }>();
  for (const { protect, type } of resources) {
    const before = kinds.get(type) ?? { count: 0, protected: 0 };
    kinds.set(type, { count: before.count + 1, protected: before.protected + (protect ? 1 : 0) });
  }
  return [...kinds].map(([kind, counts]) => ({ kind, ...counts })).sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function count(number: number, what: string): string {
  return `${number === 0 ? "none" : number} ${what}`;
}
