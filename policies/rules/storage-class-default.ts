import type { Finding, Resource, StackRule } from "../rule";
import { ofKind } from "../stack";

export type Settings = {
  /** Classes that are not part of the stack and are no default: with them, none of ours needs to be. */
  elsewhere: boolean;
};

const annotation = "storageclass.kubernetes.io/is-default-class";
/** Kubernetes still takes it. */
const older = "storageclass.beta.kubernetes.io/is-default-class";
const fix = "set `default: true` for exactly one class (storage.classes of the stack file)";

export const storageClassDefault: StackRule<Settings> = {
  name: "storage-class-default",
  group: "data-protection",
  description: "Exactly one StorageClass is the default.",
  why: "of two defaults Kubernetes takes the younger one, and without any a claim that names no class waits for ever",
  fix,
  severity: "medium",
  disposable: "mandatory",
  defaults: { elsewhere: false },
  settings: {
    elsewhere: {
      type: "boolean",
      description: "The default class exists already and is not part of the stack: then none of the stack's may be it.",
    },
  },
  notInCluster: "it is about all classes together, and a policy of the API server sees one",
  checkStack(resources, { elsewhere }) {
    const classes = ofKind(resources, "StorageClass");
    const field = ({ props }: Resource) => {
      const annotations = props.get("metadata", "annotations");
      return annotations.get(older).text === "true" ? annotations.get(older) : annotations.get(annotation);
    };
    const unknown = classes.filter((one) => field(one).unknown);
    const defaults = classes.filter((one) => field(one).text === "true");
    const violation = (resource: Resource, what: string): Finding[] => [
      { kind: "violation", resource, where: field(resource).path, what, why: storageClassDefault.why, fix },
    ];
    if (elsewhere)
      return defaults.flatMap((one) => violation(one, "is set, but the cluster has a default class already"));
    if (defaults.length > 1) {
      const [first, ...others] = defaults;
      return others.flatMap((one) => violation(one, `is set, but ${first?.name ?? "another"} is the default too`));
    }
    if (defaults.length === 0 && unknown[0] !== undefined)
      return [{ kind: "unknown", resource: unknown[0], where: field(unknown[0]).path }];
    if (defaults.length === 0 && classes[0] !== undefined)
      return violation(classes[0], "is not set, nor is it for any other class");
    return [];
  },
};
