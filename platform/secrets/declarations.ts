/** Every secret of the platform, in one list: services of ours declare theirs in platform/services, Phalanx's are in phalanx.ts. */
import type { Config } from "../../config/schema";
import { instancesOf } from "../services/table";
import type { ServiceSecrets } from "./contract";
import { declaredSecrets, type DeclaredService } from "./declared";
import { phalanxSecrets } from "./phalanx";

/** @throws Error when the site's own (secrets.static) do not fit to what is declared. */
export function siteSecrets(config: Config): DeclaredService[] {
  const ours = instancesOf(config).flatMap(({ instance: { secret } }): ServiceSecrets[] =>
    secret === undefined ? [] : [{ ...secret.declared, when: () => true }],
  );
  return declaredSecrets(config, [...ours, ...phalanxSecrets]);
}
