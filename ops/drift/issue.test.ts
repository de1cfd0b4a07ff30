/** Against a local server that behaves as the three APIs do. */
import { maskOf } from "../comment/mask";
import { openForge, type ForgeName } from "../forge/place";
import { FakeForge } from "../forge/testing";
import type { Drift } from "./index";
import { trackDrift, type IssueOptions } from "./issue";

jest.setTimeout(60_000);

let server: FakeForge;
beforeEach(async () => {
  server = new FakeForge();
  await server.listen();
});
afterEach(() => server.close());

const nothing: Drift = { resources: [], added: [], errors: [], looked: 3 };
const renamed = (name: string): Drift => ({
  ...nothing,
  resources: [
    {
      name: "network",
      type: "openstack:networking/network:Network",
      urn: "urn:pulumi:roe::science-platform::openstack:networking/network:Network::network",
      id: "4c2f",
      missing: false,
      properties: [
        { path: "name", cloud: JSON.stringify(name), state: '"roe-nodes"', replaces: false, owner: "by hand" },
      ],
    },
  ],
});
const options: IssueOptions = {
  project: "science-platform",
  stack: "roe",
  run: "https://ci.example/runs/5",
  mask: maskOf(["hunter22"]),
  retry: { progress: () => undefined, wait: () => Promise.resolve() },
};
const apis: Record<ForgeName, string> = { github: "", gitlab: "/api/v4", gitea: "/api/v1" };
const forge = (name: ForgeName) =>
  openForge({ forge: name, api: `${server.url}${apis[name]}`, repository: "acme/platform", token: server.token });

describe.each<ForgeName>(["github", "gitlab", "gitea"])("%s", (name) => {
  test("opened behind 120 others, updated, left alone, closed with a word, and no more after that", async () => {
    for (let index = 0; index < 120; index++) server.open(`Issue ${index}`, "of somebody");
    if (name === "github") server.open("A pull request", "is an issue for GitHub", { pull_request: {} });
    const before = server.issues.length;
    const track = async (drift: Drift) => (await trackDrift(await forge(name), drift, options)).action;

    expect(await track(nothing)).toBe("none");
    expect(await track(renamed("by-hand-hunter22"))).toBe("opened");
    const issue = server.issues[before];
    expect(issue).toMatchObject({ title: "Drift of roe: the cloud differs from the stack", state: "open" });
    expect(issue?.body).toBe(
      `<code>science-platform drift --stack roe</code> found what nobody has put into the stack. [Run](https://ci.example/runs/5). This issue is closed when the drift is gone.

\`\`\`
network  openstack:networking/network:Network  4c2f
  name: in the cloud "by-hand-[secret]", in the state "roe-nodes"
    by hand

1 resource of 3 differs.
To keep a change, write it into the stack file. To put everything back: \`science-platform preview --stack roe -- --refresh\`, and when that says what you want \`pulumi up --refresh --stack roe\`.
\`\`\`

<!-- science-platform drift: science-platform/roe -->
`,
    );
    expect(await track(renamed("by-hand-hunter22"))).toBe("unchanged");
    expect(await track(renamed("again"))).toBe("updated");
    expect(issue?.body).toContain('in the cloud "again"');
    // Nobody could look: that is no reason to close it.
    expect(await track({ ...nothing, errors: ["the cluster does not answer"] })).toBe("unchanged");
    expect(await track(nothing)).toBe("closed");
    expect([issue?.state, server.comments.map(({ body }) => body)]).toEqual([
      "closed",
      ["Nothing differs any more. [Run](https://ci.example/runs/5)."],
    ]);
    expect(await track(nothing)).toBe("none");
    expect(server.issues).toHaveLength(before + 1);
  });
});

test("what could not be looked at opens no issue", async () => {
  const { action } = await trackDrift(await forge("github"), { ...nothing, errors: ["no answer"] }, options);
  expect([action, server.issues.length]).toEqual(["none", 0]);
});

test("each stack has its own issue", async () => {
  await trackDrift(await forge("github"), renamed("a"), options);
  await trackDrift(await forge("github"), renamed("a"), { ...options, stack: "roe-dev" });
  expect(server.issues.map(({ title }) => title.split(":")[0])).toEqual(["Drift of roe", "Drift of roe-dev"]);
});

test("a report too long for a forge is cut at a line", async () => {
  const many = {
    ...nothing,
    added: Array.from({ length: 2000 }, (_, index) => ({
      group: "files",
      id: `id-${index}`,
      rule: "ingress tcp 22 from 0.0.0.0/0",
      description: "",
    })),
  };
  await trackDrift(await forge("github"), many, options);
  const body = server.issues[0]?.body ?? "";
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(body).toMatch(
    /\n\.\.\. and \d+ lines more: run the command\.\n```\n\n<!-- science-platform drift: science-platform\/roe -->\n$/,
  );
});
