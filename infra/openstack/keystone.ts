/** Where pods of the cluster log in at the cloud. Pure. */
import type { CatalogService } from "./s3-endpoint";

/**
 * Keystone's public address in a catalog.
 *
 * @throws When the region has none.
 */
export function keystone(catalog: CatalogService[], region: string): string {
  const found = catalog
    .filter((service) => service.type === "identity")
    .flatMap((service) => service.endpoints)
    .find((endpoint) => endpoint.interface === "public" && endpoint.region === region);
  if (found === undefined) throw new Error(`The cloud's catalog has no Keystone in region "${region}".`);
  return found.url;
}
