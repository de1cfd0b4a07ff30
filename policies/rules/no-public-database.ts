import { isWorld } from "../ranges";
import type { Field } from "../reader";
import { reporter, type Reporter, type ResourceRule } from "../rule";

export type Settings = Record<string, never>;

export const noPublicDatabase: ResourceRule<Settings> = {
  name: "no-public-database",
  group: "cloud-guardrails",
  description: "Databases have private addresses only, and refuse connections that are not encrypted.",
  why: "a database with a public address is one guessed password away from everybody's data",
  fix: "Cloud SQL: settings.ipConfiguration with ipv4Enabled false, privateNetwork, and sslMode ENCRYPTED_ONLY",
  severity: "critical",
  disposable: "mandatory",
  defaults: {},
  settings: {},
  notInCluster: "it is about the cloud, not about objects of Kubernetes",
  check(resource) {
    const report = reporter(resource, noPublicDatabase.why);
    if (resource.type === "gcp:sql/databaseInstance:DatabaseInstance") cloudSql(resource.props, report);
    if (resource.type === "openstack:database/instance:Instance") trove(resource.props, report);
    return report.findings;
  },
};

function cloudSql(props: Field, report: Reporter): void {
  // A replica of an instance elsewhere is judged where it is made.
  const network = props.get("settings", "ipConfiguration");
  if (network.unknown) return report.unknown(network);
  const ipv4 = network.get("ipv4Enabled");
  if (ipv4.unknown) report.unknown(ipv4);
  else if (ipv4.value !== false)
    report.violation(
      ipv4.path,
      ipv4.absent
        ? "is not set, which means true: the database gets a public address"
        : "is true: the database gets a public address",
      "set it to false, and privateNetwork to the site's network",
    );
  const ranges = network.get("authorizedNetworks");
  for (const range of ranges.unknown ? [ranges] : ranges.items) {
    const value = range.get("value");
    if (value.unknown) report.unknown(value);
    else if (isWorld(value.text)) report.violation(value.path, "lets the whole world in", "leave it out");
  }
  const mode = network.get("sslMode");
  if (mode.unknown) report.unknown(mode);
  else if (mode.text === "ALLOW_UNENCRYPTED_AND_ENCRYPTED")
    report.violation(mode.path, "lets passwords travel in plain text", 'set it to "ENCRYPTED_ONLY"');
}

function trove(props: Field, report: Reporter): void {
  const access = props.get("access", "isPublic");
  if (access.value === true)
    report.violation(access.path, "is true: the database gets a public address", "set it to false");
}
