/** Where facts come from: the cloud or cluster that the answers name. */
import * as fs from "node:fs";
import { parseDocument } from "yaml";
import { z } from "zod";
import { OpenstackClient } from "../openstack/client";
import { cloudFiles, readCloud } from "../openstack/clouds";
import type { Answers } from "./answers";
import { lookUpCluster } from "./cluster-lookup";
import { lookUpOpenstack } from "./openstack-lookup";
import type { Facts } from "./plan";

export interface Found {
  /** Those that were given, and what goes without asking: the region of clouds.yaml. */
  answers: Answers;
  facts: Facts;
  /** What could not be looked up. */
  notes: string[];
}

export async function lookUp(answers: Answers): Promise<Found> {
  switch (answers.cloud) {
    case "openstack": {
      let region = answers.region;
      const { facts, notes } = await lookUpOpenstack(() => {
        const cloud = readCloud(answers.osCloud ?? "");
        region ??= cloud.region_name;
        return OpenstackClient.login({ ...cloud, ...(region === undefined ? {} : { region_name: region }) });
      });
      return { answers: region === undefined ? answers : { ...answers, region }, facts: { openstack: facts }, notes };
    }
    case "existing": {
      const { facts, notes } = await lookUpCluster(answers);
      return { answers, facts: { cluster: facts }, notes };
    }
    default:
      return { answers, facts: {}, notes: [] };
  }
}

/** Entries of clouds.yaml; none when there is no such file, or it is broken, which the login will tell. */
export function osClouds(env: NodeJS.ProcessEnv = process.env): string[] {
  const file = cloudFiles(env).find((candidate) => fs.existsSync(candidate));
  if (file === undefined) return [];
  const form = z.object({ clouds: z.record(z.string(), z.unknown()) });
  const content = form.safeParse(parseDocument(fs.readFileSync(file, "utf8")).toJS());
  return content.success ? Object.keys(content.data.clouds) : [];
}
