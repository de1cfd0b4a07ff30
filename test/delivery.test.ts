/** What CI and Renovate are told, held to what is in the repository. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, type YAMLSeq } from "yaml";
import { repository } from "../lab/paths";
import { catalog, type Chart } from "../platform/catalog";
import { tools } from "../toolchain/pins";

const read = (file: string) => fs.readFileSync(path.join(repository, file), "utf8");
const workflows = fs.readdirSync(path.join(repository, ".github/workflows"));
const actions = fs.readdirSync(path.join(repository, ".github/actions")).map((name) => `../actions/${name}/action.yml`);
const text = (file: string) => read(path.join(".github/workflows", file));

interface Workflow {
  permissions?: Record<string, string>;
  on: object;
  jobs: Record<
    string,
    { permissions?: Record<string, string>; concurrency?: unknown; uses?: string; environment?: string }
  >;
}
const workflow = (file: string) => parse(text(file)) as Workflow;

test("every action is pinned by its commit, with the version beside it, one commit for each action", () => {
  const uses = [...workflows, ...actions].flatMap((file) => [...text(file).matchAll(/uses: (\S+)(.*)/g)]);
  const others = uses.filter(([, action = ""]) => !action.startsWith("./"));
  expect(others.length).toBeGreaterThan(15);
  expect(others.filter(([line]) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  const commits = new Map<string, Set<string>>();
  for (const [, action = "", version = ""] of others) {
    const [name = "", commit = ""] = action.split("@");
    commits.set(name, (commits.get(name) ?? new Set()).add(commit + version));
  }
  expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
});

test("no job has more than it says, and what runs the code of a pull request can write nothing", () => {
  for (const file of workflows) {
    const { permissions, jobs } = workflow(file);
    expect([file, permissions]).toEqual([file, file === "check.yml" ? { contents: "read" } : {}]);
    for (const [name, job] of Object.entries(jobs)) {
      const writes = Object.entries(job.permissions ?? {}).flatMap(([what, how]) => (how === "write" ? [what] : []));
      const mayWrite: Record<string, string[]> = {
        "preview.yml preview": ["id-token"],
        "comment.yml comment": ["pull-requests"],
        "drift.yml drift": ["id-token", "issues"],
        "stack-up.yml plan": ["id-token"],
        "stack-up.yml up": ["id-token", "pull-requests"],
        "up.yml roe-dev": ["id-token", "pull-requests"],
        "up.yml roe": ["id-token", "pull-requests"],
      };
      expect([file, name, writes]).toEqual([file, name, mayWrite[`${file} ${name}`] ?? []]);
    }
  }
});

test("nothing that somebody else writes stands in a script, where it would be run", () => {
  for (const file of [...workflows, ...actions]) {
    const scripts = [...text(file).matchAll(/run: (?:[|>]-?\n((?: {10,}|\n).*\n)+|.*)/g)].map(([script]) => script);
    expect([file, scripts.filter((script) => script.includes("${{"))]).toEqual([file, []]);
  }
  expect(workflows.filter((file) => text(file).includes("pull_request_target"))).toEqual([]);
});

test("main goes to the lab, then to roe-dev, then to roe, one at a time for each", () => {
  const { jobs } = parse(text("up.yml")) as {
    jobs: Record<string, { needs?: string; concurrency: { group: string } }>;
  };
  expect(Object.entries(jobs).map(([name, { needs, concurrency }]) => [name, needs, concurrency.group])).toEqual([
    ["lab", undefined, "stack-lab"],
    ["roe-dev", "lab", "stack-roe-dev"],
    ["roe", "roe-dev", "stack-roe"],
  ]);
});

describe("GitLab's pipeline", () => {
  interface Job {
    stage?: string;
    extends?: string;
    needs?: (string | { job: string })[];
    environment?: { name: string; action?: string };
    resource_group?: string;
    variables?: Record<string, string>;
    parallel?: { matrix: { STACK: string[] }[] };
    script?: string | string[];
  }
  const reference = {
    tag: "!reference",
    collection: "seq" as const,
    resolve: (list: YAMLSeq) => ({ reference: list.toJSON() as string[] }),
  };
  const pipeline = parse(read(".gitlab-ci.yml"), { customTags: [reference], merge: true }) as Record<string, Job> & {
    stages: string[];
  };
  const { stages } = pipeline;
  const settings = ["stages", "variables", "default"];
  const all = Object.fromEntries(Object.entries<Job>(pipeline).filter(([name]) => !settings.includes(name)));
  /** With what they extend, as GitLab puts it together. */
  const whole = ({ extends: base, ...own }: Job): Job => ({
    ...(base === undefined ? {} : whole(all[base] ?? {})),
    ...own,
  });
  const jobs = Object.fromEntries(
    Object.entries(all).flatMap(([name, job]) => (name.startsWith(".") ? [] : [[name, whole(job)]])),
  );

  test("its jobs extend, need and refer to what is there, each in a stage that is", () => {
    for (const [name, job] of Object.entries(all)) {
      if (job.extends !== undefined)
        expect([name, Object.keys(all)]).toEqual([name, expect.arrayContaining([job.extends])]);
      for (const need of job.needs ?? [])
        expect([name, Object.keys(jobs)]).toEqual([
          name,
          expect.arrayContaining([typeof need === "string" ? need : need.job]),
        ]);
    }
    for (const [name, { script, stage }] of Object.entries(jobs))
      expect([name, stages.includes(stage ?? ""), script !== undefined]).toEqual([name, true, true]);
    const references = [...read(".gitlab-ci.yml").matchAll(/!reference \[([^,]+), (\w+)\]/g)];
    expect(references.map(([, name = "", key = ""]) => key in (all[name] ?? {}))).toEqual(references.map(() => true));
  });

  test("main goes to the lab, then to roe-dev, then to roe, one at a time for each, as on GitHub", () => {
    const last = (name: string) => jobs[name]?.needs?.map((need) => (typeof need === "string" ? need : need.job));
    expect([last("up roe-dev"), last("up roe")]).toEqual([
      ["lab", "plan roe-dev"],
      ["up roe-dev", "plan roe"],
    ]);
    const groups = ["lab", "up roe-dev", "up roe"].map((name) => {
      const { resource_group: group = "", variables } = jobs[name] ?? {};
      return group.replace("$STACK", variables?.STACK ?? "");
    });
    expect(groups).toEqual(["stack-lab", "stack-roe-dev", "stack-roe"]);
  });

  test("previews and looks for drift of the stacks that GitHub does", () => {
    const github = ["preview.yml", "drift.yml"].map((file) => /stack: \[(.*)\]/.exec(text(file))?.[1]?.split(", "));
    const gitlab = ["preview", "drift"].map((name) => jobs[name]?.parallel?.matrix[0]?.STACK);
    expect(gitlab).toEqual(github);
    const named = new Set(gitlab.flat());
    expect([...named].filter((stack) => !fs.existsSync(path.join(repository, `Pulumi.${stack}.yaml`)))).toEqual([]);
  });

  test("the environment with the token is that of one job, which runs the code of main; who only looks has the reading login", () => {
    const environments = Object.entries(jobs).map(([name, { environment, variables }]) => [
      name,
      environment?.name.replace("$STACK", variables?.STACK ?? "*"),
    ]);
    expect(Object.fromEntries(environments)).toEqual({
      check: undefined,
      preview: "*-read",
      comment: "comment",
      lab: undefined,
      "plan roe-dev": "roe-dev-read",
      "up roe-dev": "roe-dev",
      "plan roe": "roe-read",
      "up roe": "roe",
      drift: "*-read",
    });
    const script = [jobs.comment?.script ?? []].flat().join("\n");
    expect(script).toContain('git worktree add /tmp/main "origin/$CI_DEFAULT_BRANCH"');
    expect(script.match(/\S*bin\/science-platform/g)).toEqual(["/tmp/main/bin/science-platform"]);
  });
});

