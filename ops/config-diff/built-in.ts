/** Keys that differ from site to site by their nature, so that nobody has to write down why. */

const names = "names the site";
const place = "says where the site stands";
const ranges = "no two sites share a range";

const reasons: Readonly<Record<string, string>> = {
  site: names,
  "dns.zone": names,
  "phalanx.environment": names,
  "phalanx.fqdn": names,
  "cluster.name": names,
  "openstack.cloud": place,
  "gcp.project": place,
  "existing.kubeconfig": place,
  "existing.context": place,
  "addresses.ingress": place,
  "network.cidr": ranges,
  "network.pods": ranges,
  "network.services": ranges,
  "network.controlPlane": ranges,
};

/** @param path As differences are called: "network.cidr". */
export function builtInReason(path: string): string | undefined {
  return reasons[path];
}
