/**
 * A bucket of Google Cloud Storage. Credentials are those of the machine (`gcloud auth application-default login`, or a workload's own), as
 * the engine finds them; STORAGE_EMULATOR_HOST stands for another server without any, as everywhere at Google.
 */
import { z } from "zod";
import { UserError } from "../errors";
import type { Backend } from "./backend";
import type { Bucket } from "./bucket";

const bucketSchema = z.object({
  versioning: z.object({ enabled: z.boolean().default(false) }).default({ enabled: false }),
  iamConfiguration: z
    .object({ publicAccessPrevention: z.string().default("inherited") })
    .default({ publicAccessPrevention: "inherited" }),
});
const listSchema = z.object({
  items: z.array(z.object({ name: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

type Method = "GET" | "POST" | "PATCH";
interface Answer {
  status: number;
  text: string;
}

export async function gsBucket(
  { bucket, prefix }: Extract<Backend, { kind: "gs" }>,
  env: NodeJS.ProcessEnv,
): Promise<Bucket> {
  const ask = await asker(env);
  const about = `/storage/v1/b/${encodeURIComponent(bucket)}`;
  const request = async (what: string, method: Method, path: string, body?: object): Promise<string | undefined> => {
    const { status, text } = await ask(method, path, body).catch((error: Error) => {
      throw new UserError(`gs://${bucket}: ${what} failed: ${error.message}`);
    });
    if (status === 404) return undefined;
    if (status === 409)
      throw new UserError(`gs://${bucket}: ${what} failed: somebody else has a bucket of this name: choose another.`);
    if (status >= 300) throw new UserError(`gs://${bucket}: ${what} failed: ${status} ${reason(text)}`);
    return text;
  };
  const found = async () => {
    const text = await request("looking at it", "GET", about);
    return text === undefined ? undefined : bucketSchema.parse(JSON.parse(text));
  };
  const wanted = {
    versioning: { enabled: true },
    iamConfiguration: { publicAccessPrevention: "enforced", uniformBucketLevelAccess: { enabled: true } },
  };
  return {
    condition: async () => {
      const one = await found();
      if (one === undefined) return { exists: false, versioned: undefined, open: undefined };
      const shut = one.iamConfiguration.publicAccessPrevention === "enforced";
      return { exists: true, versioned: one.versioning.enabled, open: shut ? false : undefined };
    },
    create: async () => {
      if ((await found()) !== undefined) return void (await request("making it so", "PATCH", about, wanted));
      const project = env.GOOGLE_CLOUD_PROJECT ?? env.CLOUDSDK_CORE_PROJECT;
      if (project === undefined)
        throw new UserError("Whose bucket shall it be? Set GOOGLE_CLOUD_PROJECT to the project's id.");
      await request("making it", "POST", `/storage/v1/b?project=${encodeURIComponent(project)}`, {
        name: bucket,
        ...(env.CLOUDSDK_COMPUTE_REGION === undefined ? {} : { location: env.CLOUDSDK_COMPUTE_REGION }),
        ...wanted,
      });
    },
    list: async (folder) => {
      const keys: string[] = [];
      let page: string | undefined;
      do {
        const query = new URLSearchParams({
          prefix: `${prefix}${folder}`,
          ...(page === undefined ? {} : { pageToken: page }),
        });
        const { items, nextPageToken } = listSchema.parse(
          JSON.parse((await request("listing", "GET", `${about}/o?${query.toString()}`)) ?? "{}"),
        );
        keys.push(...items.map(({ name }) => name.slice(prefix.length)));
        page = nextPageToken;
      } while (page !== undefined);
      return keys.sort();
    },
    read: async (key) =>
      (await request(`reading ${key}`, "GET", `${about}/o/${encodeURIComponent(prefix + key)}?alt=media`)) ?? "",
  };
}

async function asker(env: NodeJS.ProcessEnv) {
  const emulator = env.STORAGE_EMULATOR_HOST;
  if (emulator !== undefined) {
    const base = /^https?:/.test(emulator) ? emulator : `http://${emulator}`;
    return async (method: Method, path: string, body?: object): Promise<Answer> => {
      const sent =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const answer = await fetch(`${base}${path}`, { method, ...sent });
      return { status: answer.status, text: await answer.text() };
    };
  }
  const { GoogleAuth } = await import("google-auth-library");
  const auth = new GoogleAuth({ scopes: "https://www.googleapis.com/auth/devstorage.full_control" });
  return async (method: Method, path: string, body?: object): Promise<Answer> => {
    const { data, status } = await auth.request<string>({
      url: `https://storage.googleapis.com${path}`,
      method,
      responseType: "text",
      validateStatus: () => true,
      ...(body === undefined ? {} : { data: body }),
    });
    return { status, text: data };
  };
}

function reason(text: string): string {
  const parsed = z.object({ error: z.object({ message: z.string() }) }).safeParse(jsonOrNothing(text));
  return parsed.success ? parsed.data.error.message : text.slice(0, 200);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
