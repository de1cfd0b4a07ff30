import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { readStackFile } from "../../config/stack-file";
import { UserError } from "../errors";
import type { Answers } from "./answers";
import type { Prompter } from "./ask";
import { init, type InitOptions } from ".";
import { json, text } from "./report";
import { onExisting, onGcp, onOpenstack, openstackFacts } from "./testing";

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "init-"))));
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const file = () => path.join(directory, "Pulumi.edi.yaml");

const options = (answers: Answers, more: Partial<InitOptions> = {}): InitOptions => ({
  answers,
  directory,
  force: false,
  dryRun: false,
  overQuota: false,
  osClouds: [],
  lookUp: (given) => Promise.resolve({ answers: given, facts: {}, notes: [] }),
  ...more,
});

const lookUp =
  (quotas: object): InitOptions["lookUp"] =>
  (answers) =>
    Promise.resolve({ answers, facts: { openstack: { ...openstackFacts, quotas } }, notes: ["flavors: no"] });

test("writes a file that reads back as what was planned", async () => {
  const result = await init(options(onGcp));
  expect([result.file, result.written, result.site]).toEqual([file(), true, "edi"]);
  expect(fs.readFileSync(file(), "utf8")).toBe(result.plan.text);
  expect(readStackFile(result.plan.text)).toMatchObject({ problems: [], input: { site: "edi", cloud: "gcp" } });
});

test("never writes over a file, nor asks or looks up anything before it says so", async () => {
  fs.writeFileSync(file(), "mine");
  const never = () => {
    throw new Error("not to be called");
  };
  const made = init(options(onGcp, { lookUp: never, prompter: { input: never, select: never } }));
  await expect(made).rejects.toEqual(
    new UserError(`${file()} is there already: choose another site, or write over it with --force (its secrets stay).`),
  );
  expect(fs.readFileSync(file(), "utf8")).toBe("mine");
});

test("with --force it does, and secrets stay", async () => {
  const old =
    "encryptionsalt: v1:a\nconfig:\n  science-platform:kubeconfig: {secure: v1:b}\n  science-platform:config: {site: x}\n";
  fs.writeFileSync(file(), old);
  await init(options(onExisting, { force: true }));
  expect(parse(fs.readFileSync(file(), "utf8"))).toMatchObject({
    encryptionsalt: "v1:a",
    config: { "science-platform:kubeconfig": { secure: "v1:b" }, "science-platform:config": { site: "edi" } },
  });
});

test("a dry run writes nothing, whether there is a file or not", async () => {
  const result = await init(options(onGcp, { dryRun: true }));
  expect([result.written, fs.readdirSync(directory)]).toEqual([false, []]);
  fs.writeFileSync(file(), "mine");
  await init(options(onGcp, { dryRun: true }));
  expect(fs.readFileSync(file(), "utf8")).toBe("mine");
});

test("ranges of the stacks in the directory are left alone", async () => {
  await init(options({ ...onOpenstack, site: "one" }));
  const { plan } = await init(options({ ...onOpenstack, site: "two" }));
  expect(plan.config.network.cidr).toBe("10.11.0.0/24");
});

test("a directory that is not there is told", async () => {
  const missing = path.join(directory, "none");
  await expect(init(options(onGcp, { directory: missing }))).rejects.toEqual(
    new UserError(`There is no directory ${missing}.`),
  );
});

test("the region of clouds.yaml is taken", async () => {
  const withRegion: InitOptions["lookUp"] = (answers) =>
    Promise.resolve({ answers: { ...answers, region: "Edinburgh" }, facts: {}, notes: [] });
  const { plan } = await init(options(onOpenstack, { lookUp: withRegion }));
  expect(plan.config).toMatchObject({ openstack: { region: "Edinburgh" } });
});

