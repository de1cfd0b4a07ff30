/** `science-platform move-claims`: the volumes of claims change over from one cluster to another. */
import { Command } from "commander";
import { UserError } from "../errors";

interface Options {
  cloud: string;
  from: string;
  to: string;
  dryRun?: boolean;
  json?: boolean;
}

export function moveClaimsCommand(): Command {
  return new Command("move-claims")
    .summary("makes the volumes of one Magnum cluster's claims known to another, before the platform moves there")
    .description(
      "For each volume of Cinder that a claim of the first cluster holds: sees that it stays when the claim goes, and makes it known to the second " +
        "cluster, bound to a claim of the same name. When the platform then moves (cluster.next.active), its claims find their data. Copies nothing; " +
        "a volume is written to by one cluster at a time. Can be run again.",
    )
    .requiredOption("--cloud <entry>", "entry of clouds.yaml")
    .requiredOption("--from <name>", "name or UUID of the cluster that has the claims")
    .requiredOption("--to <name>", "name or UUID of the cluster that shall have them")
    .option("--dry-run", "only say which")
    .option("--json", "the volumes, as JSON; everything else goes to stderr")
    .addHelpText(
      "after",
      `
Example:
  science-platform move-claims --cloud somerville --from roe --to roe-green

Exit codes: 0 done, 1 it failed, 2 wrong usage.`,
    )
    .action(run);
}

async function run({ cloud, dryRun = false, from, json = false, to }: Options): Promise<void> {
  const [{ moveClaims }, { magnumCluster }, { fromAnywhere, pluginCommand, renderKubeconfig }] = await Promise.all([
    import("../claims/index.ts"),
    import("../kubeconfig/magnum.ts"),
    import("../../infra/openstack/kubeconfig.ts"),
  ]);
  const [{ OpenstackClient }, { readCloud }, { errorText }, { repository }] = await Promise.all([
    import("../openstack/client.ts"),
    import("../openstack/clouds.ts"),
    import("../error-text.ts"),
    import("../../system/repository.ts"),
  ]);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const client = await OpenstackClient.login(readCloud(cloud));
    const kubeconfig = async (cluster: string): Promise<string> => {
      const found = await magnumCluster(client, cluster);
      return fromAnywhere(renderKubeconfig({ ...found, command: pluginCommand, cloud }), repository);
    };
    const moved = await moveClaims({
      from: await kubeconfig(from),
      to: await kubeconfig(to),
      env: process.env,
      dryRun,
      progress: say,
    });
    const rows = moved.map(({ claim, known, volume }) => ({ claim, volume, known: known || !dryRun }));
    const lines = rows.map((row) => `  ${row.claim}  ${row.volume}${row.known ? "" : "  (would be made known)"}`);
    const text =
      rows.length === 0 ? `No claim of ${from} holds a volume of Cinder.` : `Known to ${to}:\n${lines.join("\n")}`;
    process.stdout.write(`${json ? JSON.stringify({ from, to, volumes: rows }, null, 2) : text}\n`);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`move-claims: ${errorText(error)}`);
  }
}
