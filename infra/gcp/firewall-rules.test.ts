import { firewallRules } from "./firewall-rules";

const reach = { cluster: "rsp", nodes: "10.128.0.0/23", pods: "10.132.0.0/14", controlPlane: "172.16.0.0/28" };
const brief = (rules: ReturnType<typeof firewallRules>) =>
  rules.map(({ name, ports, from, to }) => `${name}: ${from.join()} -> ${to.join()}:${ports.join()}`);

test("webhooks for the control plane and SSH for IAP, to the nodes only", () => {
  expect(brief(firewallRules(reach))).toEqual([
    "webhooks: 172.16.0.0/28 -> gke-rsp:8443,9443,10250",
    "ssh: 35.235.240.0/20 -> gke-rsp:22",
  ]);
});

test("a file server is reached by the nodes, and by SSH; its numbers by pods too", () => {
  expect(brief(firewallRules({ ...reach, fileServer: "rsp-files" }))).toEqual([
    "webhooks: 172.16.0.0/28 -> gke-rsp:8443,9443,10250",
    "ssh: 35.235.240.0/20 -> gke-rsp,rsp-files:22",
    "nfs: 10.128.0.0/23 -> rsp-files:2049",
    "node-exporter: 10.132.0.0/14,10.128.0.0/23 -> rsp-files:9100",
  ]);
});
