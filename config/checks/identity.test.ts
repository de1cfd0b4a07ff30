import type { OpenstackInput } from "../schema";
import { addLab, addPhalanx, onGcp, onOpenstack } from "./testing";

type Identity = NonNullable<OpenstackInput["identity"]>;

const github = { clientId: "client", organizations: ["science", "Guests"] };
const unplaced = { issuer: "https://login.example", clientId: "client" };
const oidc = { ...unplaced, loginUrl: "https://login.example/auth", tokenUrl: "https://login.example/token" };
const cilogon = { clientId: "cilogon:/client_id/0123abcd" };
const keycloak = { host: "login" };
const upstream = {
  ...{ name: "university", issuer: "https://idp.example", clientId: "platform" },
  ...{
    loginUrl: "https://idp.example/authorize",
    tokenUrl: "https://idp.example/token",
    keysUrl: "https://idp.example/keys",
  },
};
/** Where Keycloak keeps its users; the sites of these tests are disposable. */
const database = { kind: "in-cluster" } as const;
const ldap = { url: "ldaps://ldap.example", userBaseDn: "ou=people", groupBaseDn: "ou=groups" };
const identity = (value: Identity) => (input: OpenstackInput) => {
  input.identity = value;
  if (value.keycloak) input.database = database;
};
const withPhalanx = (value: Identity) => (input: OpenstackInput) => {
  identity(value)(input);
  addPhalanx(input);
};

describe("one provider", () => {
  onOpenstack([
    ["GitHub", identity({ github }), []],
    ["OpenID Connect", identity({ oidc }), []],
    ["CILogon", identity({ cilogon }), []],
    ["Keycloak", identity({ keycloak }), []],
    [
      "none",
      identity({}),
      [{ path: "identity", message: "exactly one of github, oidc, cilogon and keycloak is needed, none is there" }],
    ],
    [
      "three",
      identity({ keycloak, github, oidc }),
      [
        {
          path: "identity",
          message: "exactly one of github, oidc, cilogon and keycloak is needed, github, oidc and keycloak are there",
        },
      ],
    ],
  ]);
});

describe("where an OpenID Connect provider is", () => {
  const { loginUrl } = oidc;
  const missing = (key: string, name: string) => ({
    path: `identity.oidc.${key}`,
    message: `is missing: Phalanx does not look it up; write what https://login.example/.well-known/openid-configuration calls ${name}`,
  });
  onOpenstack([
    [
      "not said to Phalanx",
      withPhalanx({ oidc: unplaced, ldap }),
      [missing("loginUrl", "authorization_endpoint"), missing("tokenUrl", "token_endpoint")],
    ],
    ["half said", withPhalanx({ oidc: { ...unplaced, loginUrl }, ldap }), [missing("tokenUrl", "token_endpoint")]],
    ["said", withPhalanx({ oidc, ldap }), []],
    ["nobody's business without Phalanx", identity({ oidc: unplaced }), []],
  ]);
});

describe("who needs one", () => {
  onOpenstack([
    [
      "Phalanx and labs",
      (input) => {
        addPhalanx(input);
        addLab(input);
        delete input.identity;
      },
      [
        {
          path: "identity",
          message:
            "is missing: phalanx and services.virtualLabs must know the users; add github, oidc, cilogon or keycloak",
        },
      ],
    ],
    [
      "labs alone",
      (input) => {
        addLab(input);
        delete input.identity;
      },
      [
        {
          path: "identity",
          message: "is missing: services.virtualLabs must know the users; add github, oidc, cilogon or keycloak",
        },
      ],
    ],
  ]);
});

describe("LDAP", () => {
  const missing = (provider: string) => [
    {
      path: "identity.ldap",
      message: `is missing: with ${provider}, Phalanx takes groups, UID and GID from LDAP; add it, or use github`,
    },
  ];
  onOpenstack([
    ["not with GitHub", withPhalanx({ github }), []],
    [
      "with GitHub, even without Phalanx",
      identity({ github, ldap }),
      [
        {
          path: "identity.ldap",
          message: "does not go with github, which says groups, UID and GID itself: remove one of them",
        },
      ],
    ],
    ["with OpenID Connect", withPhalanx({ oidc, ldap }), []],
    ["not with OpenID Connect", withPhalanx({ oidc }), missing("oidc")],
    ["not with CILogon", withPhalanx({ cilogon }), missing("cilogon")],
    ["not with Keycloak", withPhalanx({ keycloak }), missing("keycloak")],
    ["with Keycloak", withPhalanx({ keycloak, ldap }), []],
    ["with Keycloak for other services than Phalanx", identity({ keycloak, ldap }), []],
  ]);
});