describe("when the quota does not carry it", () => {
  const cores = { cores: { limit: 60, used: 10 } };
  const wished: Answers = { ...onOpenstack, users: 40 };

  test("it is refused, with what would be carried", async () => {
    await expect(init(options(wished, { lookUp: lookUp(cores) }))).rejects.toEqual(
      new UserError(
        [
          "The quota of the project does not carry that:",
          "  - cores: 68 needed, 50 free of 60",
          "It carries --users 21. Have the quota raised; --over-quota writes the file before that.",
        ].join("\n"),
      ),
    );
    const storage = { storage: { limit: 100, used: 0 } };
    await expect(init(options(wished, { lookUp: lookUp(storage) }))).rejects.toEqual(
      new UserError(
        [
          "The quota of the project does not carry that:",
          "  - volumes: 4950 GiB needed, 100 GiB free of 100 GiB",
          "Smaller homes (--home-quota) take less of the volumes. Have the quota raised; --over-quota writes the file before that.",
        ].join("\n"),
      ),
    );
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  test("--over-quota writes it all the same, and says so", async () => {
    const result = await init(options(wished, { lookUp: lookUp(cores), overQuota: true }));
    expect(text(result)).toContain("\nThe quota does not carry it yet:\n  cores: 68 needed, 50 free of 60\n");
  });

  const choosing = (choice: string, offered: string[] = []): Prompter => ({
    input: () => Promise.reject(new Error("no text is asked for")),
    select: ({ choices }) => {
      offered.push(...choices.map(({ name }) => name));
      return Promise.resolve(choice);
    },
  });
  const complete: Answers = { ...wished, lifecycle: "production", login: "keycloak", homeQuota: "100G" };

  test.each([
    ["fewer", 21],
    ["write", 40],
  ])("a person may choose: %s", async (choice, users) => {
    const offered: string[] = [];
    const { plan } = await init(options(complete, { lookUp: lookUp(cores), prompter: choosing(choice, offered) }));
    expect(offered).toEqual([
      "plan for 21 users, whom it carries",
      "write it all the same: the quota will be raised",
      "stop, and write nothing",
    ]);
    expect(plan.config.services.virtualLabs?.labs[0]?.users).toBe(users);
  });

  test("a person may stop", async () => {
    await expect(init(options(complete, { lookUp: lookUp(cores), prompter: choosing("stop") }))).rejects.toEqual(
      new UserError("Nothing was written."),
    );
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});

describe("what is said at the end", () => {
  test("what was not looked up, what is to be put right, what is next", async () => {
    const result = await init(
      options({ ...onGcp, login: "oidc", issuer: "https://a.example" }, { lookUp: lookUp({}) }),
    );
    expect(text(result)).toBe(
      [
        `Wrote ${file()}.`,
        "",
        "Not looked up:",
        "  flavors: no",
        "",
        `Yours to put right (grep -n yours: ${file()}):`,
        "  kubernetesVersion: 1.34.4-gke.1193000 # yours: `gcloud container get-server-config --region europe-west2`",
        "  clientId: your-client-id # yours: client ID there",
        "  title: Science platform # yours: what people read",
        "  title: Notebooks # yours: what people read",
        '  - { name: quay.io/jupyter/scipy-notebook, tag: "2025-11-10" } # yours: what people work with',
        "",
        "Then:",
        "  pulumi stack init edi",
        "  pulumi config set --secret oidc-client-secret --stack edi",
        "  npx science-platform config check --stack edi",
        "  npm run policies",
        "  npx science-platform preview --stack edi",
      ].join("\n"),
    );
  });

  test("the same as JSON, with the file", async () => {
    const result = await init(options(onExisting, { dryRun: true }));
    expect(JSON.parse(json(result))).toEqual({
      file: file(),
      site: "edi",
      cloud: "existing",
      written: false,
      notes: [],
      shortfalls: [],
      guesses: result.plan.guesses,
      secrets: result.plan.secrets,
      next: [
        "pulumi stack init edi",
        "pulumi config set --secret kubeconfig --stack edi < FILE",
        "pulumi config set --secret database-keycloak-password --stack edi",
        "npx science-platform config check --stack edi",
        "npm run policies",
        "npx science-platform preview --stack edi",
      ],
      content: result.plan.text,
    });
  });
});
