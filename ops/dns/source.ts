/** Where the rows come from: the outputs of a stack, a file, or standard input. */
import * as fs from "node:fs";
import type { DnsRecord } from "../../infra/contract";
import { errorText } from "../error-text";
import { UserError } from "../errors";
import { repository } from "../../system/repository";
import { pulumi } from "../pulumi";
import { parseRecords } from "./records";

export interface Source {
  stack?: string | undefined;
  /** "-": standard input. */
  file?: string | undefined;
}

/** @throws UserError when there are none, or they are wrong. */
export async function readRecords({ stack, file }: Source): Promise<DnsRecord[]> {
  if ((stack === undefined) === (file === undefined)) throw new UserError("Name either --stack or --file.");
  return parseRecords(file === undefined ? await stackOutput(stack ?? "") : parseJson(readFile(file), file));
}

async function stackOutput(stack: string): Promise<unknown> {
  const args = ["stack", "output", "dnsRecords", "--json", "--stack", stack];
  const text = await pulumi(args, { directory: repository, env: process.env }).catch((error: unknown) => {
    throw new UserError(`Stack "${stack}" gives no DNS records: ${errorText(error)}`);
  });
  return parseJson(text, `pulumi ${args.join(" ")}`);
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${where}: this is not JSON.`);
  }
}
