import { removeApplications, type ApplicationsOptions } from "./applications";
import type { Kubectl } from "./cluster-access";

interface Fake {
  wave?: string;
  /** Looks until Argo CD has removed it; never, when it is missing. */
  after?: number;
}

/** Argo CD, or what is left of it: an Application that is deleted goes after so many looks, or when its finalizers do. */
class FakeCluster implements Kubectl {
  readonly calls: string[] = [];
  private readonly deleting = new Map<string, number | undefined>();

  constructor(private readonly applications: Record<string, Fake> | undefined) {}

  run(verb = "", ...args: string[]): Promise<string> {
    if (this.applications === undefined)
      return Promise.reject(new Error('error: the server doesn\'t have a resource type "applications"'));
    if (verb === "get") return Promise.resolve(JSON.stringify({ items: this.look(this.applications) }));
    const names = args.filter((arg) => this.applications?.[arg] !== undefined);
    this.calls.push(`${verb} ${names.join(" ")}${verb === "patch" ? ` ${args.at(-1)}` : ""}`);
    if (verb === "delete") for (const name of names) this.deleting.set(name, this.applications[name]?.after);
    if (args.at(-1)?.includes("finalizers")) for (const name of names) Reflect.deleteProperty(this.applications, name);
    return Promise.resolve("");
  }

  apply(): Promise<void> {
    return Promise.reject(new Error("nothing is applied"));
  }

  private look(applications: Record<string, Fake>): object[] {
    for (const [name, looks] of this.deleting) {
      if (looks === 0) Reflect.deleteProperty(applications, name);
      else if (looks !== undefined) this.deleting.set(name, looks - 1);
    }
    return Object.entries(applications).map(([name, { wave }]) => ({
      metadata: { name, ...(wave === undefined ? {} : { annotations: { "argocd.argoproj.io/sync-wave": wave } }) },
    }));
  }
}

let lines: string[];
beforeEach(() => void (lines = []));

function options(kubectl: Kubectl, patience = 60_000): ApplicationsOptions {
  return { kubectl, root: "science-platform", progress: (line) => lines.push(line), patience, interval: 1 };
}

test("waves go in the reverse order, what has none first, and the app of apps last", async () => {
  const cluster = new FakeCluster({
    "science-platform": { after: 0 },
    gafaelfawr: { wave: "0", after: 2 },
    tap: { wave: "1", after: 1 },
    portal: { wave: "1", after: 0 },
    muster: { after: 0 },
  });
  expect(await removeApplications(options(cluster))).toEqual([]);
  expect(cluster.calls).toEqual([
    'patch science-platform {"spec":{"syncPolicy":null}}',
    "delete muster",
    "delete portal tap",
    "delete gafaelfawr",
    "delete science-platform",
  ]);
});

test("what Argo CD does not remove is let go, and named", async () => {
  const cluster = new FakeCluster({ "science-platform": {}, tap: { wave: "1" } });
  expect(await removeApplications(options(cluster, 10))).toEqual(["tap", "science-platform"]);
  expect(cluster.calls).toContain('patch tap {"metadata":{"finalizers":null}}');
  expect(lines).toContain(
    "Argo CD does not remove tap: let go without it. What they made stays in the cluster, in the namespaces of the same names.",
  );
});

test("a cluster that Argo CD never came to has nothing to remove", async () => {
  expect(await removeApplications(options(new FakeCluster(undefined)))).toEqual([]);
});

test("a cluster that does not answer is an error", async () => {
  const broken: Kubectl = { run: () => Promise.reject(new Error("refused")), apply: () => Promise.resolve() };
  await expect(removeApplications(options(broken))).rejects.toThrow("refused");
});
