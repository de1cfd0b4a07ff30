/** Versions: what is installed, what this program pins, and what can be said of newer ones without asking anybody. Pure. */
import { kubernetesWindow } from "../../config/versions";
import { catalog, type Chart } from "../../platform/catalog";
import { releasesOf } from "./cluster";
import type { PinRow, Tone } from "./model";
import { textAt, type State } from "./state";

/** Packages of package.json with their versions, like { "@pulumi/random": "4.18.5" }. */
export type Packages = Readonly<Record<string, string>>;

/** What nobody can know without a network. */
const newerUnknown = "newer ones cannot be known offline";

/** @param kubernetesVersion As the stack file says it. */
export function pinsOf(state: State, packages: Packages, kubernetesVersion: string): PinRow[] {
  return [kubernetes(state, kubernetesVersion), ...charts(state), ...providers(state, packages)];
}

function kubernetes({ outputs }: State, pinned: string): PinRow {
  const version = textAt(outputs, "cluster", "version") ?? pinned;
  const { newest, oldest } = kubernetesWindow;
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const number = (text: string) => Number(text.split(".")[1]);
  const old = major < 1 || minor < number(oldest);
  const late = minor > number(newest);
  const verdict = old
    ? `outdated: this program is tested with ${oldest} to ${newest}`
    : late
      ? `newer than what this program is tested with, ${oldest} to ${newest}`
      : minor < number(newest)
        ? `tested; ${number(newest) - minor} minor behind the newest tested, ${newest}`
        : `tested; ${newest} is the newest tested`;
  return {
    what: "Kubernetes",
    kind: "cluster",
    installed: version,
    pinned,
    from: "the stack file",
    verdict,
    tone: old ? "bad" : late ? "notice" : "good",
  };
}

function charts(state: State): PinRow[] {
  const releases = releasesOf(state);
  const known = Object.values<Chart>(catalog);
  const pinned = known.map((chart) => {
    const installed = [...new Set(releases.filter((one) => one.chart === chart.name).map(({ version }) => version))];
    return row(chart.name, "chart", installed.join(", "), chart.version, placeOf(chart));
  });
  const others = releases
    .filter(({ chart }) => !known.some(({ name }) => name === chart))
    .map(
      ({ chart, version }): PinRow => ({
        what: chart,
        kind: "chart",
        installed: version,
        pinned: "not in the catalog",
        from: "",
        verdict: "nobody keeps it up to date: add it to platform/catalog.ts",
        tone: "notice",
      }),
    );
  return [...pinned, ...others];
}

function placeOf({ from }: Chart): string {
  if (from === "ours") return "this repository";
  return from.digest === "unrecorded" ? `${from.repository}, digest not recorded` : from.repository;
}

function providers(state: State, packages: Packages): PinRow[] {
  const installed = new Map<string, Set<string>>();
  for (const { inputs, outputs, type } of state.resources) {
    const name = /^pulumi:providers:(.+)$/.exec(type)?.[1];
    const version = textAt(inputs, "version") ?? textAt(outputs, "version");
    if (name !== undefined && version !== undefined)
      installed.set(name, (installed.get(name) ?? new Set()).add(version));
  }
  return [...installed].map(([name, versions]) =>
    row(name, "provider", [...versions].join(", "), packages[`@pulumi/${name}`] ?? "", "the package registry"),
  );
}

function row(what: string, kind: string, installed: string, pinned: string, from: string): PinRow {
  const [verdict, tone]: [string, Tone] =
    installed === ""
      ? ["not part of this stack", "good"]
      : installed === pinned
        ? [`as pinned; ${from === "this repository" ? "ours" : newerUnknown}`, "good"]
        : pinned === ""
          ? ["nothing is pinned", "notice"]
          : ["outdated: the next `up` changes it", "notice"];
  return {
    what,
    kind,
    installed: installed === "" ? "none" : installed,
    pinned: pinned === "" ? "none" : pinned,
    from,
    verdict,
    tone,
  };
}
