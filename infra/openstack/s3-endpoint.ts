/** Where a cloud's object store speaks S3. */

/** One service of a Keystone catalog, as `identity.getAuthScope` gives it. */
export interface CatalogService {
  type: string;
  endpoints: { interface: string; region: string; url: string }[];
}

/**
 * The S3 address in a catalog: of a service of type "s3" if there is one, else of the object store. Swift's s3api and Ceph's gateway both
 * serve S3 at the root of the address whose path the catalog gives for Swift's own API.
 *
 * @throws When the region has no object store, with what the catalog has.
 */
export function s3Endpoint(catalog: CatalogService[], region: string): string {
  const endpoint = publicEndpoint(catalog, ["s3", "object-store"], region);
  if (endpoint) return new URL(endpoint).origin;
  const types = [...new Set(catalog.map((service) => service.type))].sort().join(", ");
  throw new Error(
    `The cloud's catalog has no object store in region "${region}" (it has: ${types}). Set objectStore.endpoint in the stack file.`,
  );
}

/** Public address of the first of the service types that the region has. */
export function publicEndpoint(catalog: CatalogService[], types: string[], region: string): string | undefined {
  return types
    .flatMap((type) => catalog.filter((service) => service.type === type))
    .flatMap((service) => service.endpoints)
    .find((candidate) => candidate.interface === "public" && candidate.region === region)?.url;
}
