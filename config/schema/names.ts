/** DNS and certificates. */
import { z } from "zod";
import { fqdn, name, zone } from "./values";

const rfc2136 = z.strictObject({
  provider: z.literal("rfc2136").describe("Dynamic updates (RFC 2136) to a name server like bind9."),
  server: z.string().min(1).describe("Address of the name server, with :port when it is not 53."),
  keyName: z.string().min(1).describe("Name of the TSIG key; the key itself is the stack secret tsig-key."),
  algorithm: z.enum(["hmac-sha256", "hmac-sha512"]).default("hmac-sha256").describe("Algorithm of the TSIG key."),
});

const route53 = z.strictObject({
  provider: z.literal("route53").describe("AWS Route 53."),
  hostedZone: z
    .string()
    .regex(/^Z[A-Z0-9]{5,31}$/, "a hosted zone ID like Z0123456789ABCDEFGHIJ")
    .describe("ID of the hosted zone."),
  region: z.string().min(1).default("us-east-1").describe("Region of the API."),
  accessKeyId: z
    .string()
    .regex(/^[A-Z0-9]{16,128}$/, "an access key ID: 16 to 128 capitals and digits")
    .describe("Access key ID, which is no secret; the key is the stack secret aws-secret-access-key."),
});

const soa = {
  zone: zone.describe("Zone below which the platform's names lie."),
  email: z.email().describe("Contact: in the zone's SOA record, and for the certificate authority."),
  ttl: z.int().min(1).default(300).describe("Seconds that others may remember a record."),
};

/** What `science-platform failover` knows of two or more stacks that serve the same names. */
const failover = z
  .strictObject({
    sides: z
      .record(name, z.ipv4())
      .describe(
        "Each stack that serves the names, by its `site`, to the address of its ingress (output ingressAddress). The first is preferred.",
      ),
    records: z
      .discriminatedUnion("in", [
        z.strictObject({
          in: z.literal("designate").describe("A zone in OpenStack Designate, which must be there."),
          cloud: z
            .string()
            .min(1)
            .describe("Entry of clouds.yaml whose project has the zone: a cloud that does not go when a side goes."),
        }),
        z.strictObject({
          in: z.literal("rfc2136").describe("A name server that takes signed dynamic updates (RFC 2136)."),
          server: z.string().min(1).describe("Address of the name server, with :port when it is not 53."),
        }),
        z.strictObject({
          in: z.literal("elsewhere").describe("With somebody else: the command prints what is to be written."),
        }),
      ])
      .describe("Where the records are that `science-platform failover` writes."),
  })
  .describe(
    "Two or more stacks behind the same names: zone, hosts and this section are the same in each of their files. No stack makes the address " +
      "records: `science-platform failover` writes them (docs/failover.md).",
  );

export const dns = z
  .discriminatedUnion("provider", [
    z.strictObject({
      provider: z.literal("designate").describe("OpenStack Designate: we make zone and records."),
      ...soa,
    }),
    z.strictObject({ provider: z.literal("clouddns").describe("Google Cloud DNS: we make zone and records."), ...soa }),
    rfc2136.extend(soa),
    route53.extend(soa),
    z.strictObject({
      provider: z.literal("none").describe("Records are only the output dnsRecords, for somebody else to make."),
      ...soa,
      failover: failover.optional(),
    }),
  ])
  .describe("Names of the platform.");

const solver = z.discriminatedUnion("provider", [
  z.strictObject({ provider: z.literal("designate").describe("OpenStack Designate.") }),
  z.strictObject({ provider: z.literal("clouddns").describe("Google Cloud DNS, with workload identity.") }),
  rfc2136,
  route53,
]);

/** Default of certificates.server. */
export const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

const acme = {
  server: z.url().default(letsEncrypt).describe("Directory of the ACME server. Default: Let's Encrypt."),
  staging: z
    .boolean()
    .default(false)
    .describe(
      "Let's Encrypt's staging server, to try things: browsers refuse its certificates, and its limits are high.",
    ),
  serverAuthority: z
    .string()
    .regex(/-----BEGIN CERTIFICATE-----/, "one or more certificates in PEM")
    .optional()
    .describe("Authority that signed the ACME server's own certificate, PEM. Default: those that everybody trusts."),
};

export const certificates = z
  .discriminatedUnion("issuer", [
    z.strictObject({
      issuer: z.literal("private-ca").describe("An authority of our own: for labs and closed networks."),
    }),
    z.strictObject({
      issuer: z.literal("dns01").describe("ACME, proved by a record in DNS."),
      solver: solver.describe("Who holds the zone of the proof; it need not be dns.provider."),
      challengeZone: zone
        .optional()
        .describe("Zone that `_acme-challenge.<host>` is a CNAME into, where the names' own zone cannot be changed."),
      ...acme,
    }),
    z.strictObject({
      issuer: z.literal("http01").describe("ACME, proved by an answer on port 80. No wildcards."),
      ...acme,
    }),
    z.strictObject({
      issuer: z
        .literal("existing")
        .describe("A certificate that you bring, as stack secrets tls-certificate and tls-key."),
      names: z
        .array(z.union([fqdn, z.string().startsWith("*.")]))
        .min(1)
        .describe("Names that the certificate is for, like rsp.example.org or *.example.org."),
    }),
  ])
  .default({ issuer: "private-ca" })
  .describe("Who signs the platform's certificate.");
