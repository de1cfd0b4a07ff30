/** Logins that the lab's cloud refuses: told before anything runs, and where only Pulumi runs; afterwards `up` ends well. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { validConfig } from "../../config/testing";
import { preflight } from "../../ops/preflight";
import { login } from "../../ops/preflight/login";
import { explanations, FailingStack } from "./failing";

const minutes = 60_000;
jest.setTimeout(15 * minutes);

let stack: FailingStack;
beforeAll(async () => void (stack = await FailingStack.create("lab-failing-logins")));
afterAll(() => stack.remove());

const cloud = { ...validConfig().openstack, cloud: "wrong" };

/** What `preflight` and `preview` say of the entry "wrong". */
const told = (region = "RegionOne") =>
  login({ ...cloud, region }, "roe", stack.env).then(
    () => "fine",
    (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n").at(-1),
  );

const refused =
  "That means: the cloud does not take the login: the password is wrong, or the application credential has expired or was deleted: mend the entry of clouds.yaml; `openstack --os-cloud CLOUD token issue` shows whether it is right.";

describe("before anything runs", () => {
  test("a region that is not there, and one that is", async () => {
    stack.clouds({ wrong: stack.tenant.cloud });
    expect(await told("RegionTwo")).toBe(
      "That means: the cloud's catalog has no such service in this region: look at openstack.region: `openstack region list`, `openstack catalog list`.",
    );
    expect(await told()).toBe("fine");
  });

  test("an application credential that has expired", async () => {
    const expires_at = new Date(Date.now() + 3000).toISOString().slice(0, 19);
    stack.clouds({ wrong: await stack.tenant.delegated("expired", { expires_at }) });
    await sleep(4000);
    expect(await told()).toBe(refused);
  });

  test("an address where nobody answers", async () => {
    const auth = { ...stack.tenant.cloud.auth, auth_url: "http://127.0.0.1:3/v3" };
    stack.clouds({ wrong: { ...stack.tenant.cloud, auth } });
    expect(await told()).toBe(
      "That means: nobody answers at the cloud's address: look at auth_url in clouds.yaml, whether a VPN is needed, and whether the cloud is up.",
    );
  });
});

test("the same are explained where only Pulumi runs", async () => {
  const auth = { ...stack.tenant.cloud.auth, password: "wrong" };
  const away = { ...stack.tenant.cloud.auth, auth_url: "http://127.0.0.1:3/v3" };
  const expires_at = new Date(Date.now() + 3000).toISOString().slice(0, 19);
  const expired = await stack.tenant.delegated("expired-too", { expires_at });
  await sleep(4000);
  stack.clouds({ refused: { auth }, away: { auth: away }, expired });
  const outcomes = [
    await stack.up(["volume"], { region: "RegionTwo" }),
    await stack.up(["volume"], { cloud: "refused" }),
    await stack.up(["volume"], { cloud: "expired" }),
    await stack.up(["volume"], { cloud: "away" }),
  ];
  const beginnings = outcomes.map((one) => explanations(one).map((line) => line.split(": ").slice(0, 3).join(": ")));
  expect(beginnings).toEqual([
    ["error: homes: the cloud's catalog has no such service in this region"],
    ["error: homes: the cloud does not take the login"],
    ["error: homes: the cloud does not take the login"],
    ["error: homes: nobody answers at the cloud's address"],
  ]);
  expect((await stack.up(["keypair", "volume"])).code).toBe(0);
  expect((await stack.up(["keypair"])).code).toBe(0);
});

test("this Keystone refuses trusts and EC2 credentials to application credentials: said by preflight, and at the failure", async () => {
  const delegated = await stack.tenant.delegated("delegated");
  // The same entry: another one would be another provider, and with it all resources others.
  stack.clouds({ wrong: delegated, [stack.tenant.name]: delegated });
  const config = validConfig((input) => (input.openstack = { ...input.openstack, cloud: "wrong" }));
  const { problems } = await preflight("roe", config, await login(cloud, "roe", stack.env));
  expect(
    problems.filter(({ path }) => path === "openstack.cloud").map(({ message }) => message.split(": ")[0]),
  ).toEqual([
    '"wrong" logs in by an application credential; this Keystone lets no application credential make trusts, and Magnum needs one for each cluster',
    '"wrong" logs in by an application credential; this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential',
  ]);
  const failed = await stack.up(["keypair", "keys"]);
  expect(explanations(failed)).toEqual([
    "error: objects: this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential: log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml.",
  ]);
  stack.clouds();
  expect((await stack.up(["keypair", "keys"])).code).toBe(0);
});

const credentialSchema = z.object({ id: z.string(), roles: z.array(z.string()), secret: z.string() });

describe("application credentials with the least roles", () => {
  test("one may do what its roles let it, and make no others; its secret is encrypted in the state", async () => {
    expect((await stack.up(["keypair", "keys", "credential"])).code).toBe(0);
    const exported = await stack.pulumi("stack", "export", "--stack", "failing", "--show-secrets");
    const resources = z.array(z.looseObject({ type: z.string(), outputs: z.unknown() }));
    const state = z
      .object({ deployment: z.object({ resources }) })
      .parse(JSON.parse(exported.output.slice(0, exported.output.lastIndexOf("}") + 1)));
    const made = state.deployment.resources.find(({ type }) => type.endsWith(":ApplicationCredential"));
    // Shown secrets are wrapped, with the value as JSON.
    const outputs = z.record(z.string(), z.unknown()).parse(made?.outputs);
    const wrapped = z.object({ plaintext: z.string() }).parse(outputs.secret);
    const { id, roles, secret } = credentialSchema.parse({
      ...outputs,
      secret: JSON.parse(wrapped.plaintext) as unknown,
    });
    expect(roles).toEqual(["member"]);
    const { client } = stack;
    const answer = await client.get("identity", `/users/${client.userId}/application_credentials/${id}`);
    expect(answer).toMatchObject({ application_credential: { name: "failing-backup", unrestricted: false } });
    const { output } = await stack.pulumi("stack", "export", "--stack", "failing");
    expect(output).toContain(id);
    expect(output.includes(secret)).toBe(false);
  });

  test("a role that the login does not have is refused with what to do", async () => {
    const failed = await stack.up(["keypair", "keys", "credential"], { roles: '["admin"]' });
    expect(explanations(failed)).toEqual([
      "error: backup: the login lacks a role that it is to hand on: name in openstack.credentials only roles that it has: `openstack role assignment list --user USER --project PROJECT --names`.",
    ]);
    expect((await stack.up(["keypair", "keys", "credential"])).code).toBe(0);
  });
});
