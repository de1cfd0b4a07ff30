/** Strings that are made anew when their keeper changes, or when a preview cannot know whether it does. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { waitingFor } from "../../../infra/gcp/waiting";

const first = new random.Provider("first");
/** Stands for an API, a NAT, a node pool: another length is another resource. */
const gate = new random.RandomString(
  "gate",
  { length: new pulumi.Config().requireNumber("length") },
  { provider: first },
);
const provider = new random.Provider("second", {}, { dependsOn: [gate] });
const value = new random.RandomString("value", { length: 8 }, { provider });

function keeping(name: string, text: pulumi.Output<string>) {
  new random.RandomString(name, { length: 8, keepers: { text } }, { provider });
}
keeping("waiting", waitingFor(value.result, [gate.length]));
keeping(
  "unknown",
  pulumi.all([value.result, gate.result]).apply(([text]) => text),
);
