/** Who may do what: identity, roles, and where secrets are kept. */
import { z } from "zod";
import { cidr, cron, groups, host, httpsUrl, memory, quota, resources } from "./values";

const secretKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\/[\w.-]+$/, 'a service and a key, like "gafaelfawr/session-secret"');

/** What every backend has. */
const ofEverySecret = {
  rotation: z
    .int()
    .min(1)
    .default(1)
    .describe("Raise it by one to make every generated secret anew: users are logged out, services restart."),
  rotations: z
    .record(secretKey, z.int().min(1))
    .default({})
    .describe('The same for single ones: "service/key" to a number to raise; `secrets list` says the names.'),
  static: z
    .record(secretKey, z.string().regex(/^static-[a-z][a-z0-9-]*$/, 'a name that begins with "static-"'))
    .default({})
    .describe(
      'Further secrets, and values of yours for declared ones: "service/key" to the stack secret static-<name> that has it.',
    ),
};

export const secrets = z
  .discriminatedUnion("backend", [
    z.strictObject({
      backend: z.literal("kubernetes").describe("Generated secrets lie in the cluster as Kubernetes Secrets."),
      ...ofEverySecret,
    }),
    z.strictObject({
      backend: z
        .literal("vault")
        .describe(
          "A Vault that is there already. The AppRole that may write is the stack secrets vault-role-id and vault-secret-id; with phalanx, the one that may only read is vault-reader-role-id and vault-reader-secret-id.",
        ),
      address: httpsUrl.describe("Address of Vault. Only https: tokens travel on it."),
      namespace: z
        .string()
        .min(1)
        .optional()
        .describe("Namespace of Vault Enterprise or HCP, like admin/science. Default: the root."),
      certificateAuthority: z
        .string()
        .startsWith("-----BEGIN CERTIFICATE-----", "a certificate in PEM, as a text of many lines")
        .optional()
        .describe("PEM of the authority that signed its certificate. Default: those that everybody trusts."),
      mount: z.string().min(1).default("secret").describe("Mount of the KV version 2 engine."),
      path: z
        .string()
        .regex(/^[\w-]+(\/[\w-]+)*$/, "a path like phalanx/roe, without slashes at its ends")
        .describe("Path of this environment below the mount."),
      ...ofEverySecret,
    }),
    z.strictObject({
      backend: z.literal("vault-in-cluster").describe("Vault as a service of the platform: raft, TLS."),
      replicas: z.literal([1, 3, 5]).default(3).describe("Servers."),
      storage: memory.default("10Gi").describe("Volume of each server, and of the snapshots."),
      unseal: z
        .enum(["shamir", "gcp-kms"])
        .default("shamir")
        .describe("shamir: people with key shares. gcp-kms: by itself, needs vaultUnseal."),
      snapshots: cron.default("30 2 * * *").describe("Cron line of the raft snapshots, UTC."),
      ...ofEverySecret,
    }),
  ])
  .prefault({ backend: "kubernetes" })
  .describe("Where the platform's secrets are kept.");

const ldap = z
  .strictObject({
    url: z
      .string()
      .regex(/^ldaps?:\/\/[\w.-]+(:\d+)?$/, "an address like ldaps://ldap.example.org")
      .describe("Server."),
    userBaseDn: z.string().min(1).describe("Where users are found."),
    groupBaseDn: z.string().min(1).describe("Where groups are found."),
    userDn: z
      .string()
      .optional()
      .describe("DN to bind as; its password is the stack secret ldap-password. Default: anonymous."),
    userSearchAttr: z.string().min(1).default("uid").describe("Attribute of a user that holds the user name."),
    uidAttr: z.string().min(1).default("uidNumber").describe("Attribute that holds the UID of a user."),
    gidAttr: z.string().min(1).default("gidNumber").describe("Attribute that holds the GID of a user or group."),
    groupObjectClass: z.string().min(1).default("posixGroup").describe("Object class of groups."),
    groupMemberAttr: z.string().default("member").describe("Attribute of a group that names its members."),
    groupSearchByDn: z.boolean().default(true).describe("true: members are DNs. false: user names (posixGroup)."),
  })
  .describe("LDAP: users' groups, UID and GID.");

const upstream = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes")
    .describe("Short name, part of the redirect address."),
  issuer: httpsUrl.describe(
    "Issuer of the upstream OpenID Connect provider. Its /.well-known/openid-configuration says the addresses below: Keycloak does not look them up.",
  ),
  clientId: z
    .string()
    .min(1)
    .describe(
      "Client there; its secret is the stack secret keycloak-<name>-client-secret. It must know the address of return https://<host>.<zone>/realms/<realm>/broker/<name>/endpoint.",
    ),
  loginUrl: httpsUrl.describe("Where users are sent to log in (authorization_endpoint)."),
  tokenUrl: httpsUrl.describe("Where logins are exchanged for tokens (token_endpoint)."),
  keysUrl: httpsUrl.describe("Keys that its tokens are signed with (jwks_uri)."),
  userInfoUrl: httpsUrl
    .optional()
    .describe("What else it says of users (userinfo_endpoint). Default: only what is in their tokens."),
});

