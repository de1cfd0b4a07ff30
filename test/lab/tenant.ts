/** A project of a test's own in the lab's cloud, with quotas that it may change, and logins to it. Made and removed by the operator. */
import * as fs from "node:fs";
import { stringify } from "yaml";
import { z } from "zod";
import { OpenstackClient } from "../../ops/openstack/client";
import { type Cloud, readCloud } from "../../ops/openstack/clouds";
import { purge } from "./purge";

const made = z.object({ id: z.string() });
const roles = z.object({ roles: z.array(z.object({ id: z.string(), name: z.string() })) });
const found = z.object({ projects: z.array(made) });
const people = z.object({ users: z.array(made) });
const credential = z.object({ application_credential: z.object({ id: z.string(), secret: z.string() }) });

/** Those of the lab's own tenants (lab/openstack/setup/catalog.py). */
const tenantRoles = ["member", "creator", "swiftoperator", "load-balancer_member"];
const password = "lab";

const quotaSets = {
  compute: { path: "/os-quota-sets", key: "quota_set" },
  volumev3: { path: "/os-quota-sets", key: "quota_set" },
  network: { path: "/v2.0/quotas", key: "quota" },
  "load-balancer": { path: "/v2/lbaas/quotas", key: "quota" },
} as const;

export class Tenant {
  private constructor(
    private readonly admin: OpenstackClient,
    readonly name: string,
    readonly projectId: string,
    readonly userId: string,
    private readonly authUrl: string,
  ) {}

  /** Of this name; one that a killed test left is taken. */
  static async create(name: string, env: NodeJS.ProcessEnv): Promise<Tenant> {
    const operator = readCloud("lab-admin", env);
    const admin = await OpenstackClient.login(operator);
    const domain = "default";
    const [project] = found.parse(await admin.get("identity", `/projects?name=${name}`)).projects;
    const [user] = people.parse(await admin.get("identity", `/users?name=${name}`)).users;
    const projectId =
      project?.id ??
      z
        .object({ project: made })
        .parse(await admin.post("identity", "/projects", { project: { name, domain_id: domain } })).project.id;
    const userId =
      user?.id ??
      z
        .object({ user: made })
        .parse(await admin.post("identity", "/users", { user: { name, domain_id: domain, password } })).user.id;
    for (const role of roles.parse(await admin.get("identity", "/roles")).roles)
      if (tenantRoles.includes(role.name))
        await admin.put("identity", `/projects/${projectId}/users/${userId}/roles/${role.id}`, {});
    return new Tenant(admin, name, projectId, userId, operator.auth.auth_url);
  }

  /** Its entry for clouds.yaml. */
  get cloud(): Cloud {
    const domains = { user_domain_name: "Default", project_domain_name: "Default" };
    const auth = { auth_url: this.authUrl, username: this.name, password, project_name: this.name, ...domains };
    return { auth, region_name: "RegionOne" };
  }

  login(): Promise<OpenstackClient> {
    return OpenstackClient.login(this.cloud);
  }

  /** The entry of a login by application credential, with all of the user's roles. @param expires ISO 8601 */
  async delegated(name: string, more: { unrestricted?: boolean; expires_at?: string } = {}): Promise<Cloud> {
    const client = await this.login();
    const answer = await client.post("identity", `/users/${this.userId}/application_credentials`, {
      application_credential: { name, ...more },
    });
    const { id, secret } = credential.parse(answer).application_credential;
    const auth = { auth_url: this.authUrl, application_credential_id: id, application_credential_secret: secret };
    return { auth, region_name: "RegionOne" };
  }

  /** Bounds of one service, by its own names of them; what is not named stays. */
  async quota(service: keyof typeof quotaSets, bounds: Record<string, number>): Promise<void> {
    const { key, path } = quotaSets[service];
    await this.admin.put(service, `${path}/${this.projectId}`, { [key]: bounds });
  }

  /** Writes a clouds.yaml with these entries besides the tenant's own. @returns Path. */
  writeClouds(file: string, more: Record<string, Cloud> = {}): string {
    fs.writeFileSync(file, stringify({ clouds: { [this.name]: this.cloud, ...more } }), { mode: 0o600 });
    return file;
  }

  /** Everything in it goes first. */
  async remove(): Promise<void> {
    await purge(await this.login());
    await this.admin.delete("identity", `/users/${this.userId}`);
    await this.admin.delete("identity", `/projects/${this.projectId}`);
  }
}
