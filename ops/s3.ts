/** Clients of S3 for services of every maker: AWS, Ceph's gateway, Swift. Loaded when a command needs one, because it is large. */
import type { S3ClientConfig } from "@aws-sdk/client-s3";

/** @returns the SDK, and a client with what services other than AWS need too */
export async function s3Client(settings: S3ClientConfig) {
  // It would tell people of Node's age at every start; package.json says which Node is right.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const s3 = await import("@aws-sdk/client-s3");
  const client = new s3.S3Client({
    // Others than AWS do not know the checksums that AWS's own client adds unasked.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    ...settings,
  });
  return { s3, client };
}

/** As the SDK throws what a service refuses. */
export interface ServiceError {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}
