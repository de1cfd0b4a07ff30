import { securityRules } from "./security-rules";

const rules = securityRules({ nodes: "10.10.0.0/24", administrators: ["192.0.2.0/24", "198.51.100.7/32"] });

test("each group's ways in, exactly", () => {
  const table = Object.entries(rules).flatMap(([group, list]) =>
    list.map(({ name, protocol, ports, from }) => [group, name, protocol, ...ports, from].join(" ")),
  );
  expect(table).toEqual([
    "ingress http tcp 80 80 0.0.0.0/0",
    "ingress https tcp 443 443 0.0.0.0/0",
    "nodes node-ports-10.10.0.0-24 tcp 30000 32767 10.10.0.0/24",
    "nodes kubernetes-api-10.10.0.0-24 tcp 6443 6443 10.10.0.0/24",
    "nodes kubernetes-api-192.0.2.0-24 tcp 6443 6443 192.0.2.0/24",
    "nodes kubernetes-api-198.51.100.7-32 tcp 6443 6443 198.51.100.7/32",
    "nodes ssh-192.0.2.0-24 tcp 22 22 192.0.2.0/24",
    "nodes ssh-198.51.100.7-32 tcp 22 22 198.51.100.7/32",
    "files nfs-10.10.0.0-24 tcp 2049 2049 10.10.0.0/24",
    "files node-exporter-10.10.0.0-24 tcp 9100 9100 10.10.0.0/24",
    "files ssh-192.0.2.0-24 tcp 22 22 192.0.2.0/24",
    "files ssh-198.51.100.7-32 tcp 22 22 198.51.100.7/32",
  ]);
});

test("a further administrator leaves the other rules' names alone", () => {
  const before = securityRules({ nodes: "10.10.0.0/24", administrators: ["198.51.100.7/32"] });
  const names = (list: { name: string }[]) => list.map((rule) => rule.name);
  expect(names(rules.nodes)).toEqual(expect.arrayContaining(names(before.nodes)));
});
