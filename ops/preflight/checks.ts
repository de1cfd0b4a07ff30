/** What the configuration names and the cloud does not have, or has otherwise. Pure; silent about what the cloud did not tell. */
import { cephfsShares } from "../../config/checks/facts";
import { classTaken, driversClass, namedVolumeTypes } from "../../config/checks/openstack";
import { closest, type Problem } from "../../config/problems";
import type { OpenstackConfig } from "../../config/schema";
import { nodesNetworkName } from "../../infra/openstack/site";
import type { Existing } from "./parts";
import { type Offers, type Service, services } from "./offers";

type Check = (config: OpenstackConfig, offers: Offers, existing: Existing) => Problem[];

export function checkOffers(config: OpenstackConfig, offers: Offers, existing: Existing): Problem[] {
  const checks = [needed, flavors, images, volumeTypes, cephfs, networks, ingress, dnsZone, zones, provider];
  return checks.flatMap((check) => check(config, offers, existing));
}

/** "did you mean" or all there are. */
function hint(name: string, known: readonly string[]): string {
  const nearest = closest(name, known);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length === 0 ? "there are none" : `there are ${[...new Set(known)].sort().join(", ")}`;
}

/** A name that the cloud must have; nothing when it does, or did not tell. */
function wanted(path: string, name: string, known: readonly string[] | undefined, what: string): Problem[] {
  if (known === undefined || known.includes(name)) return [];
  return [{ path, message: `"${name}" is no ${what} of the cloud: ${hint(name, known)}` }];
}

const needed: Check = ({ dns, storage }, offers) => {
  const all: Service[] = [
    "compute",
    "image",
    "network",
    "volumev3",
    "load-balancer",
    "container-infra",
    "object-store",
  ];
  if (dns.provider === "designate") all.push("dns");
  if (cephfsShares(storage).length > 0) all.push("sharev2");
  const paths: Partial<Record<Service, string>> = { dns: "dns.provider", sharev2: "storage.fileServer.cephfs.shares" };
  const missing = all.filter((service) => !offers.services.has(service));
  return missing.map((service) => ({
    path: paths[service] ?? "openstack.cloud",
    message: `the cloud's catalog has no ${services[service]} in this region, which the site needs`,
  }));
};

const flavors: Check = ({ cluster, openstack, storage }, offers) => {
  const used = [cluster.control, cluster.workers, ...cluster.nodePools].map(({ flavor }) => flavor);
  if (storage.fileServer?.kind === "vm") used.push(storage.fileServer.flavor);
  return [...new Set(used)].flatMap((name) => {
    const path = `openstack.flavors.${name}`;
    const absent = wanted(
      path,
      name,
      offers.flavors?.map((one) => one.name),
      "flavor",
    );
    const said = openstack.flavors[name];
    const found = offers.flavors?.find((one) => one.name === name);
    if (absent.length > 0 || said === undefined || found === undefined) return absent;
    const keys = (["cpu", "memory", "disk"] as const).filter(
      (key) => said[key] !== undefined && said[key] !== found[key],
    );
    return keys.map((key) => ({
      path: `${path}.${key}`,
      message: `${said[key]} is not what the cloud says, ${found[key]}: write that`,
    }));
  });
};

const images: Check = ({ cluster, storage }, offers) => {
  const usable = offers.images?.filter(({ status }) => status === "active");
  const known = usable?.map(({ name }) => name);
  const nodes = usable?.filter(({ name }) => name === cluster.image) ?? [];
  const path = "cluster.image";
  const server = storage.fileServer;
  return [
    ...wanted(path, cluster.image, known, "image"),
    ...(nodes.length > 1
      ? [{ path, message: `"${cluster.image}" is the name of ${nodes.length} images, of which Magnum takes none` }]
      : []),
    ...(cluster.driver === "capi" && nodes.length === 1 ? imageProperties(path, cluster, nodes[0]) : []),
    ...(server?.kind === "vm" ? wanted("storage.fileServer.image", server.image, known, "image") : []),
  ];
};

/** The Cluster API driver reads the distribution and the version of Kubernetes from the image. */
function imageProperties(
  path: string,
  { kubernetesVersion }: OpenstackConfig["cluster"],
  image: { distribution?: string; kubernetesVersion?: string } = {},
): Problem[] {
  const problems: Problem[] = [];
  const absent = (property: string) => ({
    path,
    message: `the image has no property ${property}, without which Magnum makes no cluster of it: choose an image made for Magnum, or ask the administrators to set it`,
  });
  if (image.distribution === undefined) problems.push(absent("os_distro"));
  if (image.kubernetesVersion === undefined) problems.push(absent("kube_version"));
  else if (bare(image.kubernetesVersion) !== bare(kubernetesVersion)) {
    problems.push({
      path: "cluster.kubernetesVersion",
      message: `"${kubernetesVersion}" is not what the image holds, "${image.kubernetesVersion}": make them the same`,
    });
  }
  return problems;
}

