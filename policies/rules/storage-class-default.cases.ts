import type { Cases } from "../case";
import { storageClass } from "../objects";
import type { Settings } from "./storage-class-default";

const key = "storageclass.kubernetes.io/is-default-class";
const where = `metadata.annotations["${key}"]`;
const of = (name: string, value?: unknown) => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name,
  props: storageClass({}, { name, annotations: value === undefined ? undefined : { [key]: value } }),
});

const older = "storageclass.beta.kubernetes.io/is-default-class";
const ofOlder = (name: string) => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name,
  props: storageClass({}, { name, annotations: { [older]: "true" } }),
});

export const storageClassDefaultCases: Cases<Settings> = {
  good: [
    { name: "one of two", of: [of("a", "true"), of("b", "false")] },
    { name: "one alone", of: [of("a", "true")] },
    { name: "one alone, by the older annotation", of: [ofOlder("a"), of("b")] },
    { name: "the others say nothing", of: [of("a"), of("b", "true"), of("c")] },
    { name: "no class in the stack", of: [] },
    { name: "the default is elsewhere", of: [of("a"), of("b", "false")], settings: { elsewhere: true } },
    { name: "no class, and the default is elsewhere", of: [], settings: { elsewhere: true } },
    { name: "one is unknown, another is the default", of: [of("a", "$unknown"), of("b", "true")] },
  ],
  bad: [
    { name: "two", of: [of("a", "true"), of("b", "true")], says: [`${where} is set, but a is the default too`] },
    {
      name: "a second one by the older annotation",
      of: [of("a", "true"), ofOlder("b")],
      says: [`metadata.annotations["${older}"] is set, but a is the default too`],
    },
    {
      name: "three",
      of: [of("a", "true"), of("b", "true"), of("c", "true")],
      says: [`${where} is set, but a is the default too`, `${where} is set, but a is the default too`],
    },
    { name: "none", of: [of("a"), of("b")], says: [`${where} is not set, nor is it for any other class`] },
    { name: "none says true", of: [of("a", "false")], says: [`${where} is not set, nor is it for any other class`] },
    { name: "said in a wrong way", of: [of("a", "yes")], says: [`${where} is not set, nor is it for any other class`] },
    {
      name: "one here and one elsewhere",
      of: [of("a", "true")],
      settings: { elsewhere: true },
      says: [`${where} is set, but the cluster has a default class already`],
    },
    { name: "unknown", of: [of("a", "$unknown"), of("b")], says: [`? ${where}`] },
  ],
};
