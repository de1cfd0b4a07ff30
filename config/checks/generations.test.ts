import type { OpenstackInput } from "../schema";
import { onOpenstack } from "./testing";

type Next = NonNullable<OpenstackInput["cluster"]["next"]>;

const beside =
  (next: Partial<Next> = {}, more: (input: OpenstackInput) => void = () => undefined) =>
  (input: OpenstackInput) => {
    input.cluster.next = { generation: "green", ...next };
    more(input);
  };

describe("a cluster beside the first", () => {
  onOpenstack([
    ["like the first", beside(), []],
    [
      "what it says itself is told at its own keys",
      beside({ image: "ubuntu-jammy-kube-v1.35.1", workers: { flavor: "huge", count: 2 } }),
      [
        {
          path: "cluster.next.workers.flavor",
          message: '"huge" is not in openstack.flavors: known there: large, small',
        },
        {
          path: "cluster.next.image",
          message:
            '"ubuntu-jammy-kube-v1.35.1" is of v1.35.1, but cluster.kubernetesVersion is "v1.34.2": make them the same',
        },
      ],
    ],
    [
      "what is wrong with both is told once, at the first",
      beside({}, (input) => (input.cluster.workers.flavor = "huge")),
      [{ path: "cluster.workers.flavor", message: '"huge" is not in openstack.flavors: known there: large, small' }],
    ],
    [
      "both must find addresses",
      beside({ workers: { flavor: "large", count: 12 } }, (input) => (input.network.cidr = "10.10.0.0/27")),
      [
        {
          path: "network.cidr",
          message:
            '"10.10.0.0/27" has 27 addresses, but 28 are needed: 3 nodes at their maximum, 1 of the control plane, 14 of the cluster beside it (cluster.next), ' +
            "3 new ones during an upgrade, 1 for the file server and 6 for load balancers. Choose a wider range",
        },
      ],
    ],
    [
      "the name of the one that is there",
      beside({}, (input) => (input.cluster.generation = "green")),
      [
        {
          path: "cluster.next.generation",
          message: '"green" is the name of the cluster that it shall replace: choose another',
        },
      ],
    ],
  ]);
});
