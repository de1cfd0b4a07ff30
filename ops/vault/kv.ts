/** An environment's folder in a KV version 2 engine: one secret for each service. */
import { z } from "zod";
import type { Place } from "../../platform/secrets/place";
import { UserError } from "../errors";
import type { VaultClient } from "./client";

export type Values = Readonly<Record<string, string>>;

export interface Stored {
  values: Values;
  /** Version, which a write must name so that two writers do not overwrite each other. */
  version: number;
}

const secret = z.object({
  data: z.object({ data: z.record(z.string(), z.unknown()), metadata: z.object({ version: z.number() }) }),
});

export class KvFolder {
  constructor(
    private readonly client: VaultClient,
    readonly place: Place,
  ) {}

  /** Services that have a secret; those whose last version was deleted, too. */
  async services(): Promise<string[]> {
    const names = await this.client.list(this.path("metadata"));
    return names.filter((name) => !name.endsWith("/")).sort();
  }

  /** Every secret that is there. */
  async all(): Promise<Map<string, Stored>> {
    const found = new Map<string, Stored>();
    for (const service of await this.services()) {
      const stored = await this.read(service);
      if (stored !== undefined) found.set(service, stored);
    }
    return found;
  }

  /** Undefined: there is none, or it was deleted. */
  async read(service: string): Promise<Stored | undefined> {
    const body = await this.client.read(this.path("data", service));
    if (body === undefined) return undefined;
    const { data } = secret.parse(body);
    const values = Object.entries(data.data).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return { values: Object.fromEntries(values) as Values, version: data.metadata.version };
  }

  /**
   * @param version The version that this is made from. Undefined: there was none, or it was deleted.
   * @throws UserError when somebody else has written in the meantime.
   */
  async write(service: string, values: Values, version: number | undefined): Promise<void> {
    const cas = version ?? (await this.lastVersion(service));
    try {
      await this.client.write(this.path("data", service), { data: values, options: { cas } });
    } catch (error) {
      if (error instanceof UserError && error.message.includes("check-and-set"))
        throw new UserError(`${service}: somebody else has changed it meanwhile. Run the command again.`);
      throw error;
    }
  }

  /** Takes it away; `vault kv undelete` brings it back. */
  async delete(service: string): Promise<void> {
    await this.client.delete(this.path("data", service));
  }

  private async lastVersion(service: string): Promise<number> {
    const metadata = z.object({ data: z.object({ current_version: z.number() }) });
    const body = await this.client.read(this.path("metadata", service));
    return body === undefined ? 0 : metadata.parse(body).data.current_version;
  }

  private path(part: "data" | "metadata", service?: string): string {
    const { mount, path } = this.place;
    return [mount, part, path, ...(service === undefined ? [] : [encodeURIComponent(service)])].join("/");
  }
}
