/** What secrets were made by under names of before. */
import * as pulumi from "@pulumi/pulumi";

/** The component that made the landing page's password before all secrets were declared in one place. */
export function formerStatus(page: pulumi.Resource | pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.createUrn("landing-page-status", "science-platform:foundation:GeneratedSecret", page);
}
