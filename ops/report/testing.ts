/** Exports of stacks for tests: those of the goldens, in the form in which the engine writes them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { repository } from "../../system/repository";

interface Golden {
  resources: { type: string; name: string; parent?: string; provider?: string; inputs: unknown; protect?: boolean }[];
  outputs: Record<string, unknown>;
}

/** What the engine writes in the place of a secret. */
export function secret(ciphertext: string): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext };
}

/** The export of a golden stack, as if `up` had made it: outputs are the inputs, secrets are encrypted. */
export function exportOf(stack: string): {
  version: number;
  deployment: { resources: Record<string, unknown>[]; [key: string]: unknown };
} {
  const file = path.join(repository, `test/golden/${stack}.json`);
  const golden = JSON.parse(fs.readFileSync(file, "utf8")) as Golden;
  const urn = (type: string, name: string) => `urn:pulumi:${stack}::science-platform::${type}::${name}`;
  const root = urn("pulumi:pulumi:Stack", `science-platform-${stack}`);
  const resources = golden.resources.map(({ inputs, name, parent, protect, provider, type }) => {
    const above = parent?.split("::");
    const owner = golden.resources.find(
      (one) => one.type === `pulumi:providers:${type.split(":")[0]}` && one.name === provider,
    );
    return {
      urn: urn(type, name),
      type,
      custom: !type.startsWith("science-platform:"),
      id: type.startsWith("science-platform:") ? undefined : `id-of-${name}`,
      parent: above === undefined ? root : urn(above[0] ?? "", above[1] ?? ""),
      ...(owner === undefined ? {} : { provider: `${urn(owner.type, owner.name)}::0001` }),
      ...(protect === true ? { protect } : {}),
      inputs: encrypted(inputs),
      outputs: encrypted(inputs),
    };
  });
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-11-27T22:10:00Z", magic: "", version: "v3.259.0" },
      resources: [
        { urn: root, type: "pulumi:pulumi:Stack", custom: false, outputs: encrypted(golden.outputs) },
        ...resources,
      ],
    },
  };
}

function encrypted(value: unknown): unknown {
  if (value === "[secret]") return secret("v1:0000");
  if (Array.isArray(value)) return value.map(encrypted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, encrypted(one)]));
}
