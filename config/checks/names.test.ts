import type { OpenstackInput } from "../schema";
import { addLab, addPhalanx, onOpenstack } from "./testing";

const qserv = { kind: "qserv" as const, host: "192.0.2.85" };

describe("host names", () => {
  onOpenstack([
    [
      "of every service, with and without dots",
      (input) => {
        input.services = {
          landingPage: { host: "rsp" },
          portal: { host: "portal.rsp" },
          monitoring: {},
          uptime: {},
          registry: { kind: "cache" },
        };
        addLab(input, { host: "hub.labs" });
        addLab(input, { name: "course" });
      },
      [],
    ],
    [
      "of every service, all wrong",
      (input) => {
        input.objectStore.buckets = ["tap-results"];
        input.services = {
          landingPage: { host: "Rsp" },
          portal: { host: "portal_1" },
          tap: { host: "-tap", backend: qserv },
          monitoring: { host: "grafana." },
          uptime: { host: "status.test.example" },
          registry: { kind: "cache", host: "a..b" },
        };
        input.identity = { keycloak: { host: "test.example" } };
        input.database = { kind: "in-cluster" };
        addLab(input, { host: `${"x".repeat(64)}` });
        addLab(input, { name: "ends-with-" });
      },
      [
        ["services.landingPage.host", "Rsp"],
        ["services.portal.host", "portal_1"],
        ["services.tap.host", "-tap"],
        ["services.monitoring.host", "grafana."],
        ["services.uptime.host", "status.test.example"],
        ["services.registry.host", "a..b"],
        ["services.virtualLabs.labs[0].host", "x".repeat(64)],
        ["services.virtualLabs.labs[1].name", "ends-with-"],
        ["identity.keycloak.host", "test.example"],
      ].map(([path = "", host = ""]) => ({
        path,
        message: host.endsWith("test.example")
          ? `"${host}" repeats the zone "test.example.": write only what stands before it`
          : `"${host}" is not a host name below "test.example.": write lower-case letters, digits and dashes, without a closing dot`,
      })),
    ],
  ]);
});

describe("one name for each service", () => {
  onOpenstack([
    [
      "Portal and landing page",
      (input) => Object.assign(input.services ?? {}, { portal: { host: "rsp" } }),
      [
        {
          path: "services.portal.host",
          message: '"rsp" is the name of services.landingPage.host too: choose another',
        },
      ],
    ],
    [
      "a lab whose name is Grafana's",
      (input) => {
        input.services = { monitoring: {} };
        addLab(input, { name: "grafana" });
      },
      [
        {
          path: "services.virtualLabs.labs[0].name",
          message: '"grafana" is the name of services.monitoring.host too: choose another',
        },
      ],
    ],
    [
      "Phalanx and the landing page",
      (input) => addPhalanx(input, { fqdn: "rsp.test.example" }),
      [
        {
          path: "phalanx.fqdn",
          message: '"rsp.test.example" is the name of services.landingPage.host too: choose another',
        },
      ],
    ],
  ]);
});

describe("the address of Phalanx", () => {
  onOpenstack([
    ["inside the zone", (input) => addPhalanx(input, { fqdn: "a.b.test.example" }), []],
    [
      "in another zone that ends alike",
      (input) => addPhalanx(input, { fqdn: "rsp.latest.example" }),
      [
        {
          path: "phalanx.fqdn",
          message: '"rsp.latest.example" is not inside dns.zone "test.example.": change one of them',
        },
      ],
    ],
  ]);
});

describe("names of a certificate that somebody brings", () => {
  const certificate =
    (...names: string[]) =>
    (input: OpenstackInput) => {
      input.certificates = { issuer: "existing", names };
      input.services = { landingPage: { host: "rsp" } };
      addLab(input, { host: "hub.labs" });
    };
  onOpenstack([
    ["each one", certificate("rsp.test.example", "hub.labs.test.example"), []],
    ["by wildcards", certificate("*.test.example", "*.labs.test.example"), []],
    [
      "a wildcard stands for one label only",
      certificate("*.test.example"),
      [
        {
          path: "certificates.names",
          message:
            'no name covers "hub.labs.test.example" (services.virtualLabs.labs[0].host): browsers would refuse it; add it, or *.labs.test.example',
        },
      ],
    ],
    [
      "Phalanx's too",
      (input) => {
        input.certificates = { issuer: "existing", names: ["rsp.test.example"] };
        addPhalanx(input);
      },
      [
        {
          path: "certificates.names",
          message:
            'no name covers "science.test.example" (phalanx.fqdn): browsers would refuse it; add it, or *.test.example',
        },
      ],
    ],
    [
      "a wildcard that is none",
      certificate("*.test.example", "*.labs.test.example", "*.*.example"),
      [{ path: "certificates.names[2]", message: '"*.*.example" is no name: write rsp.example.org or *.example.org' }],
    ],
  ]);
});

describe("Let's Encrypt's staging server", () => {
  onOpenstack([
    ["with Let's Encrypt", (input) => (input.certificates = { issuer: "http01", staging: true }), []],
    [
      "with another authority",
      (input) => (input.certificates = { issuer: "http01", staging: true, server: "https://acme.example.org/dir" }),
      [
        {
          path: "certificates.staging",
          message: 'true is for Let\'s Encrypt, but server is "https://acme.example.org/dir": remove one of them',
        },
      ],
    ],
  ]);
});
