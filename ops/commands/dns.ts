/** `science-platform dns ...`: the stack's DNS records, for whoever serves them. */
import { Command, Option } from "commander";
import type { DnsRecord } from "../../infra/contract";
import { UserError } from "../errors";
import type { FormatName } from "../dns/formats";
import type { Source } from "../dns/source";

interface ZoneOptions extends Source {
  zone?: string;
}

const formatNames: FormatName[] = ["zone", "octodns", "nsupdate", "external-dns", "designate", "json"];

export function dnsCommand(): Command {
  const dns = new Command("dns").description(
    "Renders, compares and updates the DNS records that lead to the platform.",
  );
  for (const child of [renderCommand(), diffCommand(), pushCommand()]) dns.addCommand(child);
  return dns;
}

/** What every subcommand takes. */
function subcommand(name: string, description: string, example: string, codes: string): Command {
  return new Command(name)
    .description(description)
    .option("--stack <stack>", "stack whose output dnsRecords is taken")
    .option("--file <file>", "or a file with that output as JSON; - is standard input")
    .option("--zone <zone>", "zone of the records, with closing dot; default: what their names have in common")
    .addHelpText("after", `\nExample:\n  ${example}\n\nExit codes: ${codes}, 2 wrong usage.`);
}

function renderCommand(): Command {
  return subcommand(
    "render",
    "Prints the records in a format.",
    "science-platform dns render --stack roe --format zone --name-server ns1.example.org. > db.example.org",
    "0 printed, 1 there are no records or they are wrong",
  )
    .addOption(new Option("--format <format>", "form of the records").choices(formatNames).default("json"))
    .option("--name-server <name>", "for the SOA and NS of format zone, with closing dot")
    .option("--email <address>", "for the SOA of format zone; default: hostmaster at the zone")
    .option("--serial <number>", "for the SOA of format zone; default: seconds since 1970", Number)
    .option("--server <address>", "server that takes updates, for format nsupdate")
    .action(async (options: ZoneOptions & RenderOptions) => {
      const { formats } = await import("../dns/formats.ts");
      const { records, zone } = await readZone(options);
      const { nameServer, email = `hostmaster@${zone.slice(0, -1)}`, serial = Math.floor(Date.now() / 1000) } = options;
      const soa = nameServer === undefined ? {} : { soa: { nameServer, email, serial } };
      const text = formats[options.format](records, { zone, ...soa, server: options.server });
      process.stdout.write(text);
    });
}

interface RenderOptions {
  format: FormatName;
  nameServer?: string;
  email?: string;
  serial?: number;
  server?: string;
}

function diffCommand(): Command {
  return subcommand(
    "diff",
    "Asks the authoritative name server what differs. Exit code 1 when something does.",
    "science-platform dns diff --stack roe",
    "0 nothing differs, 1 something does or nobody answers",
  )
    .option("--server <address>", "name server to ask, with :port when it is not 53; default: those of the zone")
    .option("--json", "print the differences as JSON")
    .action(async (options: ZoneOptions & { server?: string; json?: boolean }) => {
      const { authoritativeServers, describe, differences, resolverLookup } = await import("../dns/difference.ts");
      const { records, zone } = await readZone(options);
      const servers = options.server === undefined ? await authoritativeServers(zone) : [options.server];
      const found = await differences(records, resolverLookup(servers));
      if (found.length > 0) process.exitCode = 1;
      if (options.json === true) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      else if (found.length === 0) process.stdout.write("Nothing differs.\n");
      else process.stdout.write(`${found.map(describe).join("\n")}\n`);
    });
}

function pushCommand(): Command {
  return subcommand(
    "push",
    "Writes the records to a name server that takes dynamic updates (RFC 2136). Only their names and types are touched.",
    "science-platform dns push --stack roe --server ns1.example.org --key-file Kupdate.key",
    "0 written, 1 the name server refuses",
  )
    .requiredOption("--server <address>", "name server, with :port when it is not 53")
    .requiredOption("--key-file <file>", "TSIG key as BIND writes it (tsig-keygen); only its owner may read it")
    .action(async (options: ZoneOptions & { server: string; keyFile: string }) => {
      const { push } = await import("../dns/push.ts");
      const { records, zone } = await readZone(options);
      await push({ records, zone, server: options.server, keyFile: options.keyFile });
      process.stdout.write(
        `Written to ${options.server}: ${records.map((record) => `${record.name} ${record.type}`).join(", ")}\n`,
      );
    });
}

async function readZone(options: ZoneOptions): Promise<{ records: readonly DnsRecord[]; zone: string }> {
  const { readRecords } = await import("../dns/source.ts");
  const { commonZone, within } = await import("../dns/records.ts");
  const records = await readRecords(options);
  const zone = options.zone ?? commonZone(records);
  if (!zone.endsWith(".")) throw new UserError(`--zone: "${zone}" has no closing dot.`);
  return { records: within(zone, records), zone };
}
