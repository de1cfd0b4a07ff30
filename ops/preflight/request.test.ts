import { requestText } from "./request";
import { resourceOf, type Key } from "./resources";
import type { Row } from "./rows";

const project = { id: "94678b", name: "rsp", cloud: "somerville", region: "RegionOne" };
const row = (key: Key, need: number, used: number, limit: number): Row => ({
  key,
  service: resourceOf(key).service,
  title: resourceOf(key).title,
  need,
  used,
  limit,
  missing: Math.max(0, need + used - limit),
});

test("nothing is missing: no letter", () => {
  expect(requestText("roe", "rsp-uk", project, [row("cores", 8, 2, 10)])).toBeUndefined();
});

test("the letter names project, bounds and reasons, and brings the commands; what fits is not in it", () => {
  const rows = [
    row("cores", 88, 15, 100),
    row("memory", 1000, 0, 2000),
    row("gigabytes", 12860, 110, 10000),
    row("gigabytes/ceph-ssd", 60, 20, 50),
    row("loadBalancers", 2, 1, 2),
    row("clusters", 1, 1, 1),
    row("zones", 1, 10, 10),
  ];
  expect(requestText("roe", "rsp-uk", project, rows)).toBe(`Subject: quota of project rsp (94678b)

Dear administrators,

please raise the quota of our project rsp (ID 94678b, region RegionOne) for the science platform
"roe", which rsp-uk runs:

  - machines: cores                      from 100 to 103 (in use: 15, further needed: 88)
  - volumes: size, GiB                   from 10000 to 12970 (in use: 110, further needed: 12860)
  - volumes: size, GiB of type ceph-ssd  from 50 to 80 (in use: 20, further needed: 60)
  - load balancers: load balancers       from 2 to 3 (in use: 1, further needed: 2)
  - kubernetes: clusters                 from 1 to 2 (in use: 1, further needed: 1)
  - dns: zones                           from 10 to 11 (in use: 10, further needed: 1)

As commands:

  openstack quota set --cores 103 --gigabytes 12970 94678b
  openstack quota set --volume-type ceph-ssd --gigabytes 80 94678b
  openstack loadbalancer quota set --loadbalancer 3 94678b
  openstack dns quota set --project-id 94678b --zones 11

Thank you,
rsp-uk`);
});
