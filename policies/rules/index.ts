/** Every rule of the pack. One rule, one file, one table of cases (<rule>.cases.ts). */
import type { ResourceRule, Rule, StackRule } from "../rule";
import type { Settings } from "../rule";
import { budget } from "./budget";
import { clusterVersion } from "./cluster-version";
import { containerLimits } from "./container-limits";
import { containerMaxima } from "./container-maxima";
import { dataProtected } from "./data-protected";
import { exposedPorts } from "./exposed-ports";
import { imageRegistries } from "./image-registries";
import { imagesPinned } from "./images-pinned";
import { loadBalancerKeepsAddress } from "./load-balancer-keeps-address";
import { namesAndTags } from "./names-and-tags";
import { namespaceMaxima } from "./namespace-maxima";
import { namespacePodSecurity } from "./namespace-pod-security";
import { namespaceQuota } from "./namespace-quota";
import { nfsExports } from "./nfs-exports";
import { noOpenPorts } from "./no-open-ports";
import { noPublicDatabase } from "./no-public-database";
import { podSecurity } from "./pod-security";
import { privateCluster } from "./private-cluster";
import { probes } from "./probes";
import { quotaFits } from "./quota-fits";
import { replicas } from "./replicas";
import { requestRatio } from "./request-ratio";
import { requiredLabels } from "./required-labels";
import { secretsNotPlain } from "./secrets-not-plain";
import { storageClassCsi } from "./storage-class-csi";
import { storageClassDefault } from "./storage-class-default";
import { storageClassReclaim } from "./storage-class-reclaim";

/** In the order of the groups, which is the order of docs/policies.md. */
export const rules: Rule[] = [
  containerLimits,
  containerMaxima,
  requestRatio,
  namespaceQuota,
  namespaceMaxima,
  quotaFits,
  probes,
  replicas,

  podSecurity,
  namespacePodSecurity,
  imagesPinned,
  imageRegistries,
  requiredLabels,
  exposedPorts,
  loadBalancerKeepsAddress,
  secretsNotPlain,

  noOpenPorts,
  nfsExports,
  clusterVersion,
  privateCluster,
  noPublicDatabase,
  namesAndTags,
  budget,

  dataProtected,
  storageClassCsi,
  storageClassDefault,
  storageClassReclaim,
];

export const resourceRules = rules.filter((rule): rule is ResourceRule<Settings> => "check" in rule);
export const stackRules = rules.filter((rule): rule is StackRule<Settings> => "checkStack" in rule);