export const identity = z
  .strictObject({
    github: z
      .strictObject({
        clientId: z.string().min(1).describe("Client ID of the OAuth app; its secret is github-client-secret."),
        organizations: z.array(z.string().min(1)).min(1).describe("Organizations whose members may come in."),
      })
      .optional()
      .describe("Users are GitHub's; groups, UID and GID come from there too."),
    oidc: z
      .strictObject({
        issuer: httpsUrl.describe("Issuer; its /.well-known/openid-configuration says the rest."),
        clientId: z.string().min(1).describe("Client ID; its secret is the stack secret oidc-client-secret."),
        loginUrl: httpsUrl
          .optional()
          .describe(
            "Where users are sent to log in (authorization_endpoint). Required with phalanx, which does not look it up.",
          ),
        tokenUrl: httpsUrl
          .optional()
          .describe(
            "Where logins are exchanged for tokens (token_endpoint). Required with phalanx, which does not look it up.",
          ),
        usernameClaim: z.string().default("preferred_username").describe("Claim that holds the user's name."),
      })
      .optional()
      .describe("Users of an OpenID Connect provider."),
    cilogon: z
      .strictObject({
        clientId: z
          .string()
          .regex(/^cilogon:\/client_id\/[0-9a-f]+$/, "a client ID like cilogon:/client_id/0123abcd")
          .describe("Client ID; its secret is the stack secret cilogon-client-secret."),
        enrollmentUrl: httpsUrl.optional().describe("Where unknown users are sent."),
      })
      .optional()
      .describe("Users of CILogon (universities' logins)."),
    keycloak: z
      .strictObject({
        host: host.describe("Host name below dns.zone."),
        realm: z
          .string()
          .regex(
            /^(?!master$)[a-z][a-z0-9-]*$/,
            "lower-case letters, digits and dashes, and not Keycloak's own, master",
          )
          .default("platform")
          .describe("Realm that holds users, groups and clients."),
        replicas: z.int().min(1).default(2).describe("Pods."),
        resources: resources
          .default({ cpu: { request: "500m", limit: "2" }, memory: { request: "1Gi", limit: "2Gi" } })
          .describe("Resources of each."),
        upstreams: z
          .array(upstream)
          .default([])
          .describe("Providers that users may come from. Default: Keycloak's own users."),
      })
      .optional()
      .describe("Keycloak as a service of the platform, with a client for each service."),
    ldap: ldap
      .optional()
      .describe("LDAP: required with oidc, cilogon or keycloak when Phalanx is on; refused with github."),
    scopes: z
      .record(z.string(), groups.min(1))
      .default({})
      .describe('Gafaelfawr scope to groups; with github a group is "organization/team".'),
  })
  .optional()
  .describe("Who the users are: exactly one of github, oidc, cilogon, keycloak. Default: nobody logs in.");

const role = (who: string) =>
  z
    .strictObject({
      groups: groups.default([]).describe("Groups that have the role."),
      quota: quota.optional().describe("Quota of each namespace that the role owns. Default: platform.quota."),
    })
    .prefault({})
    .describe(who);

export const roles = z
  .strictObject({
    operators: role("Run the platform: everything but the users' data."),
    serviceOwners: role("Look after single services: their namespaces."),
    labAdmins: role("Look after virtual labs: their hubs and users' servers."),
    users: role("Work in labs; no access to Kubernetes itself."),
  })
  .prefault({})
  .describe("Roles of DMTN-084 and the groups that have them.");

export const database = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z
        .literal("in-cluster")
        .describe("PostgreSQL as a pod: for labs, not for production. Phalanx's applications have one of their own."),
      storage: memory.default("10Gi").describe("Volume."),
    }),
    z.strictObject({
      kind: z
        .literal("external")
        .describe(
          "A PostgreSQL server that somebody runs, with a database and a user of one name for each of Phalanx's applications and for keycloak; their passwords, and that of TAP's user, are the stack secrets database-<name>-password.",
        ),
      host: z.string().min(1).describe("Address or name."),
      port: z.int().min(1).max(65535).default(5432).describe("Port."),
      range: cidr.optional().describe("Range that the server lies in, for the network policies. Default: anywhere."),
    }),
    z.strictObject({ kind: z.literal("cloudsql").describe("The cloudSql section's (gcp only).") }),
  ])
  .optional()
  .describe("PostgreSQL for the services that need it. Default: none.");
