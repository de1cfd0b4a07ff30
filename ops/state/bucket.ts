/** What is needed of the place where a state lies, whoever keeps it. */
import type { Backend } from "./backend";
import { UserError } from "../errors";

export interface Condition {
  exists: boolean;
  /** Older versions of an object are kept; undefined: the service does not say. */
  versioned: boolean | undefined;
  /** Everybody may read it; undefined: the service does not say. */
  open: boolean | undefined;
}

export interface Bucket {
  condition(): Promise<Condition>;
  /** Makes it where it is not there, keeps older versions, and lets nobody else in. Can be run again. */
  create(): Promise<void>;
  /** Keys below a folder of the state, relative to the state. */
  list(prefix: string): Promise<string[]>;
  /** The text of an object. */
  read(key: string): Promise<string>;
}

/** @throws UserError for a backend that is no bucket or folder of ours to look into */
export async function bucketOf(backend: Backend, env: NodeJS.ProcessEnv): Promise<Bucket> {
  switch (backend.kind) {
    case "file":
      return (await import("./file-bucket.ts")).fileBucket(backend.folder);
    case "s3":
      return (await import("./s3-bucket.ts")).s3Bucket(backend, env);
    case "gs":
      return (await import("./gs-bucket.ts")).gsBucket(backend, env);
    case "other":
      throw new UserError(`"${backend.url}" is neither a bucket (s3://, gs://) nor a folder (file://).`);
  }
}
