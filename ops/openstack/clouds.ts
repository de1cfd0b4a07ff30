/**
 * Reads an entry of clouds.yaml, where the openstack client looks for it: OS_CLIENT_CONFIG_FILE, the working folder,
 * ~/.config/openstack, /etc/openstack.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const cloudSchema = z.looseObject({
  auth: z.looseObject({
    auth_url: z.string(),
    username: z.string().optional(),
    password: z.string().optional(),
    project_name: z.string().optional(),
    user_domain_name: z.string().optional(),
    project_domain_name: z.string().optional(),
    application_credential_id: z.string().optional(),
    application_credential_secret: z.string().optional(),
  }),
  region_name: z.string().optional(),
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
