import * as pulumi from "@pulumi/pulumi";

/**
 * A value for which one must also wait until other resources are there.
 *
 * @param marks One property of each of these resources, of those that the program sets itself (such as its name): they are known in every
 * preview, so the value does not become unknown, and plan the replacement of what is made from it, when one of the resources changes.
 */
export function waitingFor<T>(value: pulumi.Output<T>, marks: readonly pulumi.Output<unknown>[]): pulumi.Output<T> {
  return pulumi.all([value, ...marks]).apply(([one]) => one as T);
}
