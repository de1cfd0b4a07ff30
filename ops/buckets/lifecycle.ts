/** Looks at the lifecycle rules of a stack's buckets, and sets them: the OpenStack provider has no resource for them, S3 has a call. */
import type { LifecycleRule, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { UserError } from "../errors";
import { s3Client, type ServiceError } from "../s3";
import { changedRules, wantedRules, type Lifecycle } from "./rules";

/** The stack's output `objectStore`. */
export const objectStoreOutput = z.object({
  endpoint: z.string(),
  region: z.string(),
  pathStyle: z.boolean(),
  buckets: z.record(z.string(), z.string()),
  credentials: z.object({ accessKey: z.string(), secretKey: z.string() }),
});
export type ObjectStoreOutput = z.infer<typeof objectStoreOutput>;

export interface Outcome {
  /** Purpose in objectStore.buckets. */
  purpose: string;
  bucket: string;
  /** "none": the bucket has no rules of ours, and is to have none. */
  state: "as wanted" | "set" | "differs" | "none";
}

/**
 * @param check Only look.
 * @throws UserError with every bucket whose service refused, after all others were seen to
 */
export async function lifecycle(
  store: ObjectStoreOutput,
  wishes: Record<string, Lifecycle>,
  check: boolean,
): Promise<Outcome[]> {
  const { endpoint, region, pathStyle, credentials } = store;
  const { s3, client } = await s3Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId: credentials.accessKey, secretAccessKey: credentials.secretKey },
  });
  const outcomes: Outcome[] = [];
  const refused: string[] = [];
  for (const [purpose, bucket] of Object.entries(store.buckets).sort()) {
    const wanted = wantedRules(wishes[purpose]);
    try {
      outcomes.push({ purpose, bucket, state: await settle(s3, client, bucket, wanted, check) });
    } catch (error) {
      if (wanted.length === 0 && isMissing(error)) outcomes.push({ purpose, bucket, state: "none" });
      else refused.push(`  ${bucket}: ${reason(error, purpose)}`);
    }
  }
  client.destroy();
  if (refused.length > 0) throw new UserError(`the object store at ${endpoint} refused:\n${refused.join("\n")}`);
  return outcomes;
}

async function settle(
  s3: typeof import("@aws-sdk/client-s3"),
  client: S3Client,
  bucket: string,
  wanted: LifecycleRule[],
  check: boolean,
): Promise<Outcome["state"]> {
  const found = await rulesOf(s3, client, bucket);
  const rules = changedRules(found, wanted);
  if (rules === undefined) return wanted.length === 0 ? "none" : "as wanted";
  if (check) return "differs";
  await client.send(
    rules.length === 0
      ? new s3.DeleteBucketLifecycleCommand({ Bucket: bucket })
      : new s3.PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: rules } }),
  );
  return "set";
}

async function rulesOf(
  s3: typeof import("@aws-sdk/client-s3"),
  client: S3Client,
  bucket: string,
): Promise<LifecycleRule[]> {
  try {
    const { Rules = [] } = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules;
  } catch (error) {
    if ((error as ServiceError).name === "NoSuchLifecycleConfiguration") return [];
    throw error;
  }
}

/** The service has no lifecycle rules at all: Swift answers 501. */
function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as ServiceError;
  return $metadata?.httpStatusCode === 501 || name === "NotImplemented";
}

function reason(error: unknown, purpose: string): string {
  if (isMissing(error))
    return (
      "it has no lifecycle rules (501), like every Swift: take " +
      `objectStore.lifecycle.${purpose} away, and have what writes there delete what is old`
    );
  const { name = "", message = "", $metadata } = error as ServiceError;
  if ($metadata?.httpStatusCode === 403) return `403 ${name}: may the stack's key pair change this bucket?`;
  return [$metadata?.httpStatusCode, name, message].filter((part) => part !== undefined && part !== "").join(" ");
}
