/** Logins by application credential, against a server that answers as Keystone does. */
import { validConfig, type validInput } from "../../config/testing";
import { type Answer, fakeCloud } from "../openstack/testing";
import { loginProblems } from "./delegation";

const trusts = "/v3/OS-TRUST/trusts?trustor_user_id=u1";
const keys = "/v3/users/u1/credentials/OS-EC2";
const roles = [{ name: "member" }, { name: "reader" }];
const refused = (action: string): Answer => ({
  status: 403,
  body: { error: { message: `You are not authorized to perform the requested action: ${action}` } },
});
const allowing: Record<string, Answer> = { [trusts]: { body: { trusts: [] } }, [keys]: { body: { credentials: [] } } };
const refusing: Record<string, Answer> = {
  [trusts]: refused("Delegated tokens cannot manage trusts."),
  [keys]: refused("Delegated tokens cannot access credentials directly."),
};

async function told(
  answers: Record<string, Answer>,
  granted: object,
  change?: (input: ReturnType<typeof validInput>) => void,
): Promise<{ problems: string[]; requests: string[] }> {
  const cloud = await fakeCloud([], answers, granted);
  try {
    const problems = await loginProblems(validConfig(change), await cloud.login(), "roe");
    return { problems: problems.map(({ path, message }) => `${path}: ${message}`), requests: cloud.requests };
  } finally {
    await cloud.close();
  }
}

test("a user with a password may do it all, and is asked nothing", async () => {
  expect(await told(refusing, { roles })).toEqual({ problems: [], requests: [] });
});

test("a Keystone that lets application credentials do it", async () => {
  const { problems, requests } = await told(allowing, { roles, application_credential: { restricted: true } });
  expect(problems).toEqual([]);
  expect(requests.sort()).toEqual([`GET ${trusts}`, `GET ${keys}`]);
});

test("one that refuses: what is refused, why it matters, and what to do", async () => {
  const { problems } = await told(refusing, { roles, application_credential: { restricted: false } });
  expect(problems).toEqual([
    'openstack.cloud: "test" logs in by an application credential; this Keystone lets no application credential make trusts, and Magnum needs one for each cluster: ' +
      "log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml",
    'openstack.cloud: "test" logs in by an application credential; this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential: ' +
      "log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml",
  ]);
});

test("another refusal is the affair of whoever needs it", async () => {
  const answers = { ...allowing, [trusts]: { status: 403, body: "policy" } };
  expect((await told(answers, { roles, application_credential: { restricted: false } })).problems).toEqual([]);
});

test("a restricted one makes no others, so none may be wanted", async () => {
  const granted = { roles, application_credential: { restricted: true } };
  const { problems } = await told(allowing, granted, (input) => (input.openstack.credentials = { backup: {} }));
  expect(problems).toEqual([
    'openstack.cloud: "test" logs in by an application credential; a restricted application credential makes no others: ' +
      "log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml, or take openstack.credentials out of the stack file",
  ]);
});

test("roles that the login does not have cannot be handed on", async () => {
  const { problems } = await told({}, { roles }, (input) => {
    input.openstack.credentials = { cloudController: {}, backup: { roles: ["reader", "swiftoperator"] } };
  });
  expect(problems).toEqual([
    'openstack.credentials.cloudController.roles[1]: "load-balancer_member" is no role of the login, which has member, reader: name one of these, or have it given the role',
    'openstack.credentials.backup.roles[1]: "swiftoperator" is no role of the login, which has member, reader: name one of these, or have it given the role',
  ]);
});
