/** Quotas of namespaces. */
import type { Problem } from "../problems";
import { quantity } from "../quantity";
import type { Config } from "../schema";

/** A service that asks for more than its namespace may have waits for pods that never come, until its release times out. */
export function quotas({ platform, services: { landingPage } }: Config): Problem[] {
  const { quota, ingress } = platform;
  const services = [
    ["platform.ingress", ingress] as const,
    ...(landingPage ? [["services.landingPage", landingPage] as const] : []),
  ];
  return services.flatMap(([path, { replicas, resources }]) =>
    (["cpu", "memory"] as const).flatMap((kind) => {
      const { limit } = resources[kind];
      const each = quantity(limit);
      const allowed = quantity(quota[kind]);
      if (each === undefined || allowed === undefined || each * replicas <= allowed) return [];
      const message = `"${limit}" for each of ${replicas} replicas is more than platform.quota.${kind} "${quota[kind]}": raise the quota or lower either`;
      return [{ path: `${path}.resources.${kind}.limit`, message }];
    }),
  );
}
