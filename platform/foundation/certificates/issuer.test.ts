import { certificates as schema } from "../../../config/schema/names";
import { issuerSpec, type AcmeCertificates } from "./issuer";

const spec = (certificates: object, project?: string) =>
  issuerSpec({ certificates: schema.parse(certificates) as AcmeCertificates, email: "admin@example.org", project });
const solvers = (certificates: object, project?: string) => spec(certificates, project).acme.solvers;
const dns01 = (solver: object, more: object = {}) => ({ issuer: "dns01", solver, ...more });
const key = { name: "dns-credentials", key: "secret" };
const tsig = { provider: "rfc2136", server: "ns1.example.org", keyName: "platform" };

test.each<[string, object, object]>([
  [
    "Designate, by its webhook",
    dns01({ provider: "designate" }),
    { dns01: { webhook: { groupName: "acme.syseleven.de", solverName: "designateDNS" } } },
  ],
  [
    "Cloud DNS, without any key",
    dns01({ provider: "clouddns" }),
    { dns01: { cloudDNS: { project: "project-of-the-zone" } } },
  ],
  [
    "a name server, by TSIG",
    dns01(tsig),
    {
      dns01: {
        rfc2136: {
          nameserver: "ns1.example.org:53",
          tsigKeyName: "platform",
          tsigAlgorithm: "HMACSHA256",
          tsigSecretSecretRef: key,
        },
      },
    },
  ],
  [
    "a name server at another port, with a longer hash",
    dns01({ ...tsig, server: "192.0.2.1:5353", algorithm: "hmac-sha512" }),
    {
      dns01: {
        rfc2136: {
          nameserver: "192.0.2.1:5353",
          tsigKeyName: "platform",
          tsigAlgorithm: "HMACSHA512",
          tsigSecretSecretRef: key,
        },
      },
    },
  ],
  [
    "Route 53, where a CNAME leads",
    dns01(
      { provider: "route53", hostedZone: "Z0123456789", accessKeyId: "AKIA0123456789ABCDEF" },
      { challengeZone: "tls.example.org." },
    ),
    {
      dns01: {
        cnameStrategy: "Follow",
        route53: {
          region: "us-east-1",
          hostedZoneID: "Z0123456789",
          accessKeyID: "AKIA0123456789ABCDEF",
          secretAccessKeySecretRef: key,
        },
      },
    },
  ],
  [
    "an answer on port 80, without a port of the nodes",
    { issuer: "http01" },
    { http01: { ingress: { ingressClassName: "nginx", serviceType: "ClusterIP" } } },
  ],
])("names are proved by %s", (_, certificates, solver) => {
  expect(solvers(certificates, "project-of-the-zone")).toEqual([solver]);
});

test("Let's Encrypt, with the site's contact", () => {
  expect(spec({ issuer: "http01" }).acme).toMatchObject({
    server: "https://acme-v02.api.letsencrypt.org/directory",
    email: "admin@example.org",
    privateKeySecretRef: { name: "letsencrypt-dns-account" },
  });
  expect(spec({ issuer: "http01" }).acme).not.toHaveProperty("caBundle");
});

test("its staging server, by one switch", () => {
  expect(spec({ issuer: "http01", staging: true }).acme.server).toBe(
    "https://acme-staging-v02.api.letsencrypt.org/directory",
  );
});

test("another authority, whose own certificate nobody knows", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n";
  const { acme } = spec({ issuer: "http01", server: "https://acme.example.org/directory", serverAuthority: pem });
  expect(acme.server).toBe("https://acme.example.org/directory");
  expect(Buffer.from(acme.caBundle ?? "", "base64").toString()).toBe(pem);
});

test("Cloud DNS without a project is refused", () => {
  expect(() => solvers(dns01({ provider: "clouddns" }))).toThrow("the solver clouddns needs a project of Google Cloud");
});
