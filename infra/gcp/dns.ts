import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { qualified } from "../dns-records";
import { protectionOf, type Site } from "../site";
import { zoneName } from "./names";
import type { ZoneSpec } from "./zones";

export interface DnsArgs {
  site: Site;
  /** Zones to make (zones.ts). */
  zones: ZoneSpec[];
  /** Seconds. */
  ttl: number;
  /** Host names without the zone, for the platform's zone. */
  hosts: string[];
  /** IPv4 address that they all point at. */
  address: pulumi.Input<string>;
}

/** The site's zones in Cloud DNS; the platform's has one A record per host. */
export class Dns extends pulumi.ComponentResource {
  /** Zone to its resource's name in Cloud DNS. */
  readonly zones: Record<string, pulumi.Output<string>>;
  /** Zone to the name servers that the zone above it must name. */
  readonly nameServers: Record<string, pulumi.Output<string[]>>;

  constructor(name: string, args: DnsArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Dns", name, args, opts);

    const zones = args.zones.map(({ purpose, zone }) => ({ zone, made: this.zone(purpose, zone, args) }));
    this.zones = Object.fromEntries(zones.map(({ zone, made }) => [zone, made.name]));
    this.nameServers = Object.fromEntries(zones.map(({ zone, made }) => [zone, made.nameServers]));
    this.registerOutputs({ zones: this.zones, nameServers: this.nameServers });
  }

  private zone(purpose: ZoneSpec["purpose"], zone: string, args: DnsArgs): gcp.dns.ManagedZone {
    const { site } = args;
    const made = new gcp.dns.ManagedZone(
      purpose,
      {
        name: zoneName(site, zone),
        dnsName: zone,
        description: `Zone of ${site.name}`,
        visibility: "public",
        // Records that certificates are proved with may be left over.
        forceDestroy: site.lifecycle === "disposable",
      },
      { parent: this, ...protectionOf(site, `zone/${purpose}`) },
    );
    if (purpose === "platform") {
      for (const host of args.hosts) {
        new gcp.dns.RecordSet(
          host,
          { managedZone: made.name, name: qualified(host, zone), type: "A", ttl: args.ttl, rrdatas: [args.address] },
          { parent: this },
        );
      }
    }
    return made;
  }
}
