/** The login that an entry of clouds.yaml means, as Keystone takes it. */
import type { Cloud } from "./clouds";

type Auth = Cloud["auth"];

/** Address of Keystone's version 3; many files have the address without it. */
export function identityUrl({ auth_url }: Auth): string {
  const url = auth_url.replace(/\/+$/, "");
  return url.endsWith("/v3") ? url : `${url.replace(/\/v2\.0$/, "")}/v3`;
}

/**
 * Body of the request for a token: of an application credential where there is one, otherwise of a user in a project. Each is named by id
 * or by name and domain; domains without a key are "Default", as for the openstack client.
 *
 * @throws Error that names the keys which are missing.
 */
export function loginBody(auth: Auth): object {
  const { application_credential_id: id, application_credential_name: name, application_credential_secret } = auth;
  if (id !== undefined || name !== undefined) {
    const secret = needed(auth, application_credential_secret, "application_credential_secret");
    const credential = id === undefined ? { name, user: userOf(auth), secret } : { id, secret };
    return { auth: { identity: { methods: ["application_credential"], application_credential: credential } } };
  }
  const user = { ...userOf(auth), password: needed(auth, auth.password, "password") };
  const project =
    auth.project_id === undefined
      ? {
          name: needed(auth, auth.project_name, "project_name or project_id"),
          domain: domain(auth.project_domain_id, auth.project_domain_name, auth),
        }
      : { id: auth.project_id };
  return { auth: { identity: { methods: ["password"], password: { user } }, scope: { project } } };
}

function userOf(auth: Auth): object {
  if (auth.user_id !== undefined) return { id: auth.user_id };
  const name = needed(auth, auth.username, "username or user_id");
  return { name, domain: domain(auth.user_domain_id, auth.user_domain_name, auth) };
}

function domain(id: string | undefined, name: string | undefined, { domain_id, domain_name }: Auth): object {
  if (id !== undefined) return { id };
  if (name !== undefined) return { name };
  if (domain_id !== undefined) return { id: domain_id };
  return { name: domain_name ?? "Default" };
}

function needed(auth: Auth, value: string | undefined, what: string): string {
  if (value !== undefined) return value;
  throw new Error(
    `clouds.yaml: the entry for ${auth.auth_url} lacks ${what}: password logins and application credentials are understood`,
  );
}
