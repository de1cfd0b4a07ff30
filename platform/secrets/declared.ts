/** Which secrets a site has: the declarations, held against its configuration. Nothing here knows a value. */
import type { Config } from "../../config/schema";
import type { SecretName } from "../../config/secrets";
import type { SecretSource, ServiceSecrets } from "./contract";

/** A service of this site, with the keys that it has here. */
export interface DeclaredService {
  service: string;
  delivery: ServiceSecrets["delivery"];
  keys: Record<string, DeclaredKey>;
}

export interface DeclaredKey {
  description: string;
  source: SecretSource;
}

/**
 * Sorted by service and key. The site's own (secrets.static) come on top of the declarations; a service that nothing declares is then the
 * operator's to deliver.
 *
 * @throws Error that lists what does not fit together in the declarations: mistakes of ours, not of the site.
 */
export function declaredSecrets(config: Config, declarations: readonly ServiceSecrets[]): DeclaredService[] {
  const services = new Map<string, DeclaredService>();
  for (const { service, delivery, keys, when } of declarations) {
    if (!when(config)) continue;
    if (services.has(service)) throw new Error(`the secrets of ${service} are declared twice`);
    const present = Object.entries(keys).filter(([, key]) => key.when?.(config) ?? true);
    services.set(service, {
      service,
      delivery,
      keys: Object.fromEntries(present.map(([name, key]) => [name, declaredKey(key, config)])),
    });
  }
  for (const [name, secret] of Object.entries(config.secrets.static)) {
    const [service = "", key = ""] = name.split("/");
    const found = services.get(service) ?? { service, delivery: "operator", keys: {} };
    const description = found.keys[key]?.description ?? "The site's own (secrets.static).";
    found.keys[key] = { description, source: { kind: "stack", secret: secret as SecretName } };
    services.set(service, found);
  }
  const sorted = [...services.values()].map((one) => ({ ...one, keys: byName(one.keys) })).sort(byService);
  const problems = misfits(sorted);
  if (problems.length > 0) throw new Error(["Declarations of secrets:", ...problems].join("\n  "));
  return sorted;
}

function declaredKey({ description, source }: ServiceSecrets["keys"][string], config: Config): DeclaredKey {
  return { description, source: typeof source === "function" ? source(config) : source };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byService = (a: DeclaredService, b: DeclaredService): number => compare(a.service, b.service);

function byName<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));
}

/** Sources that lead nowhere, in circles, or to what they cannot be made of. */
function misfits(services: readonly DeclaredService[]): string[] {
  const sourceOf = (service: string, key: string): SecretSource | undefined =>
    services.find((one) => one.service === service)?.keys[key]?.source;
  return services.flatMap(({ service, keys }) =>
    Object.entries(keys).flatMap(([key, { source }]) => {
      const problem = misfit(service, key, source, sourceOf);
      return problem === undefined ? [] : [`${service}/${key} ${problem}`];
    }),
  );
}

function misfit(
  service: string,
  key: string,
  source: SecretSource,
  sourceOf: (service: string, key: string) => SecretSource | undefined,
): string | undefined {
  if (source.kind === "bcrypt" || source.kind === "changed")
    return sourceOf(service, source.of)?.kind === "password"
      ? undefined
      : `is made of ${source.of}, which is no generated password of the same service`;
  if (source.kind === "aws-credentials") {
    const gone = [source.accessKey, source.secretKey].find((one) => sourceOf(service, one) === undefined);
    return gone === undefined ? undefined : `is made of ${gone}, which is no key of the same service`;
  }
  if (source.kind === "former")
    return sourceOf(source.service, source.key) === undefined
      ? `is the former ${source.service}/${source.key}, which this site does not have`
      : undefined;
  const seen = new Set([`${service}/${key}`]);
  for (let next: SecretSource | undefined = source; next?.kind === "copy"; next = sourceOf(next.service, next.key)) {
    const name = `${next.service}/${next.key}`;
    if (sourceOf(next.service, next.key) === undefined) return `is a copy of ${name}, which this site does not have`;
    if (seen.has(name)) return `is a copy of ${name}, which leads back to itself`;
    seen.add(name);
  }
  return undefined;
}
