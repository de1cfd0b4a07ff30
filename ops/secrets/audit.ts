/** Are all secrets where they belong, and nothing else? */
import { withKubectl } from "../destroy/cluster-access";
import { UserError } from "../errors";
import { logIn, placeOf, withVault, type VaultOptions } from "../vault/connect";
import { KvFolder } from "../vault/kv";
import { compare, type Finding, type Secrets } from "./compare";
import { clusterSecrets } from "./kubernetes";
import { declaredOf, left, stackConfig } from "./stack";

export interface Located extends Finding {
  /** Where it was looked for. */
  place: "vault" | "kubernetes";
}

/** @throws UserError when the stack, the cluster or Vault cannot be asked. */
export async function audit(options: VaultOptions): Promise<Located[]> {
  const config = stackConfig(options);
  const declared = declaredOf(config);
  const { secrets, kubeconfig } = await left(options);
  const notMade = compare(new Map(declared.map(({ service, keys }) => [service, keys as never])), secrets).filter(
    ({ problem }) => problem === "missing",
  );
  if (notMade.length > 0)
    throw new UserError(
      `The last run of ${options.stack} was of another configuration: it made no ${notMade.map(nameOf).join(", ")}. Run \`pulumi up --stack ${options.stack}\` first.`,
    );

  const inCluster = declared.filter(({ delivery }) => delivery === "platform").map(({ service }) => service);
  if (kubeconfig === undefined) throw new UserError(`The last run of ${options.stack} made no cluster.`);
  const cluster = await withKubectl(kubeconfig, options.env, clusterSecrets).catch(unanswered);
  const findings = located("kubernetes", compare(only(secrets, inCluster), cluster));
  if (config.secrets.backend === "kubernetes") return findings;

  const vault = await withVault(config, options, async (client) => {
    const folder = new KvFolder(await logIn(client, options), placeOf(config, options.stack));
    return new Map([...(await folder.all())].map(([service, { values }]) => [service, values] as const));
  });
  return [...findings, ...located("vault", compare(secrets, vault))];
}

export function nameOf({ service, key }: Finding): string {
  return key === undefined ? service : `${service}/${key}`;
}

function only(secrets: Secrets, services: readonly string[]): Secrets {
  return new Map([...secrets].filter(([service]) => services.includes(service)));
}

function located(place: Located["place"], findings: readonly Finding[]): Located[] {
  return findings.map((finding) => ({ place, ...finding }));
}

function unanswered(error: unknown): never {
  if (error instanceof UserError) throw error;
  throw new UserError(`The cluster's secrets cannot be read: ${(error as Error).message}`);
}
