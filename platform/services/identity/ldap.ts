/** The site's LDAP as Keycloak's users and groups: who may log in with a password there, and what groups they have. Pure. */
import type { Config } from "../../../config/schema";

type Ldap = NonNullable<NonNullable<Config["identity"]>["ldap"]>;

/** Keycloak's form of a part of a realm that is made by a provider; every value of it is a list. */
export interface Component {
  name: string;
  providerId: string;
  config: Record<string, string[]>;
}

export interface Federation extends Component {
  subComponents: { "org.keycloak.storage.ldap.mappers.LDAPStorageMapper": Component[] };
}

/** Key of Keycloak's vault, and of the Secret: password of the DN that reads. */
export const bindKey = "ldap-password";

/** Seconds after which Keycloak asks again for what it has been told. */
const syncPeriod = 3600;

/**
 * It only reads. Gafaelfawr asks the same LDAP itself for UID, GID and groups; what a user is called is the same attribute for both.
 *
 * @returns the component of a realm that is the provider of users
 */
export function federation(ldap: Ldap): Federation {
  const { url, userDn, userBaseDn, userSearchAttr } = ldap;
  return {
    name: "ldap",
    providerId: "ldap",
    config: lists({
      ...{ enabled: "true", priority: "0", vendor: "other", editMode: "READ_ONLY", importEnabled: "true" },
      connectionUrl: url,
      ...(userDn === undefined
        ? { authType: "none" }
        : { authType: "simple", bindDn: userDn, bindCredential: `\${vault.${bindKey}}` }),
      usersDn: userBaseDn,
      usernameLDAPAttribute: userSearchAttr,
      rdnLDAPAttribute: userSearchAttr,
      // Servers differ in what they call an identifier of their own; every one has this.
      uuidLDAPAttribute: userSearchAttr,
      userObjectClasses: "inetOrgPerson",
      // The whole tree below.
      searchScope: "2",
      ...{ pagination: "true", connectionPooling: "true", connectionTimeout: "10000", readTimeout: "30000" },
      ...{ syncRegistrations: "false", trustEmail: "true", validatePasswordPolicy: "false" },
      fullSyncPeriod: String(24 * syncPeriod),
      changedSyncPeriod: "-1",
    }),
    subComponents: {
      "org.keycloak.storage.ldap.mappers.LDAPStorageMapper": [...attributes(userSearchAttr), groups(ldap)],
    },
  };
}

/** Under the names that Keycloak gives its own, which these replace. */
function attributes(userSearchAttr: string): Component[] {
  const own: [name: string, attribute: string, ldapAttribute: string][] = [
    ["username", "username", userSearchAttr],
    ["first name", "firstName", "givenName"],
    ["last name", "lastName", "sn"],
    ["email", "email", "mail"],
  ];
  return own.map(([name, attribute, ldapAttribute]) => ({
    name,
    providerId: "user-attribute-ldap-mapper",
    config: lists({
      "user.model.attribute": attribute,
      "ldap.attribute": ldapAttribute,
      "read.only": "true",
      "always.read.value.from.ldap": "true",
      "is.mandatory.in.ldap": String(attribute === "username" || attribute === "lastName"),
    }),
  }));
}

function groups({ groupBaseDn, groupObjectClass, groupMemberAttr, groupSearchByDn, userSearchAttr }: Ldap): Component {
  return {
    name: "groups",
    providerId: "group-ldap-mapper",
    config: lists({
      "groups.dn": groupBaseDn,
      "group.name.ldap.attribute": "cn",
      "group.object.classes": groupObjectClass,
      "membership.ldap.attribute": groupMemberAttr,
      "membership.attribute.type": groupSearchByDn ? "DN" : "UID",
      "membership.user.ldap.attribute": userSearchAttr,
      mode: "READ_ONLY",
      "user.roles.retrieve.strategy": "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE",
      "groups.path": "/",
      "preserve.group.inheritance": "false",
      "ignore.missing.groups": "true",
      // Groups of the configuration are no groups of LDAP's.
      "drop.non.existing.groups.during.sync": "false",
    }),
  };
}

function lists(config: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]]));
}
