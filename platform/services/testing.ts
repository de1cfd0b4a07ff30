/** A site for services to stand on, and what they get when the platform is made: for tests and for their pages. */
import * as pulumi from "@pulumi/pulumi";
import type { Config, OpenstackInput } from "../../config/schema";
import { exampleConfig } from "../testing";
import type { Given } from "./service";

export const exampleGiven: Given = {
  priority: {
    foundation: "platform-foundation",
    service: "platform-service",
    lab: "platform-lab",
    batch: "platform-batch",
  },
  pools: [],
  watched: {},
  endpoints: [],
  objectStore: {
    endpoint: pulumi.output("https://s3.cloud.example:6780"),
    region: "RegionOne",
    buckets: {
      backup: pulumi.output("test-backup"),
      logs: pulumi.output("test-logs"),
      "tap-results": pulumi.output("test-tap-results"),
    },
    pathStyle: true,
  },
  cloudLogins: {
    metrics: {
      authUrl: pulumi.output("https://keystone.cloud.example:5000/v3"),
      project: pulumi.output("test-project"),
      region: "RegionOne",
    },
  },
  backedUp: ["lab-birds", "vault"],
};

/** What a stack file says for files by a machine of the site's own. */
export const machineStorage: OpenstackInput["storage"] = {
  classes: [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }],
  volumes: { homes: { size: 100, type: "ceph" } },
  fileServer: { kind: "vm", flavor: "small", image: "ubuntu-24.04", exports: [{ name: "homes", volume: "homes" }] },
};

/** Cores and memory (MiB) of each of its two nodes. */
const nodes = { cpu: 32, memory: 128 * 1024 };

/** @param sections What its stack file says besides, like the `example` of a service. */
export function exampleSite(sections: Partial<OpenstackInput>, small = nodes): Config {
  return exampleConfig(
    {},
    {
      openstack: { cloud: "test", externalNetwork: "public", flavors: { small } },
      storage: {
        classes: [{ name: "standard", volumeType: "ceph", reclaim: "Retain", default: true }],
        fileServer: {
          kind: "existing",
          server: "files.example.org",
          exports: [
            { name: "homes", path: "/homes", size: 100 },
            { name: "catalogues", path: "/catalogues", size: 100 },
          ],
        },
      },
      ...sections,
    },
  );
}
