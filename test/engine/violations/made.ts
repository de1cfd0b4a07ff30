import type { ApiServer } from "../api-server";
import { collection } from "../objects";
import { allowed, violations } from "./table";

/** Paths of everything in an API server that one of the violations could have made. */
export async function made(api: ApiServer): Promise<string[]> {
  const objects = [...allowed, ...Object.values(violations).flatMap(({ resources }) => resources)];
  const collections = new Set(objects.flatMap((one) => ("apiVersion" in one ? collection(one) : [])));
  const lists = await Promise.all(
    [...collections].map(async (url) => {
      const { body } = await api.request("admin", "GET", url);
      return (body.items as { metadata: { name: string } }[]).map(({ metadata }) => `${url}/${metadata.name}`);
    }),
  );
  return lists.flat().sort();
}