describe("the platform's own Keycloak", () => {
  const noDatabase = {
    path: "database",
    message: "is missing: Keycloak keeps users and groups in PostgreSQL; add external, in-cluster or cloudsql",
  };
  const unknownAuthority = {
    path: "certificates.issuer",
    message:
      '"private-ca" does not go with identity.keycloak: services ask it by its public name, do not know this authority, and could log nobody in; write dns01, http01 or existing',
  };
  const production = (change: (input: OpenstackInput) => void) => (input: OpenstackInput) => {
    identity({ keycloak })(input);
    input.lifecycle = "production";
    input.database = { kind: "external", host: "db.example" };
    change(input);
  };
  onOpenstack([
    ["with users of its own", identity({ keycloak }), []],
    ["with others' users", identity({ keycloak: { ...keycloak, upstreams: [upstream] } }), []],
    [
      "with two providers of one name",
      identity({ keycloak: { ...keycloak, upstreams: [upstream, upstream] } }),
      [{ path: "identity.keycloak.upstreams[1].name", message: '"university" is taken: choose another name' }],
    ],
    [
      "without a database",
      (input) => {
        input.identity = { keycloak };
      },
      [noDatabase],
    ],
    [
      "in production with a pod as its database",
      production((input) => {
        input.database = database;
        input.certificates = { issuer: "http01" };
      }),
      [{ path: "database.kind", message: '"in-cluster" is not for production: write external, or cloudsql on gcp' }],
    ],
    ["in production with a certificate that nobody trusts", production(() => undefined), [unknownAuthority]],
    [
      "in production with one that everybody trusts",
      production((input) => (input.certificates = { issuer: "http01" })),
      [],
    ],
    [
      "at the host of another service",
      (input) => {
        identity({ keycloak })(input);
        input.services = { landingPage: { host: "login" } };
      },
      [
        {
          path: "identity.keycloak.host",
          message: '"login" is the name of services.landingPage.host too: choose another',
        },
      ],
    ],
    [
      "with more pods than its namespace may have",
      identity({ keycloak: { ...keycloak, replicas: 5 } }),
      [
        {
          path: "identity.keycloak.resources.cpu.limit",
          message: '"2" for each of 5 replicas is more than platform.quota.cpu "8": raise the quota or lower either',
        },
      ],
    ],
  ]);
  onGcp([
    [
      "in Cloud SQL without a database of its own",
      (input) => {
        input.identity = { keycloak };
        input.database = { kind: "cloudsql" };
        input.cloudSql = { databases: ["gafaelfawr"] };
      },
      [
        {
          path: "cloudSql.databases",
          message: 'lacks "keycloak", where Keycloak keeps users and groups: add it',
        },
      ],
    ],
    [
      "in Cloud SQL",
      (input) => {
        input.identity = { keycloak };
        input.database = { kind: "cloudsql" };
        input.cloudSql = { databases: ["keycloak"] };
      },
      [],
    ],
  ]);
});

describe("groups with Keycloak", () => {
  const slash = (path: string, group: string) => ({
    path,
    message: `"${group}" has a slash, which in Keycloak parts a group from the one above it: name it without`,
  });
  onOpenstack([
    [
      "have no slash, wherever they are named",
      (input) => {
        identity({ keycloak, scopes: { "exec:admin": ["science/dev"] } })(input);
        input.platform = { roles: { operators: { groups: ["ops", "ops/night"] } } };
        addLab(input, {
          admins: ["birds/admins"],
          groups: ["birds"],
          teaching: [{ name: "course", teachers: ["teachers"], students: ["school/students"] }],
        });
      },
      [
        slash("platform.roles.operators.groups[1]", "ops/night"),
        slash('identity.scopes["exec:admin"][0]', "science/dev"),
        slash("services.virtualLabs.labs[0].admins[0]", "birds/admins"),
        slash("services.virtualLabs.labs[0].teaching[0].students[0]", "school/students"),
      ],
    ],
    ["of another provider may", identity({ oidc, scopes: { "exec:admin": ["science/dev"] } }), []],
  ]);
});

describe("scopes", () => {
  onOpenstack([
    [
      "known",
      identity({ keycloak, scopes: { "exec:notebook": ["users"], "exec:admin": ["admins"], "read:tap": ["users"] } }),
      [],
    ],
    [
      "a slip, and one that nobody knows",
      identity({ keycloak, scopes: { "exec:notebok": ["users"], "do:everything": ["users"] } }),
      [
        {
          path: 'identity.scopes["exec:notebok"]',
          message: 'Gafaelfawr knows no such scope: did you mean "exec:notebook"?',
        },
        {
          path: 'identity.scopes["do:everything"]',
          message:
            "Gafaelfawr knows no such scope: known are admin:jupyterlab, admin:notifications, admin:token, admin:userinfo, exec:admin, exec:internal-tools, exec:notebook, exec:portal, exec:portal-admin, read:image, read:sasquatch, read:tap, user:token, write:files, write:notifications, write:obsforge, write:sasquatch",
        },
      ],
    ],
  ]);
});

describe("groups with GitHub", () => {
  const noTeam = (path: string, group: string) => ({
    path,
    message: `"${group}" is no team of GitHub: write organization/team, like science/team`,
  });
  const scopes = (...groups: string[]) => identity({ github, scopes: { "exec:admin": groups } });
  onOpenstack([
    ["teams of the organizations, whatever the case", scopes("science/dev", "guests/all"), []],
    [
      "what is no team",
      scopes("dev", "science/", "science/dev/more"),
      [
        noTeam('identity.scopes["exec:admin"][0]', "dev"),
        noTeam('identity.scopes["exec:admin"][1]', "science/"),
        noTeam('identity.scopes["exec:admin"][2]', "science/dev/more"),
      ],
    ],
    [
      "teams of another organization",
      scopes("sciense/dev"),
      [
        {
          path: 'identity.scopes["exec:admin"][0]',
          message: '"sciense" is not in identity.github.organizations: did you mean "science"?',
        },
      ],
    ],
    ["any group with another provider", identity({ keycloak, scopes: { "exec:admin": ["dev"] } }), []],
    [
      "of labs, which may name a whole organization",
      (input) => {
        input.identity = { github };
        addLab(input, {
          groups: ["science", "science/dev"],
          admins: ["science/"],
          teaching: [{ name: "course", teachers: ["guests/teachers"], students: ["school/students"] }],
        });
      },
      [
        noTeam("services.virtualLabs.labs[0].admins[0]", "science/"),
        {
          path: "services.virtualLabs.labs[0].teaching[0].students[0]",
          message: '"school" is not in identity.github.organizations: known there: Guests, science',
        },
      ],
    ],
  ]);
});
