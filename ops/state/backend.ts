/** Where a state is: the address of a backend, as Pulumi takes it (PULUMI_BACKEND_URL). Pure. */
import { UserError } from "../errors";

export type Backend =
  | { kind: "file"; url: string; folder: string }
  | S3Backend
  | { kind: "gs"; url: string; bucket: string; prefix: string }
  | { kind: "other"; url: string };

export interface S3Backend {
  kind: "s3";
  url: string;
  bucket: string;
  /** Folder in the bucket, "" or ending in "/". */
  prefix: string;
  /** With its scheme; undefined: AWS. */
  endpoint: string | undefined;
  region: string | undefined;
  /** endpoint/bucket rather than bucket.endpoint: what Swift and Ceph's gateway take. */
  pathStyle: boolean;
  /** Section of ~/.aws/credentials. */
  profile: string | undefined;
}

/** Names that S3, Google and Swift all take. */
const bucketName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** @throws UserError for what is no address of a backend. */
export function parseBackend(text: string): Backend {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UserError(`"${text}" is no address of a backend: write one like s3://my-state or file:///srv/state.`);
  }
  switch (url.protocol) {
    case "file:": {
      // The engine takes "file://~" as home and "file://./x" as relative, which are no URLs to others.
      const folder = text.slice("file://".length).replace(/^~/, process.env.HOME ?? "~");
      return { kind: "file", url: text, folder: folder.replace(/\?.*$/, "") };
    }
    case "s3:":
      return s3(text, url);
    case "gs:":
      return { kind: "gs", url: text, ...place(text, url) };
    default:
      return { kind: "other", url: text };
  }
}

function s3(text: string, url: URL): S3Backend {
  const get = (name: string) => url.searchParams.get(name) ?? undefined;
  const isTrue = (...names: string[]) => names.some((name) => get(name) === "true");
  const endpoint = get("endpoint");
  const scheme = isTrue("disable_https", "disableSSL") ? "http" : "https";
  return {
    kind: "s3",
    url: text,
    ...place(text, url),
    endpoint: endpoint === undefined || /^https?:\/\//.test(endpoint) ? endpoint : `${scheme}://${endpoint}`,
    region: get("region"),
    pathStyle: isTrue("use_path_style", "s3ForcePathStyle"),
    profile: get("profile"),
  };
}

function place(text: string, url: URL): { bucket: string; prefix: string } {
  const bucket = url.hostname;
  if (!bucketName.test(bucket))
    throw new UserError(
      `"${text}": "${bucket}" is no name for a bucket: 3 to 63 small letters, digits and hyphens, a letter or digit at both ends.`,
    );
  const prefix = url.pathname.replace(/^\/+|\/+$/g, "");
  return { bucket, prefix: prefix === "" ? "" : `${prefix}/` };
}

/** The address without anything that could be a password. */
export function shown(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//***@");
}
