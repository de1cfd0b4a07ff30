/**
 * Reads an entry of clouds.yaml, where the openstack client looks for it: OS_CLIENT_CONFIG_FILE, the working folder,
 * ~/.config/openstack, /etc/openstack.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const text = z.string().optional();

const cloudSchema = z.looseObject({
  auth: z.looseObject({
    auth_url: z.string(),
    username: text,
    user_id: text,
    password: text,
    user_domain_name: text,
    user_domain_id: text,
    project_name: text,
    project_id: text,
    project_domain_name: text,
    project_domain_id: text,
    /** Of user and project, where they have none of their own. */
    domain_name: text,
    domain_id: text,
    application_credential_id: text,
    application_credential_name: text,
    application_credential_secret: text,
  }),
  region_name: text,
  /** File with the authorities (PEM) that the services' certificates are signed by. */
  cacert: text,
  /** Certificate and key (PEM files) by which we prove who we are. */
  cert: text,
  key: text,
  /** False: certificates are not looked at. */
  verify: z.boolean().optional(),
});

/** One entry of clouds.yaml. */
export type Cloud = z.infer<typeof cloudSchema>;

/** The places that are searched, in order. */
export function cloudFiles(env: NodeJS.ProcessEnv = process.env): string[] {
  if (env.OS_CLIENT_CONFIG_FILE !== undefined) return [env.OS_CLIENT_CONFIG_FILE];
  const folders = [".", path.join(os.homedir(), ".config/openstack"), "/etc/openstack"];
  return folders.flatMap((folder) => ["clouds.yaml", "clouds.yml"].map((file) => path.join(folder, file)));
}

/** The entry `name`; an Error that says where was looked when there is none, or what is wrong with it. */
export function readCloud(name: string, env: NodeJS.ProcessEnv = process.env): Cloud {
  const candidates = cloudFiles(env);
  const file = candidates.find((candidate) => fs.existsSync(candidate));
  if (file === undefined) throw new Error(`no clouds.yaml found (looked for ${candidates.join(", ")})`);
  const content = z
    .object({ clouds: z.record(z.string(), z.unknown()) })
    .safeParse(parse(fs.readFileSync(file, "utf8")));
  if (!content.success) throw new Error(`${file}: no mapping "clouds" in it`);
  const entry = content.data.clouds[name];
  if (entry === undefined) {
    throw new Error(`${file}: no cloud "${name}" (it has: ${Object.keys(content.data.clouds).join(", ")})`);
  }
  const cloud = cloudSchema.safeParse(entry);
  if (!cloud.success) throw new Error(`${file}: cloud "${name}": ${z.prettifyError(cloud.error)}`);
  return cloud.data;
}
