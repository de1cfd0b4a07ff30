/** The first start of a Vault, and opening it after each start: for key shares that people hold. */
import { z } from "zod";
import { UserError } from "../errors";
import type { VaultClient } from "./client";

const status = z.object({ initialized: z.boolean(), sealed: z.boolean(), t: z.number(), progress: z.number() });

export type SealStatus = z.infer<typeof status>;

export interface Shares {
  /** How many key shares there are. */
  shares: number;
  /** How many open Vault. */
  threshold: number;
}

const initialized = z.object({
  keys_base64: z.array(z.string()).default([]),
  recovery_keys_base64: z.array(z.string()).default([]),
  root_token: z.string(),
});

export type Keys = z.infer<typeof initialized>;

export async function sealStatus(client: VaultClient): Promise<SealStatus> {
  const { status: code, body } = await client.ask("GET", "sys/seal-status");
  const parsed = status.safeParse(body);
  if (!parsed.success) throw new UserError(`Vault answers ${code} to the question whether it is sealed.`);
  return parsed.data;
}

/**
 * @param seal "self": Vault opens itself with a key of the cloud; the shares then only make a new root token.
 * @returns What exists nowhere else.
 */
export async function initialize(
  client: VaultClient,
  seal: "shamir" | "self",
  { shares, threshold }: Shares,
): Promise<Keys> {
  if ((await sealStatus(client)).initialized)
    throw new UserError("This Vault was initialized before: nothing was done.");
  const prefix = seal === "self" ? "recovery" : "secret";
  const { status: code, body } = await client.ask("PUT", "sys/init", {
    [`${prefix}_shares`]: shares,
    [`${prefix}_threshold`]: threshold,
  });
  const keys = initialized.safeParse(body);
  if (!keys.success) throw new UserError(`Vault was not initialized: it answers ${code}.`);
  return keys.data;
}

/** Milliseconds that a server which has its shares may take to open: one that joins the others gets their data first. */
const opening = { patience: 60_000, interval: 500 };

/**
 * Gives shares until the server is open.
 *
 * @param nextShare Asks a person for a share; told how many are still needed.
 * @throws UserError when a share is wrong or was given before, and when the server has its shares and does not open.
 */
export async function unseal(client: VaultClient, nextShare: (missing: number) => Promise<string>): Promise<void> {
  let now = await sealStatus(client);
  if (!now.initialized)
    throw new UserError(
      "This server is not initialized, or has not joined the others yet: `science-platform vault init`, or wait a minute.",
    );
  while (now.sealed) {
    const next = await giveShare(client, await nextShare(now.t - now.progress));
    if (next.sealed && next.progress === 0) return opened(client);
    if (next.sealed && next.progress === now.progress)
      throw new UserError("This share was given before: run the command again, which goes on with another one.");
    now = next;
  }
}

async function giveShare(client: VaultClient, key: string): Promise<SealStatus> {
  const { status: code, body } = await client.ask("PUT", "sys/unseal", { key });
  const next = status.safeParse(body);
  if (next.success) return next.data;
  throw new UserError(
    code === 400
      ? "A share is wrong, or one of another Vault: the server begins anew. Run the command again."
      : `Vault answers ${code} to a key share.`,
  );
}

async function opened(client: VaultClient): Promise<void> {
  for (const end = Date.now() + opening.patience; Date.now() < end; )
    if ((await sealStatus(client)).sealed) await new Promise((resolve) => setTimeout(resolve, opening.interval));
    else return;
  throw new UserError(
    `The server has its shares and does not open within ${opening.patience / 1000} s: does it reach the one that leads, and is that one open?`,
  );
}
