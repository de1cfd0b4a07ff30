/** Resources that a mocked run of the program has recorded, as rules see them. */
import { resourceOf, type Resource } from "./rule";

/** What is needed of a recorded resource (test/mocks.ts). */
export interface Recorded {
  type: string;
  name: string;
  /** "type::name" of the parent. */
  parent?: string;
  /** Logical name of the provider. */
  provider?: string;
  inputs: unknown;
  protect?: boolean;
}

const providerType = "pulumi:providers:";

export function recordedResources(recorded: readonly Recorded[]): Resource[] {
  return recorded.map(({ type, name, inputs, parent, provider, protect = false }) => {
    const kind = `${providerType}${type.split(":")[0]}`;
    const own = recorded.find((one) => one.type === kind && one.name === provider);
    return resourceOf(type, name, inputs, {
      protect,
      parentType: parent?.split("::")[0],
      ...(own === undefined ? {} : { provider: resourceOf(kind, own.name, own.inputs).props }),
    });
  });
}
