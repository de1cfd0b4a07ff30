/** Record sets in OpenStack Designate. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { DnsRecord } from "../../infra/contract";
import { errorText } from "../error-text";
import { UserError } from "../errors";
import { OpenstackClient } from "../openstack/client";
import { readCloud } from "../openstack/clouds";
import type { Records } from "./records";

const zonesSchema = z.object({ zones: z.array(z.object({ id: z.string(), name: z.string() })) });
const recordSet = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  records: z.array(z.string()),
  ttl: z.number().nullish(),
  status: z.string(),
});
const recordSetsSchema = z.object({ recordsets: z.array(recordSet) });
type RecordSet = z.infer<typeof recordSet>;

/** Milliseconds until Designate's name servers have what it was told. */
const patience = 120_000;

/** @throws UserError when there is no such login, or no such zone in its project. */
export async function designateRecords(zone: string, cloud: string, env: NodeJS.ProcessEnv): Promise<Records> {
  const client = await login(cloud, env);
  const { zones } = zonesSchema.parse(await client.get("dns", `/v2/zones?name=${encodeURIComponent(zone)}`));
  const id = zones.find(({ name }) => name === zone)?.id;
  if (id === undefined)
    throw new UserError(
      `dns.failover.records: the project of cloud "${cloud}" has no zone ${zone}. Make it once: openstack --os-cloud ${cloud} zone create --email hostmaster@${zone.slice(0, -1)} ${zone}`,
    );
  const sets = `/v2/zones/${id}/recordsets`;
  const find = async (name: string): Promise<RecordSet | undefined> => {
    const answer = await client.get("dns", `${sets}?type=A&name=${encodeURIComponent(name)}`);
    return recordSetsSchema.parse(answer).recordsets.find((one) => one.name === name && one.type === "A");
  };
  const write = async (row: DnsRecord): Promise<void> => {
    const { name, type, ttl, values } = row;
    const found = await find(name);
    if (found === undefined) await client.post("dns", sets, { name, type, ttl, records: values });
    else if (!says(found, row)) await client.put("dns", `${sets}/${found.id}`, { ttl, records: values });
  };
  return {
    read: async (name) => [...((await find(name))?.records ?? [])],
    write: async (rows) => {
      // One after the other: a zone is changed by one at a time.
      for (const row of rows) await write(row);
      await settled(rows, find);
    },
  };
}

function says({ records, ttl }: RecordSet, row: DnsRecord): boolean {
  return ttl === row.ttl && [...records].sort().join() === [...row.values].sort().join();
}

async function settled(rows: readonly DnsRecord[], find: (name: string) => Promise<RecordSet | undefined>) {
  const deadline = Date.now() + patience;
  for (const { name } of rows)
    for (;;) {
      const status = (await find(name))?.status;
      if (status === "ACTIVE") break;
      if (status === "ERROR" || Date.now() > deadline)
        throw new UserError(
          `Designate has taken the record of ${name}, but its name servers do not say it yet (${status ?? "gone"}): look with \`openstack recordset list\`, and run this again.`,
        );
      await sleep(500);
    }
}

async function login(cloud: string, env: NodeJS.ProcessEnv): Promise<OpenstackClient> {
  try {
    return await OpenstackClient.login(readCloud(cloud, env));
  } catch (error) {
    throw new UserError(`dns.failover.records: no login to cloud "${cloud}": ${errorText(error)}`);
  }
}
