/** What every site has, whatever it stands on: names, users, platform and services. */
import type { ConfigInput } from "../../config/schema";
import type { labSizes } from "../../config/sizing";
import type { Comments, Complete } from "./draft";

/** Image of the first lab; an exact tag, as the schema wants it. */
const notebookImage = { name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" };

/** What differs between the clouds. */
export interface CommonChoices {
  dns: "designate" | "clouddns" | "none";
  /** How it is known which DNS service there is; absent when it is known. */
  dnsGuess?: string;
  /** Export or StorageClass of the homes. */
  homes: string;
  nodePool?: string;
  /** Sizes of the labs, where not all of the usual ones fit the nodes. */
  sizes?: typeof labSizes;
  /** True where the cloud's own database is used. */
  cloudSql?: boolean;
}

type Common = Pick<ConfigInput, "dns" | "certificates" | "identity" | "database" | "platform" | "services">;

export function hasLabs({ login }: Complete): boolean {
  return login !== "none";
}

/** True when Keycloak keeps its users in a database of the cloud. */
export function wantsCloudSql({ login, lifecycle }: Complete): boolean {
  return login === "keycloak" && lifecycle === "production";
}

export function commonSections(answers: Complete, choices: CommonChoices, comments: Comments): Common {
  const labs = hasLabs(answers);
  return {
    dns: dns(answers, choices, comments),
    certificates: certificates(answers, choices, comments),
    ...(labs ? { identity: identity(answers, comments) } : {}),
    ...(answers.login === "keycloak" ? { database: database(answers, choices, comments) } : {}),
    platform: { charts: { source: "upstream" }, ingress: { replicas: answers.lifecycle === "production" ? 3 : 2 } },
    services: services(answers, choices, comments),
  };
}

function dns(answers: Complete, choices: CommonChoices, comments: Comments): Common["dns"] {
  const { domain, email } = answers;
  if (choices.dnsGuess !== undefined) comments.beside("dns/provider", `yours: ${choices.dnsGuess}`);
  else if (choices.dns === "none")
    comments.above(
      "dns/provider",
      "Records are made by hand, from the output dnsRecords. rfc2136 and route53 are possible too.",
    );
  else comments.above("dns/provider", "The zone is made here; delegate it once from the one above.");
  return { provider: choices.dns, zone: `${domain}.`, email };
}

function certificates(
  { lifecycle }: Complete,
  choices: CommonChoices,
  comments: Comments,
): NonNullable<Common["certificates"]> {
  if (lifecycle === "disposable") {
    comments.above("certificates/issuer", "An authority of our own, which no browser knows.");
    return { issuer: "private-ca" };
  }
  if (choices.dns === "none") {
    comments.above(
      "certificates/issuer",
      "Let's Encrypt asks on port 80, which must be reachable from everywhere. dns01 needs no open port.",
    );
    return { issuer: "http01" };
  }
  return { issuer: "dns01", solver: { provider: choices.dns } };
}

function identity(answers: Complete, comments: Comments): NonNullable<Common["identity"]> {
  const given = <T>(path: string, value: T | undefined, guess: T, how: string): T =>
    value ?? comments.guess(`identity/${path}`, guess, how);
  const clientId = (kind: string, guess: string, how: string) =>
    given(`${kind}/clientId`, answers.clientId, guess, how);
  switch (answers.login) {
    case "github":
      return {
        github: {
          clientId: clientId("github", "your-oauth-app", "client ID of the OAuth app"),
          organizations: [
            answers.organization ??
              comments.guess("identity/github/organizations", "your-organization", "whose members may log in"),
          ],
        },
      };
    case "oidc":
      return {
        oidc: {
          issuer: given("oidc/issuer", answers.issuer, "https://login.example.org", "issuer of the provider"),
          clientId: clientId("oidc", "your-client-id", "client ID there"),
        },
      };
    case "cilogon":
      return {
        cilogon: { clientId: clientId("cilogon", "cilogon:/client_id/0123456789abcdef", "client ID at CILogon") },
      };
    default:
      comments.above(
        "identity/keycloak",
        "A Keycloak of the platform's own, with users of its own; upstreams (a university's login) can be added.",
      );
      return { keycloak: { host: "login" } };
  }
}

/** Keycloak's. */
function database(answers: Complete, choices: CommonChoices, comments: Comments): NonNullable<Common["database"]> {
  if (answers.lifecycle === "disposable") return { kind: "in-cluster" };
  if (choices.cloudSql) return { kind: "cloudsql" };
  comments.above("database/kind", "For Keycloak. In production it is a server that somebody backs up.");
  const host = answers.databaseHost ?? comments.guess("database/host", "postgresql.example.org", "a PostgreSQL server");
  return { kind: "external", host };
}

function services(answers: Complete, choices: CommonChoices, comments: Comments): NonNullable<Common["services"]> {
  comments.above(
    "services",
    "A service is on when its section is there. Others: monitoring, uptime, logging, backup, registry, batch, portal, tap.",
  );
  comments.beside("services/landingPage/title", "yours: what people read");
  const landingPage = { host: "start", title: "Science platform" };
  if (!hasLabs(answers)) return { landingPage };
  comments.above(
    "services/virtualLabs/labs",
    "One is a beginning; each further one has its own users, images, namespace and quota.",
  );
  comments.beside("services/virtualLabs/labs/0/title", "yours: what people read");
  comments.beside("services/virtualLabs/labs/0/images/0", "yours: what people work with");
  const { homes, nodePool, sizes } = choices;
  if (sizes !== undefined)
    comments.above("services/virtualLabs/sizes", "Larger ones, which are usual, fit none of the nodes.");
  return {
    landingPage,
    virtualLabs: {
      homes,
      homeQuota: answers.homeQuota,
      ...(nodePool === undefined ? {} : { nodePool }),
      ...(sizes === undefined ? {} : { sizes }),
      labs: [{ name: "notebooks", title: "Notebooks", users: answers.users, images: [notebookImage] }],
    },
  };
}
