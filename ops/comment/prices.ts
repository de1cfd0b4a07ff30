/** What a site pays for a month of each thing, from a file per site: `prices.<stack>.yaml` beside the stack file. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../errors";
import { readText } from "../stack-files";
import type { Amounts } from "./capacity";

const price = z.number().min(0).default(0);

const pricesSchema = z.strictObject({
  currency: z.string().min(1).describe("Like GBP."),
  source: z.string().min(1).describe("Where the prices come from, and of which day they are."),
  perMonth: z
    .strictObject({
      core: price.describe("One core."),
      memory: price.describe("One GiB of memory."),
      storage: price.describe("One GiB of volumes, shares and disks."),
      address: price.describe("One public address."),
    })
    .describe("Prices of a month of 730 hours; 0 where a site does not count it."),
});

export type Prices = z.infer<typeof pricesSchema>;

/** @param file Default: that of the stack, if there is one. @throws UserError with everything that is wrong. */
export function readPrices(file: string | undefined, stack: string, directory: string): Prices | undefined {
  const own = path.join(directory, `prices.${stack}.yaml`);
  const name = file ?? own;
  if (file === undefined && !fs.existsSync(own)) return undefined;
  let content: unknown;
  try {
    content = parse(readText(name));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name} is no YAML: ${(error as Error).message}`);
  }
  const { data, error } = pricesSchema.safeParse(content);
  if (data) return data;
  const problems = error.issues.map(({ path: at, message }) => `  ${at.join(".") || "the file"}: ${message}`);
  throw new UserError(`${name} is wrong; examples/delivery/prices.yaml shows one:\n${problems.join("\n")}`);
}

/** Of a month. */
export function costOf({ cores, memory, storage, addresses }: Amounts, { perMonth }: Prices): number {
  const { core, memory: gib, storage: stored, address } = perMonth;
  return cores * core + memory * gib + storage * stored + addresses * address;
}
