/** Makes the values of a site's secrets. */
import * as pulumi from "@pulumi/pulumi";
import { stackSecret } from "../../config/load";
import type { Config } from "../../config/schema";
import type { SecretStore, VaultBackend } from "./contract";
import type { DeclaredService } from "./declared";
import { changedAt, generate, type Generated, type GeneratedSource, type Maker } from "./makers";

export interface PlatformSecretsArgs {
  declared: readonly DeclaredService[];
  /** Raised to make all of them anew, or single ones ("service/key"). */
  secrets: Pick<Config["secrets"], "rotation" | "rotations">;
  /** What the hardware gave, by the names that declarations use. Secret. */
  wired: Readonly<Record<string, pulumi.Input<string>>>;
  /** Where they are kept. Missing: in the cluster. */
  vault?: VaultBackend;
  /** What a generated value was made by under another name, by "service/key". */
  aliases?: Readonly<Record<string, pulumi.Alias>>;
}

/**
 * Values are made once and stay until their number in the configuration is raised. Each is secret, and none is an argument of the
 * component: the state has them encrypted, with what made them.
 */
export class PlatformSecrets extends pulumi.ComponentResource implements SecretStore {
  readonly vault?: VaultBackend;
  /** Service to key to value. Secret. */
  readonly all: pulumi.Output<Record<string, Record<string, string>>>;

  private readonly made = new Map<string, pulumi.Output<string>>();
  private readonly generated = new Map<string, Generated>();
  /** Passwords whose former value somebody asks for, as "service/key". */
  private readonly turning: ReadonlySet<string>;
  private readonly inTurn = new Map<string, { current: Generated; former: Generated }>();

  /** @param opts Providers of random and tls. */
  constructor(
    name: string,
    private readonly args: PlatformSecretsArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    const { declared, secrets, vault } = args;
    const { rotation, rotations } = secrets;
    super("science-platform:secrets:PlatformSecrets", name, { keys: inventory(declared), rotation, rotations }, opts);
    if (vault !== undefined) this.vault = vault;
    this.turning = new Set(
      declared.flatMap(({ keys }) =>
        Object.values(keys).flatMap(({ source }) =>
          source.kind === "former" ? [`${source.service}/${source.key}`] : [],
        ),
      ),
    );

    this.all = pulumi.secret(
      pulumi.output(Object.fromEntries(declared.map(({ service }) => [service, this.values(service)]))),
    ) as PlatformSecrets["all"];
    // The commands read them in the state, also while a run is still under way or after it has failed.
    this.registerOutputs({ all: this.all });
  }

  value(service: string, key: string): pulumi.Output<string> {
    return remembered(this.made, `${service}/${key}`, () => pulumi.secret(this.make(service, key)));
  }

  values(service: string): Readonly<Record<string, pulumi.Output<string>>> {
    const found = this.args.declared.find((one) => one.service === service);
    if (found === undefined)
      throw new Error(`this site has no secrets of ${service}: see platform/secrets/declarations.ts`);
    return Object.fromEntries(Object.keys(found.keys).map((key) => [key, this.value(service, key)]));
  }

  private make(service: string, key: string): pulumi.Input<string> {
    const source = this.source(service, key);
    switch (source.kind) {
      case "text":
        return source.value;
      case "stack":
        return stackSecret(source.secret);
      case "wired":
        return this.wired(source.name);
      case "copy":
        return this.value(source.service, source.key);
      case "former":
        return this.source(source.service, source.key).kind === "password"
          ? this.turns(source.service, source.key).former.value
          : this.value(source.service, source.key);
      case "bcrypt": {
        const hash = this.generate(service, source.of).bcrypt;
        if (hash === undefined) throw new Error(`${service}/${source.of} is no password`);
        return source.user === undefined ? hash : pulumi.interpolate`${source.user}:${hash}`;
      }
      case "aws-credentials":
        return pulumi.interpolate`[default]\naws_access_key_id=${this.value(service, source.accessKey)}\naws_secret_access_key=${this.value(service, source.secretKey)}\n`;
      case "changed":
        return changedAt({ ...this.maker(service, key), keeper: this.keeper(service, source.of) });
      default:
        return this.generate(service, key).value;
    }
  }

  /** What a key and the hash of it are made by, once. */
  private generate(service: string, key: string): Generated {
    return remembered(this.generated, `${service}/${key}`, () =>
      this.turning.has(`${service}/${key}`)
        ? this.turns(service, key).current
        : // Whoever asks has looked at the kind, or misfits() of declared.ts has.
          generate(this.source(service, key) as GeneratedSource, this.maker(service, key)),
    );
  }

  /** Two values that take turns: at each number one of them is made anew, so that the other is the one before. */
  private turns(service: string, key: string): { current: Generated; former: Generated } {
    return remembered(this.inTurn, `${service}/${key}`, () => {
      const { rotation, rotations } = this.args.secrets;
      const number = rotation + (rotations[`${service}/${key}`] ?? 1) - 1;
      const source = this.source(service, key) as GeneratedSource;
      const maker = this.maker(service, key);
      const odd = generate(source, { ...maker, keeper: String(number - ((number + 1) % 2)) });
      const even = generate(source, {
        name: `${maker.name}-in-turn`,
        keeper: String(number - (number % 2)),
        opts: { parent: this },
      });
      return number % 2 === 1 ? { current: odd, former: even } : { current: even, former: odd };
    });
  }

  private maker(service: string, key: string): Maker {
    const alias = this.args.aliases?.[`${service}/${key}`];
    const opts = { parent: this, ...(alias === undefined ? {} : { aliases: [alias] }) };
    return { name: `${service}-${key}`, keeper: this.keeper(service, key), opts };
  }

  private keeper(service: string, key: string): string {
    const { rotation, rotations } = this.args.secrets;
    const own = rotations[`${service}/${key}`];
    return own === undefined ? String(rotation) : `${rotation}+${own}`;
  }

  private source(service: string, key: string) {
    const found = this.args.declared.find((one) => one.service === service)?.keys[key];
    if (found === undefined)
      throw new Error(`this site has no secret ${service}/${key}: see platform/secrets/declarations.ts`);
    return found.source;
  }

  private wired(name: string): pulumi.Input<string> {
    const value = this.args.wired[name];
    if (value === undefined) throw new Error(`the hardware gave no ${name}, which a secret is made of`);
    return value;
  }
}

function remembered<T>(known: Map<string, T>, id: string, make: () => T): T {
  const found = known.get(id) ?? make();
  known.set(id, found);
  return found;
}

/** Service to its keys and where they come from: what reviewers and rules may see of them. */
function inventory(declared: readonly DeclaredService[]): Record<string, Record<string, string>> {
  const kinds = ({ keys }: DeclaredService) =>
    Object.fromEntries(Object.entries(keys).map(([key, { source }]) => [key, source.kind]));
  return Object.fromEntries(declared.map((one) => [one.service, kinds(one)]));
}