const bare = (version: string): string => version.replace(/^v/, "");

/** Type and network of CephFS. */
const cephfs: Check = ({ storage: { fileServer } }, { networks, shareTypes }) => {
  if (fileServer?.kind !== "vm" || fileServer.cephfs === undefined) return [];
  const { network, shareType } = fileServer.cephfs;
  const path = "storage.fileServer.cephfs";
  return [
    ...wanted(
      `${path}.network`,
      network,
      networks?.map(({ name }) => name),
      "network",
    ),
    ...(shareType === undefined ? [] : wanted(`${path}.shareType`, shareType, shareTypes, "share type")),
  ];
};

const volumeTypes: Check = ({ cluster, storage }, { volumeTypes: known }) => [
  ...driversClasses(cluster.driver, storage, known),
  ...storage.classes.flatMap(({ volumeType }, index) =>
    wanted(`storage.classes[${index}].volumeType`, volumeType, known, "volume type"),
  ),
  ...Object.entries(storage.volumes).flatMap(([name, { type }]) =>
    wanted(`storage.volumes.${name}.type`, type, known, "volume type"),
  ),
];

/** Classes of ours that have the name of one which the driver makes, of a type that the stack file does not name. */
function driversClasses(
  driver: OpenstackConfig["cluster"]["driver"],
  storage: OpenstackConfig["storage"],
  known: readonly string[] = [],
): Problem[] {
  if (driver !== "capi") return [];
  const named = namedVolumeTypes(storage);
  return storage.classes.flatMap(({ create, name }, index) => {
    // Of those that the file names, `config check` says it.
    const type = known.find((one) => !named.includes(one) && driversClass(one) === name);
    return create && type !== undefined
      ? [{ path: `storage.classes[${index}].name`, message: classTaken(name, type) }]
      : [];
  });
}

const networks: Check = ({ network, openstack }, offers) => {
  const external = offers.networks?.filter((one) => one.external);
  const problems = wanted(
    "openstack.externalNetwork",
    openstack.externalNetwork,
    external?.map(({ name }) => name),
    "external network",
  );
  if (network.router === undefined || offers.routers === undefined) return problems;
  const path = "network.router";
  const named = offers.routers.filter(({ name }) => name === network.router);
  const known = offers.routers.map(({ name }) => name);
  const gateway = external?.find(({ name }) => name === openstack.externalNetwork);
  if (named.length === 0) return [...problems, ...wanted(path, network.router, known, "router")];
  if (named.length > 1)
    return [...problems, { path, message: `"${network.router}" is the name of ${named.length} routers` }];
  return gateway === undefined || named[0]?.externalNetwork === gateway.id
    ? problems
    : [...problems, { path, message: `"${network.router}" has no gateway to "${openstack.externalNetwork}"` }];
};

/** Whether what a bound address leads to is ours is for `pulumi preview` to say, which looks at the port. */
const ingress: Check = ({ addresses, site }, { floatingIps }, existing) => {
  const path = "addresses.ingress";
  const address = addresses.ingress;
  if (address === undefined || floatingIps === undefined) return [];
  const found = floatingIps.find((one) => one.address === address);
  if (found === undefined) {
    const known = floatingIps.map((one) => one.address);
    return [{ path, message: `"${address}" is no floating IP of the project: ${hint(address, known)}` }];
  }
  if (found.port === undefined || existing.network) return [];
  const network = nodesNetworkName({ name: site });
  return [{ path, message: `"${address}" is in use already, and the site has no network "${network}" yet: free it` }];
};

/** Designate has a name once. */
const dnsZone: Check = ({ dns, site }, _, { zones: known }) => {
  const zone = known.find(({ name }) => name === dns.zone);
  return dns.provider !== "designate" || zone === undefined || zone.description === `Zone of ${site}`
    ? []
    : [
        {
          path: "dns.zone",
          message: `"${dns.zone}" is in the project already and was not made for this site: choose a zone below it, or delete it`,
        },
      ];
};

const zones: Check = ({ openstack: { availabilityZone: zone } }, { machineZones, volumeZones }) => {
  const path = "openstack.availabilityZone";
  return [
    ...wanted(path, zone, machineZones, "availability zone of machines"),
    ...wanted(path, zone, volumeZones, "availability zone of volumes"),
  ];
};

const provider: Check = ({ openstack: { loadBalancerProvider } }, { loadBalancerProviders }) =>
  wanted("openstack.loadBalancerProvider", loadBalancerProvider, loadBalancerProviders, "load balancer provider");
