import { literal, object, when } from "../admission/cel";
import { matchesAny, patternSource } from "../patterns";
import { reporter, type ResourceRule } from "../rule";
import { kubernetesKind } from "../workloads";

export type Settings = {
  /** Provisioners that may be besides CSI drivers: patterns. */
  others: string[];
};

/** Kubernetes' own provisioners are gone or going; only this one has no CSI driver: volumes made by hand. */
const byHand = "kubernetes.io/no-provisioner";

export const storageClassCsi: ResourceRule<Settings> = {
  name: "storage-class-csi",
  group: "data-protection",
  description: "Volumes are made by CSI drivers.",
  why: "the provisioners inside of Kubernetes (kubernetes.io/cinder, kubernetes.io/gce-pd) were removed: their claims wait for ever",
  fix: "name the CSI driver, like cinder.csi.openstack.org or pd.csi.storage.gke.io",
  severity: "high",
  disposable: "mandatory",
  defaults: { others: [] },
  settings: {
    others: {
      type: "array",
      items: { type: "string" },
      description: "Provisioners that are no CSI drivers and may be all the same; * stands for any characters.",
    },
  },
  check(resource, { others }) {
    if (kubernetesKind(resource.type) !== "StorageClass") return [];
    const report = reporter(resource, storageClassCsi.why);
    const provisioner = resource.props.get("provisioner");
    if (provisioner.unknown) report.unknown(provisioner);
    else if (!isAllowed(provisioner.text ?? "", others))
      report.violation(
        provisioner.path,
        provisioner.absent ? "is not set" : `is "${provisioner.text}", which is no CSI driver`,
        "name the CSI driver, like cinder.csi.openstack.org",
      );
    return report.findings;
  },
  admission: ({ others }) => ({
    match: [{ apiGroups: ["storage.k8s.io"], apiVersions: ["v1"], resources: ["storageclasses"] }],
    problems: [
      when(
        `${object}.provisioner != ${literal(byHand)} && (${object}.provisioner.startsWith("kubernetes.io/") || !${object}.provisioner.matches("^[a-z0-9-]+([.][a-z0-9-]+)+$")) && !${literal(others.map(patternSource))}.exists(p, ${object}.provisioner.matches(p))`,
        `"the provisioner " + ${object}.provisioner + " is no CSI driver"`,
      ),
    ],
  }),
};

/** CSI drivers are named like hosts: "ebs.csi.aws.com". */
function isAllowed(provisioner: string, others: string[]): boolean {
  if (provisioner === byHand || matchesAny(others, provisioner)) return true;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(provisioner);
}
