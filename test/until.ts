/** Waiting for what comes by itself. */
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats until the check gives something true.
 *
 * @param patience Milliseconds. Default: on a busy machine a control plane may take a minute; only a broken one takes longer.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  patience = 120_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`waited ${patience / 1000} s for ${what}`);
    await sleep(200);
  }
}
