/** Versions of Kubernetes in resources, compared by their minor: "v1.34.2", "1.34", "1.34.4-gke.1193000". */

/** 34 for Kubernetes 1.34; undefined for what names no version. */
export function minorVersion(text: string): number | undefined {
  const minor = /(?:^|[^\d.])v?1\.(\d{1,2})(?![\d])/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
