/** Rule to its table of cases. */
import type { Cases } from "../case";
import { budgetCases } from "./budget.cases";
import { clusterVersionCases } from "./cluster-version.cases";
import { containerLimitsCases } from "./container-limits.cases";
import { containerMaximaCases } from "./container-maxima.cases";
import { dataProtectedCases } from "./data-protected.cases";
import { exposedPortsCases } from "./exposed-ports.cases";
import { imageRegistriesCases } from "./image-registries.cases";
import { imagesPinnedCases } from "./images-pinned.cases";
import { loadBalancerKeepsAddressCases } from "./load-balancer-keeps-address.cases";
import { namesAndTagsCases } from "./names-and-tags.cases";
import { namespaceMaximaCases } from "./namespace-maxima.cases";
import { namespacePodSecurityCases } from "./namespace-pod-security.cases";
import { namespaceQuotaCases } from "./namespace-quota.cases";
import { nfsExportsCases } from "./nfs-exports.cases";
import { noOpenPortsCases } from "./no-open-ports.cases";
import { noPublicDatabaseCases } from "./no-public-database.cases";
import { podSecurityCases } from "./pod-security.cases";
import { privateClusterCases } from "./private-cluster.cases";
import { probesCases } from "./probes.cases";
import { quotaFitsCases } from "./quota-fits.cases";
import { replicasCases } from "./replicas.cases";
import { requestRatioCases } from "./request-ratio.cases";
import { requiredLabelsCases } from "./required-labels.cases";
import { secretsNotPlainCases } from "./secrets-not-plain.cases";
import { storageClassCsiCases } from "./storage-class-csi.cases";
import { storageClassDefaultCases } from "./storage-class-default.cases";
import { storageClassReclaimCases } from "./storage-class-reclaim.cases";

export const cases: Record<string, Cases> = {
  "container-limits": containerLimitsCases,
  "container-maxima": containerMaximaCases,
  "request-ratio": requestRatioCases,
  "namespace-quota": namespaceQuotaCases,
  "namespace-maxima": namespaceMaximaCases,
  "quota-fits": quotaFitsCases,
  probes: probesCases,
  replicas: replicasCases,
  "pod-security": podSecurityCases,
  "namespace-pod-security": namespacePodSecurityCases,
  "images-pinned": imagesPinnedCases,
  "image-registries": imageRegistriesCases,
  "required-labels": requiredLabelsCases,
  "exposed-ports": exposedPortsCases,
  "load-balancer-keeps-address": loadBalancerKeepsAddressCases,
  "secrets-not-plain": secretsNotPlainCases,
  "no-open-ports": noOpenPortsCases,
  "nfs-exports": nfsExportsCases,
  "cluster-version": clusterVersionCases,
  "private-cluster": privateClusterCases,
  "no-public-database": noPublicDatabaseCases,
  "names-and-tags": namesAndTagsCases,
  budget: budgetCases,
  "data-protected": dataProtectedCases,
  "storage-class-csi": storageClassCsiCases,
  "storage-class-default": storageClassDefaultCases,
  "storage-class-reclaim": storageClassReclaimCases,
};
