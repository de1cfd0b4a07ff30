/** Admission policies in an API server of their own: each in force for the objects of one label only, so that many can be tried at once. */
import type { Manifest } from "../../policies/rule";
import type { Answer, ApiServer, User } from "./api-server";
import { collection } from "./objects";

/** Label by which an object finds its policies, and no others. */
const label = "case-of";

export class AdmissionTrial {
  constructor(private readonly api: ApiServer) {}

  /** Creates an object in earnest. */
  async make(object: Manifest): Promise<void> {
    const { status, body } = await this.api.request("admin", "POST", collection(object), object);
    if (status !== 201) throw new Error(`${object.kind}: ${status} ${body.message}`);
  }

  /** Puts a policy into force for the objects of a variant. */
  async enforce(variant: string, { policy, binding }: { policy: Manifest; binding: Manifest }): Promise<void> {
    const metadata = { name: variant };
    const matchResources = { objectSelector: { matchLabels: { [label]: variant } } };
    const spec = { ...(binding.spec as object), policyName: variant, matchResources };
    await this.make({ ...policy, metadata });
    await this.make({ ...binding, metadata, spec });
  }

  /** Policies come into force in the order of their making, a moment later: when one that refuses everything does, so do all before it. */
  async effective(): Promise<void> {
    const apiVersion = "admissionregistration.k8s.io/v1";
    const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] };
    const spec = { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: "false" }] };
    await this.enforce("everything", {
      policy: { apiVersion, kind: "ValidatingAdmissionPolicy", spec },
      binding: { apiVersion, kind: "ValidatingAdmissionPolicyBinding", spec: { validationActions: ["Deny"] } },
    });
    const probe = labelled({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "probe" } }, "everything");
    while ((await this.send(probe)).status === 201) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /** Would the object be created? @param as The user who asks. */
  send(object: Manifest, as?: string, user: User = "admin"): Promise<Answer> {
    return this.api.request(user, "POST", `${collection(object)}?dryRun=All`, object, as);
  }

  /** Would the change be made? */
  change(object: Manifest, patch: object): Promise<Answer> {
    const { name } = object.metadata as { name: string };
    return this.api.request("admin", "PATCH", `${collection(object)}/${name}?dryRun=All`, patch);
  }
}

/** The object with the label of a variant. */
export function labelled(object: Manifest, variant: string): Manifest {
  const metadata = (object.metadata ?? {}) as { labels?: Record<string, string> };
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [label]: variant } } };
}

/** How the API server begins a refusal of a variant's policy. */
export function refusal(variant: string): string {
  return `ValidatingAdmissionPolicy '${variant}' with binding '${variant}' denied request: `;
}
