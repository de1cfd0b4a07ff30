import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { qualified } from "../dns-records";
import { protectionOf, type Site } from "./site";

export interface DnsArgs {
  site: Site;
  /** With the closing dot. */
  zone: string;
  /** Contact in the zone's SOA record. */
  email: string;
  /** Seconds. */
  ttl: number;
  /** Host names without the zone. */
  hosts: string[];
  /** IPv4 address that they all point at. */
  address: pulumi.Input<string>;
}

/** The platform's zone in Designate, with one A record per host. */
export class Dns extends pulumi.ComponentResource {
  constructor(name: string, args: DnsArgs, opts: pulumi.ComponentResourceOptions) {
    super("science-platform:infra:Dns", name, args, opts);

    const zone = new openstack.dns.Zone(
      name,
      { name: args.zone, email: args.email, ttl: args.ttl, description: `Zone of ${args.site.name}` },
      { parent: this, ...protectionOf(args.site, "zone/dns") },
    );
    for (const host of args.hosts) {
      new openstack.dns.RecordSet(
        host,
        {
          zoneId: zone.id,
          name: qualified(host, args.zone),
          type: "A",
          ttl: args.ttl,
          records: [args.address],
        },
        { parent: this },
      );
    }

    this.registerOutputs();
  }
}