describe("Renovate", () => {
  const { customManagers } = JSON.parse(read("renovate.json")) as {
    customManagers: { managerFilePatterns: string[]; matchStrings: string[] }[];
  };
  /** What the managers of a file find in it. */
  const found = (file: string) =>
    customManagers
      .filter(({ managerFilePatterns }) => managerFilePatterns.some((one) => new RegExp(one.slice(1, -1)).test(file)))
      .flatMap(({ matchStrings }) =>
        matchStrings.flatMap((pattern) => [...read(file).matchAll(new RegExp(pattern, "g"))]),
      )
      .map(({ groups = {} }) => groups);

  test("finds every chart that is published elsewhere but an old version of one, with its version, repository and digest", () => {
    const seen = found("platform/catalog.ts").map((groups) => [
      groups.depName,
      groups.currentValue,
      groups.registryUrl ?? `oci://${groups.registry}`,
      groups.currentDigest === undefined ? "unrecorded" : `sha256:${groups.currentDigest}`,
    ]);
    const charts: Chart[] = Object.values(catalog);
    // An old version that is kept beside the present one (it has a folder of its own) shall not be raised.
    const published = charts.flatMap(({ folder, name, version, from }) =>
      from === "ours" || folder !== undefined ? [] : [[name, version, from.repository, from.digest]],
    );
    expect(seen.sort()).toEqual(published.sort());
    expect(seen.length).toBeGreaterThan(5);
  });

  test("finds every tool but etcd, whose version is Debian's; a plugin goes by its npm package, a build by its Go module", () => {
    const seen = found("toolchain/pins.ts").map(({ currentValue, datasource, depName }) => [
      datasource,
      depName,
      currentValue,
    ]);
    const pinned = tools.flatMap(({ go, name, plugin, version }) => {
      if (plugin !== undefined) return [["npm", plugin.npm, version]];
      if (go === undefined) return [];
      const required = read(`toolchain/go/${go.module}/go.mod`).match(/^\t?(?:require )?\S+ v\S+/gm) ?? [];
      const module = required.find((line) => line.endsWith(` v${version}`) && line.includes(`/${moduleOf(name)}`));
      return [["go", module?.trim().replace("require ", "").split(" ")[0], version]];
    });
    expect(seen.sort()).toEqual(pinned.sort());
    expect(tools.map(({ name }) => name)).toContain("etcd");
    expect(seen).toHaveLength(tools.length - 1);
  });

  /** Where the name of the module is not the tool's. */
  function moduleOf(tool: string): string {
    const names: Record<string, string> = {
      "csi-provisioner": "external-provisioner/v5",
      promtool: "prometheus/prometheus",
      pulumi: "pulumi/pulumi/pkg/v3",
    };
    return names[tool] ?? tool;
  }
});
