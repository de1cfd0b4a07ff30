import { identityUrl, loginBody } from "./auth";

const auth_url = "https://keystone.example:5000/v3";

test.each([
  ["https://a.example:5000/v3", "https://a.example:5000/v3"],
  ["https://a.example/identity/v3/", "https://a.example/identity/v3"],
  ["https://a.example:5000", "https://a.example:5000/v3"],
  ["https://a.example:5000/", "https://a.example:5000/v3"],
  ["https://a.example:5000/v2.0", "https://a.example:5000/v3"],
])("Keystone's address of %s is %s", (given, url) => {
  expect(identityUrl({ auth_url: given })).toBe(url);
});

const byPassword = (user: object, project: object) => ({
  auth: {
    identity: { methods: ["password"], password: { user: { ...user, password: "p" } } },
    scope: { project },
  },
});
const byCredential = (credential: object) => ({
  auth: { identity: { methods: ["application_credential"], application_credential: credential } },
});

test.each<[string, Record<string, string>, object]>([
  [
    "names, in the domain that everybody has",
    { username: "u", password: "p", project_name: "rsp" },
    byPassword({ name: "u", domain: { name: "Default" } }, { name: "rsp", domain: { name: "Default" } }),
  ],
  [
    "names in domains by name and by id",
    { username: "u", password: "p", project_name: "rsp", user_domain_name: "people", project_domain_id: "d2" },
    byPassword({ name: "u", domain: { name: "people" } }, { name: "rsp", domain: { id: "d2" } }),
  ],
  [
    "one domain for both",
    { username: "u", password: "p", project_name: "rsp", domain_id: "d1" },
    byPassword({ name: "u", domain: { id: "d1" } }, { name: "rsp", domain: { id: "d1" } }),
  ],
  [
    "ids, which win over names",
    { user_id: "u1", username: "u", password: "p", project_id: "p1", project_name: "rsp", user_domain_name: "people" },
    byPassword({ id: "u1" }, { id: "p1" }),
  ],
  [
    "an application credential, which knows its project",
    { application_credential_id: "c1", application_credential_secret: "s" },
    byCredential({ id: "c1", secret: "s" }),
  ],
  [
    "an application credential by name, which belongs to a user",
    { application_credential_name: "ci", application_credential_secret: "s", username: "u", user_domain_id: "d1" },
    byCredential({ name: "ci", user: { name: "u", domain: { id: "d1" } }, secret: "s" }),
  ],
])("%s", (_, auth, body) => {
  expect(loginBody({ auth_url, ...auth })).toEqual(body);
});

test.each<[Record<string, string>, string]>([
  [{ username: "u", project_name: "rsp" }, "password"],
  [{ password: "p", project_name: "rsp" }, "username or user_id"],
  [{ username: "u", password: "p" }, "project_name or project_id"],
  [{ application_credential_id: "c1" }, "application_credential_secret"],
])("%j lacks %s", (auth, what) => {
  expect(() => loginBody({ auth_url, ...auth })).toThrow(
    `clouds.yaml: the entry for ${auth_url} lacks ${what}: password logins and application credentials are understood`,
  );
});
