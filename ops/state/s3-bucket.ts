/**
 * A bucket of S3: AWS, Ceph's gateway, Swift. Credentials are found as the engine finds them: AWS_ACCESS_KEY_ID and
 * AWS_SECRET_ACCESS_KEY, or ~/.aws/credentials.
 */
import type * as sdk from "@aws-sdk/client-s3";
import { UserError } from "../errors";
import { s3Client, type ServiceError } from "../s3";
import type { S3Backend } from "./backend";
import type { Bucket, Condition } from "./bucket";

/** Groups of everybody, and of everybody with an account anywhere. */
const everybody = /\/(AllUsers|AuthenticatedUsers)$/;

export async function s3Bucket(backend: S3Backend, env: NodeJS.ProcessEnv): Promise<Bucket> {
  const { bucket, endpoint, pathStyle, prefix, profile } = backend;
  const region = backend.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1";
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  const { s3, client } = await s3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }),
  });
  const named = { Bucket: bucket };
  /** What the service refuses, in a sentence. */
  const told = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new UserError(`s3://${bucket} at ${endpoint ?? "AWS"}: ${what} failed: ${reason(error)}`);
    }
  };

  const exists = async (): Promise<boolean> => {
    try {
      await client.send(new s3.HeadBucketCommand(named));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  };
  const condition = async (): Promise<Condition> => {
    if (!(await exists())) return { exists: false, versioned: undefined, open: undefined };
    const versioning = await client.send(new s3.GetBucketVersioningCommand(named));
    const acl = await client.send(new s3.GetBucketAclCommand(named)).catch(() => undefined);
    const open = acl?.Grants?.some(({ Grantee }) => everybody.test(Grantee?.URI ?? ""));
    return { exists: true, versioned: versioning.Status === "Enabled", open };
  };
  const create = async (): Promise<void> => {
    // Elsewhere than in us-east-1 AWS wants to be told where; others take their own region only, or none.
    const where =
      endpoint === undefined && region !== "us-east-1"
        ? { CreateBucketConfiguration: { LocationConstraint: region as sdk.BucketLocationConstraint } }
        : {};
    if (!(await exists())) await client.send(new s3.CreateBucketCommand({ ...named, ACL: "private", ...where }));
    await client.send(new s3.PutBucketVersioningCommand({ ...named, VersioningConfiguration: { Status: "Enabled" } }));
    const shut = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await client
      .send(new s3.PutPublicAccessBlockCommand({ ...named, PublicAccessBlockConfiguration: shut }))
      // Swift does not have it: there a bucket is private until somebody opens it.
      .catch((error: unknown) => {
        if (endpoint === undefined) throw error;
      });
  };
  const list = async (folder: string): Promise<string[]> => {
    const keys: string[] = [];
    const pages = s3.paginateListObjectsV2({ client }, { ...named, Prefix: `${prefix}${folder}` });
    for await (const { Contents = [] } of pages)
      keys.push(...Contents.flatMap(({ Key }) => Key?.slice(prefix.length) ?? []));
    return keys.sort();
  };
  const read = async (key: string): Promise<string> => {
    const { Body } = await client.send(new s3.GetObjectCommand({ ...named, Key: `${prefix}${key}` }));
    return (await Body?.transformToString("utf8")) ?? "";
  };
  return {
    condition: () => told("looking at it", condition),
    create: () => told("making it", create),
    list: (folder) => told("listing", () => list(folder)),
    read: (key) => told(`reading ${key}`, () => read(key)),
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as ServiceError).$metadata?.httpStatusCode;
}

function reason(error: unknown): string {
  const { code, message = "", name = "" } = error as ServiceError;
  const status = statusOf(error);
  if (name === "CredentialsProviderError")
    return "there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (OpenStack: `openstack ec2 credentials create`).";
  if (status === 403) return `refused (403 ${name}): are the credentials right, and may they do this?`;
  if (status === 409) return "somebody else has a bucket of this name: choose another.";
  return [status, name, code, message].filter((part) => part !== undefined && part !== "").join(" ");
}
