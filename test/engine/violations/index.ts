/** Registers the resources that its setting names, so that one program stands for every program that breaks a rule. */
import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { registered, type Violating } from "./table";

class Any extends pulumi.CustomResource {}

const settings = new pulumi.Config();
/** Entry of clouds.yaml. */
const cloud = settings.get("cloud");
/** Nobody listens there: what is to be made is planned without asking. */
const nowhere: openstack.ProviderArgs = {
  authUrl: "http://127.0.0.1:1/v3",
  region: "RegionOne",
  userName: "violations",
  password: "violations",
  tenantName: "violations",
};
const providers: Record<string, pulumi.ProviderResource> = {
  kubernetes: new kubernetes.Provider("cluster", {
    kubeconfig: settings.require("kubeconfig"),
    clusterIdentifier: "violations",
  }),
  openstack: new openstack.Provider("cloud", cloud === undefined ? nowhere : { cloud }),
};

for (const one of settings.requireObject<Violating[]>("resources")) {
  const { type, name, props, protect } = registered(one);
  new Any(type, name, props, { protect, provider: providers[type.split(":")[0] ?? ""] });
}
