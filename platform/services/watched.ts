/** Everything that is watched at a site: what the foundation says of itself, and every service that is on. Pure. */
import { installed } from "../../config/checks/phalanx-applications";
import type { Config } from "../../config/schema";
import type { Watch } from "../foundation/watch";
import { foundationWatch } from "../foundation/watched";
import { machineWatch } from "./file-server/machine";
import { listed, type Instance, type Service } from "./service";
import { phalanxWatch } from "./phalanx/watch";
import { vaultWatch } from "./vault/watch";

/** What is watched of each part of the platform, by the part's name: "platform" is the foundation. */
export type Watched = Readonly<Record<string, Watch>>;

/** @param made What runs at the site. */
export function watchedAt(config: Config, made: readonly { service: Service; instance: Instance }[]): Watched {
  const on = [...new Set(made.map(({ service }) => service))];
  const ofServices = on.map((service): [string, Watch] => [
    service.name,
    {
      alerts: listed(service.alerts(config)),
      dashboards: listed(service.dashboards(config)),
      metrics: made
        .filter((one) => one.service === service)
        .flatMap(({ instance }) =>
          (instance.metrics ?? []).map((metrics) => ({ ...metrics, namespace: instance.name })),
        ),
    },
  ]);
  return { platform: foundationWatch(config), ...besideServices(config), ...Object.fromEntries(ofServices) };
}

/** Parts that are no services of the table: what the hardware layer made, Vault, which services need, and what Argo CD installs. */
function besideServices({ phalanx, secrets, storage }: Config): Watched {
  const applications = installed(phalanx);
  return {
    ...(applications.length > 0 ? { phalanx: phalanxWatch(applications) } : {}),
    ...(storage.fileServer?.kind === "vm" ? { "file-server-machine": machineWatch } : {}),
    ...(secrets.backend === "vault-in-cluster" ? { vault: vaultWatch(secrets) } : {}),
  };
}
