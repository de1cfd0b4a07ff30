/** Services that have no login of their own, and the password that the ingress controller asks for them. Pure. */
import type { SecretDeclaration } from "../secrets/contract";

/**
 * Keys of a service's Secret: one user for all.
 *
 * @param user His name.
 * @param who What he is, as a sentence.
 */
export function passwordAt(user: string, who: string): Record<"username" | "password" | "auth", SecretDeclaration> {
  return {
    username: { description: who, source: { kind: "text", value: user } },
    password: { description: "Password for that.", source: { kind: "password" } },
    auth: {
      description: "Both as the ingress controller reads them.",
      source: { kind: "bcrypt", of: "password", user },
    },
  };
}
