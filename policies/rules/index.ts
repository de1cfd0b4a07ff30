/** Every rule of the pack. One rule, one file, one table of cases. */
import type { ResourceRule, Settings, StackRule } from "../rule";
import { containerLimits } from "./container-limits";
import { dataProtected } from "./data-protected";
import { imagesPinned } from "./images-pinned";
import { loadBalancerKeepsAddress } from "./load-balancer-keeps-address";
import { namespaceQuota } from "./namespace-quota";
import { noOpenPorts } from "./no-open-ports";
import { storageClassReclaim } from "./storage-class-reclaim";

export const rules: (ResourceRule<Settings> | StackRule<Settings>)[] = [
  containerLimits,
  imagesPinned,
  namespaceQuota,
  noOpenPorts,
  loadBalancerKeepsAddress,
  storageClassReclaim,
  dataProtected,
];

export const resourceRules = rules.filter((rule): rule is ResourceRule<Settings> => "check" in rule);
export const stackRules = rules.filter((rule): rule is StackRule<Settings> => "checkStack" in rule);
