/** What each alert must tell, and what it must not: series over time, and the alerts that are told at a time. Data only. */
import { backupCases } from "./backup";
import type { Case } from "./case";
import { clusterCases } from "./cluster";
import { copiesCases } from "./copies";
import { fileServerCases } from "./file-server";
import { fileServerMachineCases } from "./file-server-machine";
import { identityCases } from "./identity";
import { kubeBenchCases } from "./kube-bench";
import { labsCases } from "./labs";
import { loggingCases } from "./logging";
import { nodeCases } from "./nodes";
import { openstackCases } from "./openstack";
import { pageDatabaseCases } from "./page-database";
import { phalanxCases } from "./phalanx";
import { portalTapCases } from "./portal-tap";
import { registryBatchCases } from "./registry-batch";
import { uptimeCases } from "./uptime";
import { vaultCases } from "./vault";

export const cases: readonly Case[] = [
  ...backupCases,
  ...clusterCases,
  ...copiesCases,
  ...fileServerCases,
  ...fileServerMachineCases,
  ...identityCases,
  ...kubeBenchCases,
  ...labsCases,
  ...loggingCases,
  ...nodeCases,
  ...openstackCases,
  ...pageDatabaseCases,
  ...phalanxCases,
  ...portalTapCases,
  ...registryBatchCases,
  ...uptimeCases,
  ...vaultCases,
];
