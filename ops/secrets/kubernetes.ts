/** The Secrets that the platform made in the cluster. */
import { z } from "zod";
import { serviceLabel } from "../../platform/secrets/labels";
import type { Kubectl } from "../destroy/cluster-access";
import type { Secrets } from "./compare";

const list = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      data: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** By service. */
export async function clusterSecrets(kubectl: Kubectl): Promise<Secrets> {
  return secretsIn(
    await kubectl.run("get", "secrets", "--all-namespaces", "--selector", serviceLabel, "--output", "json"),
  );
}

/** @param text A list as kubectl prints it. */
export function secretsIn(text: string): Secrets {
  return new Map(
    list.parse(JSON.parse(text)).items.map(({ metadata, data }) => {
      const plain = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]);
      return [metadata.labels[serviceLabel] ?? "", Object.fromEntries(plain) as Record<string, string>];
    }),
  );
}
