/** Says at a failure of a resource what it means and what to do, besides the provider's own words. */
import * as pulumi from "@pulumi/pulumi";
import { explainFailure } from "./failures";

/** Of an error, what the cloud itself said; the provider wraps it in addresses and request bodies. */
export function explanation(name: string, errors: readonly string[], stack: string): string | undefined {
  const [meaning] = errors.flatMap((error) => explainFailure(error, stack) ?? []);
  return meaning === undefined ? undefined : `${name}: ${meaning}`;
}

/**
 * Options of the components on OpenStack: each of their resources then explains its failures.
 *
 * @returns The options with a transformation, which children inherit.
 */
export function explained(opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
  // Mocks make nothing that could fail, and know no hooks.
  if (!pulumi.runtime.hasEngine()) return opts;
  const hook = new pulumi.ErrorHook("explain", ({ errors, name }) => {
    const text = explanation(name, errors, pulumi.getStack());
    if (text !== undefined) void pulumi.log.error(text);
    // Nothing of this passes by itself, and most creations may not be repeated blindly.
    return false;
  });
  const explain: pulumi.ResourceTransformation = ({ type, props, opts: own }) =>
    type.startsWith("openstack:")
      ? { props, opts: pulumi.mergeOptions(own, { hooks: { onError: [hook] } }) }
      : undefined;
  return { ...opts, transformations: [...(opts.transformations ?? []), explain] };
}
