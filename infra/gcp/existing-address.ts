import { RunError } from "@pulumi/pulumi";

/**
 * The address of the ingress that the project has already. It stands in the configuration; Google is asked, so that a mistake shows before
 * users look for the platform there.
 *
 * @param found What Google has by that address.
 * @throws RunError when it is none of the project's static external addresses.
 */
export function existingAddress(
  address: string,
  { project, region }: { project: string; region: string },
  found: readonly { address: string; addressType: string }[],
): string {
  if (found.some((one) => one.address === address && one.addressType === "EXTERNAL")) return address;
  throw new RunError(
    `addresses.ingress: ${address} is no static external address of project ${project} in ${region}. ` +
      `Look with \`gcloud compute addresses list --project ${project}\`, or leave it out and one is reserved.`,
  );
}
