/** What cert-manager's failures mean and what helps. Pure; the words are those of Kubernetes, Helm and the provider. */
import { catalog } from "../../catalog";
import type { Cure } from "../explain";

const { name, namespace } = catalog.certManager;
const look = `kubectl --namespace ${namespace} get pods,events`;

const definitions: Cure = {
  when: /no matches for kind|could not find the requested resource|apiVersion for this resource does not exist/,
  say:
    `The custom resource definitions of cert-manager are not in the cluster. The Helm release ${name} brings them (its value ` +
    `crds.enabled): take platform.values.${name}.crds out of the stack file if it is there; if somebody has deleted them, ` +
    `\`helm --namespace ${namespace} get manifest ${name} | kubectl apply -f -\` brings them back. Then run this again.`,
};

const webhook: Cure = {
  when: /failed calling webhook "[a-z.]*cert-manager\.io"/,
  say:
    `The webhook of the Helm release ${name} does not answer, and without it nobody may make issuers and certificates: ` +
    `\`${look}\` shows whether ${name}-webhook runs. It needs a way from the API server to port 10250 of the nodes' pods; its ` +
    "certificate comes from cert-manager-cainjector. Once it is ready, run this again.",
};

const account: Cure = {
  when: /ClusterIssuer.*(timed out|timeout)|(timed out|timeout).*ClusterIssuer|condition.*Ready/is,
  say:
    "The authority has not taken the account: `kubectl describe clusterissuer` shows its answer. certificates.server must be reachable " +
    "from the cluster, and dns.email an address that it accepts; its own certificate may need certificates.serverAuthority.",
};

export const cures = {
  /** Of the Helm release. */
  release: [
    {
      when: /startupapicheck|post-install|timed out waiting for the condition|context deadline exceeded/,
      say:
        `The Helm release ${name} was rolled back because its pods did not become ready, or its webhook did not answer: ` +
        `\`${look}\` while it is tried again shows which. A quota that is too small (platform.quota) and images that cannot be fetched ` +
        "are the usual reasons.",
    },
    webhook,
  ],
  /** Of issuers and certificates. */
  resource: [definitions, webhook, account],
} as const satisfies Record<string, readonly Cure[]>;
