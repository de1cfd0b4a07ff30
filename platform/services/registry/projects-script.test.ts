/** The job of the chart registry-projects, run by Python against a Harbor that plays its part. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";
import { keycloakSite } from "../identity/testing";
import { FakeHarbor } from "./fake-harbor";
import { harborRegistries, loginSettings } from "./projects";

const script = path.join(__dirname, "../../..", ownCharts, "registry-projects/files/harbor.py");

let folder: string;
let harbor: FakeHarbor;
let address: string;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "harbor-"));
  harbor = new FakeHarbor();
  address = await harbor.start();
});
afterEach(async () => {
  await harbor.stop();
  fs.rmSync(folder, { recursive: true });
});

const hub = "https://hub.docker.com";
const secrets = {
  "admin-password": "first-Admin-1",
  "admin-password-former": "none-Before-0",
  "nodes-password": "Nodes-pass-1",
  "client-secret": "client-Secret-1",
  "docker-io-user": "site",
  "docker-io-password": "hub-Password-1",
};

interface Wanted {
  upstreams?: string[];
  logins?: string[];
  settings?: object;
  known?: Partial<typeof secrets>;
}

async function run({
  upstreams = ["docker.io", "quay.io"],
  logins = ["docker.io"],
  settings = {},
  known = {},
}: Wanted) {
  const content = {
    registries: harborRegistries({ upstreams, logins }),
    robot: { name: "nodes", user: "robot$nodes" },
    settings,
  };
  fs.writeFileSync(path.join(folder, "wanted.json"), JSON.stringify(content));
  fs.mkdirSync(path.join(folder, "secrets/..data"), { recursive: true });
  for (const [name, value] of Object.entries({ ...secrets, ...known }))
    fs.writeFileSync(path.join(folder, "secrets", name), value);
  harbor.changes = [];
  const python = spawn("python3", ["-B", script], {
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, ADDRESS: address, WAIT: "2", PAUSE: "0.05" },
      ...{ WANTED: path.join(folder, "wanted.json"), SECRETS: path.join(folder, "secrets") },
    },
  });
  let said = "";
  for (const stream of [python.stdout, python.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => python.on("close", resolve));
  for (const secret of Object.values({ ...secrets, ...known }).filter((value) => value !== secrets["docker-io-user"]))
    expect(said).not.toContain(secret);
  return { status, said: said.trimEnd().split("\n"), changes: harbor.changes };
}

beforeEach(() => harbor.logins.set(hub, secrets["docker-io-password"]));

const right = (namespace: string) => ({
  kind: "project",
  namespace,
  access: [{ resource: "repository", action: "pull" }],
});

test("the first run makes everything, as soon as Harbor is up", async () => {
  harbor.starting = 2;
  expect(await run({})).toMatchObject({
    status: 0,
    said: [
      "docker-io: made the registry https://hub.docker.com",
      "docker.io: made the project",
      "quay-io: made the registry https://quay.io",
      "quay.io: made the project",
      "nodes: made the robot",
      "nodes: the robot has the password of the Secret",
      "Harbor is what the stack file says",
    ],
  });
  const healthy = { status: "healthy" };
  expect(harbor.registries).toEqual([
    { ...healthy, id: 1, name: "docker-io", type: "docker-hub", url: hub, user: "site", password: "hub-Password-1" },
    { ...healthy, id: 3, name: "quay-io", type: "docker-registry", url: "https://quay.io", user: "", password: "" },
  ]);
  expect(harbor.projects).toEqual([
    { project_id: 2, name: "docker.io", registry_id: 1, metadata: { public: "false" } },
    { project_id: 4, name: "quay.io", registry_id: 3, metadata: { public: "false" } },
  ]);
  expect(harbor.robots).toMatchObject([
    {
      name: "nodes",
      level: "system",
      disable: false,
      duration: -1,
      permissions: [right("docker.io"), right("quay.io")],
    },
  ]);
  expect(harbor.secrets.get("nodes")).toBe("Nodes-pass-1");
  expect(harbor.configuration).toEqual({ auth_mode: "db_auth", oidc_verify_cert: true });
});

test("the second changes nothing; it only says again what Harbor does not show", async () => {
  const settings = loginSettings(keycloakSite());
  await run({ settings });
  const before = harbor.state();
  expect(await run({ settings })).toEqual({
    status: 0,
    said: ["Harbor is what the stack file says"],
    changes: ["PUT /configurations", "PUT /registries/1"],
  });
  expect(harbor.state()).toBe(before);
});

test("without a login and Keycloak the second says nothing at all", async () => {
  await run({ logins: [] });
  expect((await run({ logins: [] })).changes).toEqual([]);
});

test("with Keycloak people log in there", async () => {
  const { status } = await run({ settings: loginSettings(keycloakSite()) });
  expect([status, harbor.clientSecret]).toEqual([0, "client-Secret-1"]);
  expect(harbor.configuration).toMatchObject({
    auth_mode: "oidc_auth",
    oidc_endpoint: "https://login.example.org/realms/platform",
    oidc_admin_group: "operators",
  });
});

test("users of Harbor's own keep their log in, and the rest is made", async () => {
  harbor.users = true;
  const { status, said } = await run({ settings: loginSettings(keycloakSite()) });
  expect(status).toBe(1);
  expect(said.filter((line) => line.startsWith("PROBLEM"))).toEqual([
    "PROBLEM: Harbor does not let people log in with Keycloak as long as it has users of its own: delete them in Harbor (Users); what is " +
      "theirs in projects, give to the same people after their first login",
  ]);
  expect(harbor.configuration["auth_mode"]).toBe("db_auth");
  expect(harbor.projects).toHaveLength(2);
});

test("new passwords of the nodes and of a login get there", async () => {
  await run({});
  harbor.logins.set(hub, "hub-Password-2");
  expect(await run({ known: { "nodes-password": "Nodes-pass-2", "docker-io-password": "hub-Password-2" } })).toEqual({
    status: 0,
    said: ["nodes: the robot has the password of the Secret", "Harbor is what the stack file says"],
    changes: ["PUT /registries/1", "PATCH /robots/5"],
  });
  expect([harbor.registries[0]?.password, harbor.secrets.get("nodes")]).toEqual(["hub-Password-2", "Nodes-pass-2"]);
});

test("a login that is declared no more goes", async () => {
  await run({});
  expect((await run({ logins: [] })).said).toContain(
    "docker-io: brought the registry https://hub.docker.com up to date",
  );
  expect(harbor.registries[0]).toMatchObject({ user: "", password: "" });
});

test("what is declared no more stays, and nodes pull from it no more", async () => {
  await run({});
  const { said } = await run({ upstreams: ["docker.io"] });
  expect(said).toContain("nodes: brought the robot's rights up to date");
  expect(harbor.projects.map(({ name }) => name)).toEqual(["docker.io", "quay.io"]);
  expect(harbor.robots[0]?.permissions).toEqual([right("docker.io")]);
});

test("what somebody has changed by hand is set right", async () => {
  await run({});
  const [project] = harbor.projects;
  const [robot] = harbor.robots;
  Object.assign(project?.metadata ?? {}, { public: "true" });
  Object.assign(robot ?? {}, { disable: true, duration: 30 });
  const { status, said } = await run({});
  expect([status, said]).toEqual([
    0,
    [
      "docker.io: made the project private",
      "nodes: brought the robot's rights up to date",
      "Harbor is what the stack file says",
    ],
  ]);
  expect([project?.metadata.public, robot?.disable, robot?.duration]).toEqual(["false", false, -1]);
});

test("a wrong login is told with the secrets' names, and the others are made", async () => {
  harbor.logins.set(hub, "another");
  const { status, said } = await run({});
  expect([status, said]).toEqual([
    1,
    [
      "PROBLEM: docker-io: Harbor does not take the registry (500: internal server error): https://hub.docker.com is not reached, or does not " +
        "take the stack secrets registry-docker-io-user and registry-docker-io-password. Harbor's reason: kubectl -n registry logs " +
        "deployment/harbor-core",
      "quay-io: made the registry https://quay.io",
      "quay.io: made the project",
      "nodes: made the robot",
      "nodes: the robot has the password of the Secret",
    ],
  ]);
  expect(harbor.robots[0]?.permissions).toEqual([right("quay.io")]);
});

test("a registry that is not reached is told, now and later", async () => {
  harbor.away.add("https://quay.io");
  const first = await run({});
  expect(first).toMatchObject({ status: 1 });
  expect(first.said).toContain(
    "PROBLEM: quay-io: Harbor does not take the registry (400: the registry is unhealthy): https://quay.io is not reached",
  );
  harbor.away.clear();
  expect((await run({})).status).toBe(0);
  Object.assign(harbor.registries[1] ?? {}, { status: "unhealthy" });
  const later = await run({});
  expect([later.status, later.said]).toEqual([
    1,
    ["PROBLEM: quay-io: Harbor does not reach https://quay.io, and gives out only what it has of it"],
  ]);
  expect(harbor.robots[0]?.permissions).toHaveLength(2);
});

test("a project of another kind stays, and is told with what to do", async () => {
  harbor.projects.push({ project_id: 9, name: "quay.io", registry_id: 0, metadata: { public: "true" } });
  const { status, said } = await run({});
  expect(status).toBe(1);
  expect(said).toContain(
    "PROBLEM: quay.io: Harbor has a project of this name that is no proxy of our registry https://quay.io: move its images to another " +
      "project and delete it in Harbor (Projects), or take quay.io out of services.registry.upstreams",
  );
  expect(harbor.projects[0]?.metadata.public).toBe("true");
  expect(harbor.robots[0]?.permissions).toEqual([right("docker.io")]);
});

test("a registry of another type stays, and its project too", async () => {
  harbor.registries.push({
    ...{ id: 9, name: "docker-io", type: "docker-registry", url: "https://registry-1.docker.io" },
    ...{ status: "healthy", user: "", password: "" },
  });
  const { status, said, changes } = await run({ upstreams: ["docker.io"] });
  expect([status, changes, said]).toEqual([
    1,
    [],
    [
      "PROBLEM: docker-io: Harbor's registry of this name is of type docker-registry, which cannot be changed to docker-hub: give it another " +
        "name in Harbor (Registries)",
      "PROBLEM: there is no project from which nodes could pull: they ask the registries themselves",
    ],
  ]);
});

test("robots behind another prefix are told", async () => {
  harbor.prefix = "bot-";
  const { status, said } = await run({});
  expect([status, said.at(-1)]).toEqual([
    1,
    'PROBLEM: nodes: Harbor calls its robot bot-nodes, and nodes log in as robot$nodes: set "Robot Name Prefix" in Harbor (Configuration) ' +
      "to robot$",
  ]);
});

describe("the administrator's password", () => {
  test("that was made anew is set with the one before", async () => {
    const known = { "admin-password": "second-Admin-2", "admin-password-former": "first-Admin-1" };
    const { status, said } = await run({ known });
    expect([status, said[0], harbor.admin]).toEqual([0, "admin has the new password", "second-Admin-2"]);
  });

  test("that Harbor does not take is told", async () => {
    const known = { "admin-password": "no-digit-Here", "admin-password-former": "first-Admin-1" };
    expect(await run({ known })).toMatchObject({
      status: 1,
      said: [
        expect.stringMatching(/^PROBLEM: Harbor does not take the new password of admin \(400: .+\): put its number/),
      ],
    });
  });

  test("that nobody knows is told, and nothing is changed", async () => {
    harbor.admin = "somebodys-Own-1";
    const { status, said, changes } = await run({});
    expect([status, said, changes]).toEqual([
      1,
      [
        "PROBLEM: Harbor lets admin in neither with the password of the Secret nor with the one before: somebody has set another one, or its " +
          "number was raised twice: docs/secrets.md says what to do",
      ],
      [],
    ]);
  });
});

test("a Harbor that does not answer is waited for, and then told", async () => {
  harbor.starting = 1000;
  expect(await run({})).toMatchObject({ status: 1, said: ["PROBLEM: Harbor is not up (502: internal server error)"] });
});
