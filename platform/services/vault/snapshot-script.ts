/** What the job that saves Vault's data does. Pure. */

/** Service account, claim and job; the role in Vault has the same name (ops/vault/setup.ts). */
export const snapshotName = "vault-snapshot";

/** Copies that are kept at the most. */
const kept = 14;
/** Copies that stay though there is no room beside them: the last good ones. */
const least = 2;

/**
 * Copies go, the oldest first, when the claim has no room for one of twice the size of the last: it is as large as one server's volume, and
 * must not be what ends the copies.
 */
export const snapshotScript = [
  "set -eu",
  "copies() { ls -1 /snapshots/*.snap 2> /dev/null | sort; }",
  "free() { df -P -k /snapshots | awk 'NR == 2 { print $4 }'; }",
  // Of a job that was interrupted. Two never run at a time.
  "rm -f /snapshots/*.part",
  `VAULT_TOKEN="$(vault write -field=token auth/kubernetes/login role=${snapshotName} jwt=@/var/run/secrets/kubernetes.io/serviceaccount/token)"`,
  "export VAULT_TOKEN",
  "last=$(copies | tail -n 1 | xargs -r stat -c %s)",
  "needed=$((2 * ${last:-0} / 1024))",
  `while [ "$(copies | wc -l)" -gt ${least} ] && [ "$(free)" -lt "$needed" ]; do copies | head -n 1 | xargs rm --; done`,
  'file="/snapshots/$(date -u +%Y-%m-%dT%H-%M-%SZ).snap"',
  'vault operator raft snapshot save "$file.part"',
  'mv "$file.part" "$file"',
  `copies | head -n -${kept} | xargs -r rm --`,
  "vault token revoke -self > /dev/null",
].join("\n");
