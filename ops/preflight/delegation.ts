/**
 * What the login may not do although the site needs it. Since the fixes of CVE-2026-80184 and CVE-2026-90460 Keystone refuses trusts and
 * EC2 credentials to application credentials, whatever their roles, and Magnum then fails in the middle of an `up`. It refuses the lists of
 * them as well, so it can be known beforehand, by reading alone.
 */
import type { Problem } from "../../config/problems";
import type { OpenstackConfig } from "../../config/schema";
import { explainFailure } from "../../infra/openstack/failures";
import { errorText } from "../error-text";
import type { OpenstackClient } from "../openstack/client";

export async function loginProblems(
  { openstack: { cloud, credentials } }: OpenstackConfig,
  client: OpenstackClient,
  stack: string,
): Promise<Problem[]> {
  const path = "openstack.cloud";
  const { applicationCredential, roles } = client.login;
  const wanted = Object.entries(credentials).flatMap(([purpose, one]) => (one ? [{ purpose, ...one }] : []));
  const lacking = wanted.flatMap((one) =>
    one.roles.flatMap((role, index) =>
      roles.length === 0 || roles.includes(role)
        ? []
        : [
            {
              path: `openstack.credentials.${one.purpose}.roles[${index}]`,
              message: `"${role}" is no role of the login, which has ${roles.join(", ")}: name one of these, or have it given the role`,
            },
          ],
    ),
  );
  if (applicationCredential === undefined) return lacking;
  const refused = await Promise.all(
    [`/OS-TRUST/trusts?trustor_user_id=${client.userId}`, `/users/${client.userId}/credentials/OS-EC2`].map((list) =>
      client.get("identity", list).then(
        () => "",
        (error: unknown) => errorText(error),
      ),
    ),
  );
  const restricted =
    applicationCredential.restricted && wanted.length > 0
      ? ["not allowed for managing additional application credentials"]
      : [];
  const meanings = [...refused.filter((text) => text.includes("Delegated tokens")), ...restricted].flatMap(
    (text) => explainFailure(text, stack)?.replace(/\.$/, "") ?? [],
  );
  return [
    ...meanings.map((meaning) => ({ path, message: `"${cloud}" logs in by an application credential; ${meaning}` })),
    ...lacking,
  ];
}
