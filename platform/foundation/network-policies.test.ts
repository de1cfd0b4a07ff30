import { openings as ingressOpenings } from "./ingress";
import { networkPolicies, type Opening } from "./network-policies";

const only = (opening: Opening) => networkPolicies({ x: opening })["allow-x"];
const pods = { app: "web" };

test("a namespace without openings denies everything but the cluster's name service", () => {
  expect(networkPolicies({})).toEqual({
    "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    "allow-dns": {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    },
  });
});

test.each<[Opening, object]>([
  [
    { kind: "from-namespace", namespace: "ingress-nginx", fromPods: { app: "proxy" }, pods, ports: [8080, "metrics"] },
    {
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              // One entry with both selectors: pods with the label in that namespace. Two entries would mean either.
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
              podSelector: { matchLabels: { app: "proxy" } },
            },
          ],
          ports: [
            { protocol: "TCP", port: 8080 },
            { protocol: "TCP", port: "metrics" },
          ],
        },
      ],
    },
  ],
  [
    { kind: "to-anywhere", pods, ports: [443], except: ["10.0.0.0/8", "169.254.0.0/16"] },
    {
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "169.254.0.0/16"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    },
  ],
  [
    { kind: "from-anywhere", pods, ports: [443] },
    { policyTypes: ["Ingress"], ingress: [{ ports: [{ protocol: "TCP", port: 443 }] }] },
  ],
  [
    { kind: "to-namespaces", pods, namespaces: { published: "yes" } },
    { policyTypes: ["Egress"], egress: [{ to: [{ namespaceSelector: { matchLabels: { published: "yes" } } }] }] },
  ],
  [
    { kind: "to-anywhere", pods },
    { policyTypes: ["Egress"], egress: [{}] },
  ],
  [
    { kind: "to-anywhere", pods, ports: [5432], range: "10.1.0.0/24" },
    {
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.1.0.0/24" } }], ports: [{ protocol: "TCP", port: 5432 }] }],
    },
  ],
  [
    { kind: "to-anywhere", pods, ports: [53], protocols: ["UDP", "TCP"] },
    {
      policyTypes: ["Egress"],
      egress: [
        {
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    },
  ],
  [
    { kind: "to-api-server", pods },
    {
      policyTypes: ["Egress"],
      egress: [
        {
          ports: [
            { protocol: "TCP", port: 443 },
            { protocol: "TCP", port: 6443 },
          ],
        },
      ],
    },
  ],
])("$kind", (opening, expected) => {
  expect(only(opening)).toEqual({ podSelector: { matchLabels: pods }, ...expected });
});

test("no opening of the ingress is for every pod of its namespace", () => {
  const specs = Object.entries(
    networkPolicies(ingressOpenings({ rsp: false, http01: false, monitored: false })),
  ).filter(([name]) => !["default-deny", "allow-dns"].includes(name));
  expect(specs.map(([name]) => name)).toEqual([
    "allow-users",
    "allow-admission",
    "allow-backends",
    "allow-default-backend",
    "allow-from-controller",
    "allow-api-server",
    "allow-webhook-jobs",
  ]);
  for (const [, spec] of specs) expect(JSON.stringify(spec.podSelector)).toContain("app.kubernetes.io/component");
});

test("behind the ingress of the Rubin Science Platform any namespace may have backends, and answers to an authority pass", () => {
  const open = networkPolicies(ingressOpenings({ rsp: true, http01: true, monitored: false }));
  expect(open["allow-backends"]?.egress).toEqual([{ to: [{ namespaceSelector: { matchLabels: {} } }] }]);
  expect(open["allow-certificate-proofs"]).toMatchObject({
    podSelector: { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } },
    ingress: [{ ports: [{ protocol: "TCP", port: 8089 }] }],
  });
});
