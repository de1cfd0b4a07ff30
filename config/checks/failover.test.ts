import type { ExistingInput } from "../schema";
import type { Problem } from "../problems";
import { existingConfig, onExisting, onOpenstack, type Row } from "./testing";

type Failover = NonNullable<Extract<ExistingInput["dns"], { provider: "none" }>["failover"]>;
const sides = { old: "203.0.113.7", spare: "198.51.100.9" };

/** The example with a second side. */
function shared(input: ExistingInput, more: Partial<Failover> = {}): void {
  input.dns = {
    provider: "none",
    zone: "old.example.",
    email: "admin@old.example",
    ttl: 30,
    failover: { sides, records: { in: "designate", cloud: "third" }, ...more },
  };
  input.services = { landingPage: { host: "www" } };
}
const path = "dns.failover.sides";
const one = (message: string): Problem[] => [{ path, message }];

/** The other side, as its own file says it. */
const spare = (change: (input: ExistingInput) => void = () => undefined) =>
  existingConfig((input) => {
    shared(input);
    Object.assign(input, { site: "spare", addresses: { ingress: sides.spare } });
    Object.assign(input.network, { cidr: "10.1.0.0/24" });
    change(input);
  });
const beside = (...change: Parameters<typeof spare>) => ({ others: { spare: spare(...change) } });
const rows: Row<ExistingInput>[] = [
  ["two sides", shared, [], beside()],
  [
    "one side",
    (input) => shared(input, { sides: { old: sides.old } }),
    one("1 are no failover: name every stack that serves the names"),
  ],
  [
    "sides of others",
    (input) => shared(input, { sides: { a: "203.0.113.8", b: "203.0.113.9" } }),
    one('this stack\'s site "old" is not among them: add it'),
  ],
  [
    "one address for two",
    (input) => shared(input, { sides: { old: sides.old, spare: sides.old } }),
    one('"spare" and "old" have the same address: two stacks have two'),
  ],
  [
    "another address than the ingress has",
    (input) => shared(input, { sides: { ...sides, old: "203.0.113.8" } }),
    one('"old" is 203.0.113.8 here, but addresses.ingress is 203.0.113.7: change one of them'),
  ],
  [
    "records that are remembered for long",
    (input) => {
      shared(input);
      input.dns.ttl = 300;
    },
    [
      {
        path: "dns.ttl",
        message: "300 s is how long users stay with a side that is gone (dns.failover): write at most 60",
      },
    ],
  ],
  [
    "certificates that only the side gets which the names lead to",
    (input) => {
      shared(input);
      input.certificates = { issuer: "http01" };
    },
    [
      {
        path: "certificates.issuer",
        message:
          '"http01" is answered by the side that the names lead to, so no other side gets a certificate (dns.failover): write dns01 or existing',
      },
    ],
  ],
  [
    "a side whose file does not know of it",
    shared,
    [
      {
        path: "dns.failover",
        message: "names stack spare, whose file has no dns.failover: it would make records of its own",
      },
    ],
    beside((input) => {
      input.dns = { provider: "none", zone: "old.example.", email: "admin@old.example" };
    }),
  ],
  [
    "a side with other names",
    shared,
    [
      'stack spare has zone "spare.example.", this one "old.example.": sides serve the same names',
      "differs from that of stack spare: write the same in both",
      "stack spare does not serve www, which would lead to it too",
    ].map((message) => ({ path: "dns.failover", message })),
    beside((input) => {
      shared(input, { records: { in: "elsewhere" } });
      input.dns.zone = "spare.example.";
      input.services = {};
    }),
  ],
];
onExisting(rows);

onOpenstack([
  [
    "an address that is allocated is not compared",
    (input) => {
      const side = { test: "203.0.113.7", spare: "198.51.100.9" };
      const failover: Failover = { sides: side, records: { in: "rfc2136", server: "ns1.example.org" } };
      input.dns = { provider: "none", zone: "test.example.", email: "admin@test.example", ttl: 30, failover };
    },
    [],
  ],
]);
