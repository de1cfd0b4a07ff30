/** Every secret of the platform: the one place to declare them. A service of ours has its own beside it, Phalanx's are in phalanx.ts. */
import type { Config } from "../../config/schema";
import type { ServiceSecrets } from "./contract";
import { declaredSecrets, type DeclaredService } from "./declared";
import { phalanxSecrets } from "./phalanx";

/** User name for /status, the front page's counters. */
const statusUser = "status";

const landingPage: ServiceSecrets = {
  service: "landing-page",
  delivery: "platform",
  when: ({ services }) => services.landingPage !== undefined,
  keys: {
    username: { description: "Who may see the counters at /status.", source: { kind: "text", value: statusUser } },
    password: { description: "Password for that.", source: { kind: "password" } },
    auth: {
      description: "Both as the ingress controller reads them.",
      source: { kind: "bcrypt", of: "password", user: statusUser },
    },
  },
};

export const declarations: readonly ServiceSecrets[] = [landingPage, ...phalanxSecrets];

/** @throws Error when the site's own (secrets.static) do not fit to what is declared. */
export function siteSecrets(config: Config): DeclaredService[] {
  return declaredSecrets(config, declarations);
}
