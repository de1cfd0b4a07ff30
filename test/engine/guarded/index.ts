/** What the replacement guard watches over, as the hardware layer makes it; the settings say what somebody changed. */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { validConfig } from "../../../config/testing";
import { Cluster } from "../../../infra/openstack/cluster";
import { magnumLabels } from "../../../infra/openstack/magnum-labels";
import { siteOf } from "../../../infra/openstack/site";
import { Volumes } from "../../../infra/openstack/volumes";

const settings = new pulumi.Config();
const config = validConfig((input) => {
  input.lifecycle = "production";
  input.allowReplace = settings.getObject<string[]>("allowReplace") ?? [];
  input.cluster.control.count = (settings.getNumber("control") ?? 1) as 1 | 3;
  input.cluster.kubernetesVersion = settings.get("version") ?? input.cluster.kubernetesVersion;
  input.cluster.nodePools = [{ name: "notebook", flavor: settings.get("flavor") ?? "large", count: 1 }];
  input.storage.volumes = settings.getBoolean("withoutVolume") ? {} : { homes: { size: 100, type: "ceph" } };
});
const site = siteOf(config);
// Nobody listens there: comparing asks nobody.
const provider = new openstack.Provider("openstack", {
  authUrl: "http://127.0.0.1:1/v3",
  region: "RegionOne",
  userName: "engine",
  password: "engine",
  tenantName: "engine",
});

new Cluster(
  "cluster",
  {
    site,
    cloud: config.openstack.cloud,
    cluster: config.cluster,
    labels: magnumLabels(config),
    dnsServers: [],
    networkId: "network",
    subnetId: "subnet",
    externalNetworkId: "external",
    keyName: "test",
  },
  { provider },
);
new Volumes("volumes", { site, volumes: config.storage.volumes, availabilityZone: "nova" }, { provider });
