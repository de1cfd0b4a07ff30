import type { GcpConfig } from "../../config/schema";
import { cloudDnsZones } from "./zones";

const soa = { zone: "rsp.example.org.", email: "admin@example.org", ttl: 300 };
const server = "https://acme.example.org/directory";
const solved = (challengeZone?: string): GcpConfig["certificates"] => ({
  issuer: "dns01",
  solver: { provider: "clouddns" },
  challengeZone,
  server,
  staging: false,
});
const platform = { purpose: "platform", zone: "rsp.example.org." };
const challenge = (zone: string) => ({ purpose: "challenge", zone });

test.each<[string, GcpConfig["dns"]["provider"], GcpConfig["certificates"], unknown[]]>([
  ["names elsewhere, certificates otherwise", "none", { issuer: "http01", server, staging: false }, []],
  ["names here", "clouddns", { issuer: "private-ca" }, [platform]],
  ["names and proof here", "clouddns", solved(), [platform]],
  ["proof in a zone of its own", "clouddns", solved("tls.example.org."), [platform, challenge("tls.example.org.")]],
  ["names elsewhere, the proof here", "none", solved("tls.example.org."), [challenge("tls.example.org.")]],
  ["names elsewhere, their whole zone here for the proof", "none", solved(), [challenge("rsp.example.org.")]],
])("%s", (_, provider, certificates, zones) => {
  expect(cloudDnsZones({ dns: { provider, ...soa } as GcpConfig["dns"], certificates })).toEqual(zones);
});
