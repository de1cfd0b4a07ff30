import type { Cases } from "../case";
import type { Manifest } from "../rule";
import type { Settings } from "./namespace-maxima";

const quota = (hard: object): Manifest => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "case" },
  spec: { hard },
});
const settings = { cpu: "16", memory: "64Gi", storage: "1Ti" };
const more = (key: string, value: string, maximum: string) =>
  `spec.hard${/^\w+$/.test(key) ? `.${key}` : `["${key}"]`} is ${value}, more than this site's maximum of ${maximum}`;

export const namespaceMaximaCases: Cases<Settings> = {
  good: [
    { name: "below", of: quota({ "limits.cpu": "8", "limits.memory": "16Gi", "requests.storage": "500Gi" }), settings },
    { name: "exactly the maximum", of: quota({ "limits.cpu": "16", "limits.memory": "64Gi" }), settings },
    { name: "other notations", of: quota({ "limits.cpu": "16000m", "requests.storage": "1024Gi" }), settings },
    { name: "any, where the site says nothing", of: quota({ "limits.cpu": "1000" }) },
    { name: "other counts", of: quota({ pods: "1000", "services.loadbalancers": "2" }), settings },
    { name: "zero", of: quota({ "limits.cpu": "0" }), settings },
    {
      name: "another kind",
      of: {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "case" },
        spec: { limits: [{ type: "Pod", max: { cpu: "99" } }] },
      },
      settings,
    },
  ],
  bad: [
    { name: "cores", of: quota({ "limits.cpu": "17" }), settings, says: [more("limits.cpu", "17", "16")] },
    { name: "memory", of: quota({ "limits.memory": "65Gi" }), settings, says: [more("limits.memory", "65Gi", "64Gi")] },
    {
      name: "storage",
      of: quota({ "requests.storage": "2Ti" }),
      settings,
      says: [more("requests.storage", "2Ti", "1Ti")],
    },
    {
      name: "requests",
      of: quota({ "requests.cpu": "16001m" }),
      settings,
      says: [more("requests.cpu", "16001m", "16")],
    },
    {
      name: "the short name of requests",
      of: quota({ cpu: "1e2", memory: "1e12" }),
      settings,
      says: [more("cpu", "1e2", "16"), more("memory", "1e12", "64Gi")],
    },
    {
      name: "all of them",
      of: quota({ "limits.cpu": "32", "limits.memory": "128Gi", "requests.storage": "1025Gi" }),
      settings,
      says: [
        more("limits.cpu", "32", "16"),
        more("limits.memory", "128Gi", "64Gi"),
        more("requests.storage", "1025Gi", "1Ti"),
      ],
    },
    {
      name: "a Patch",
      of: { type: "kubernetes:core/v1:ResourceQuotaPatch", props: { spec: { hard: { cpu: 20 } } } },
      settings,
      says: [more("cpu", "20", "16")],
    },
    {
      name: "an unknown bound hides nothing",
      of: quota({ "limits.cpu": "$unknown", "limits.memory": "1Ti" }),
      settings,
      says: ['? spec.hard["limits.cpu"]', more("limits.memory", "1Ti", "64Gi")],
    },
  ],
};
