import type { Cases } from "../case";
import { container, pod, workload } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./images-pinned";

const hash = `sha256:${"0123456789abcdef".repeat(4)}`;
const of = (image: unknown) => pod({ containers: [container({ image })] });
const chart = (values: object) => ({ type: helmServiceType, props: { values } });
const where = "spec.containers[web].image";

export const imagesPinnedCases: Cases<Settings> = {
  good: [
    { name: "an exact version", of: of("nginx:1.29.1") },
    { name: "a registry with a port", of: of("registry.example.org:5000/team/nginx:1.29.1") },
    { name: "a digest", of: of(`nginx@${hash}`) },
    { name: "a moving tag held by a digest", of: of(`nginx:latest@${hash}`) },
    { name: "a tag that only resembles one that moves", of: of("nginx:latest-1.29") },
    {
      name: "a digest where one is asked for",
      of: of(`ghcr.io/team/app:1.0@${hash}`),
      settings: { digests: ["ghcr.io/*"] },
    },
    { name: "no digest where none is asked for", of: of("quay.io/team/app:1.0"), settings: { digests: ["ghcr.io/*"] } },
    { name: "a chart's own image", of: chart({ controller: { replicaCount: 2 } }) },
    {
      name: "a chart's image with a version",
      of: chart({ image: { registry: "r.example.org", image: "team/x", tag: "1.2.3" } }),
    },
    { name: "a chart's moving tag held by a digest", of: chart({ image: { tag: "latest", digest: hash } }) },
    {
      name: "a Patch may leave it to the object it patches",
      of: { type: "kubernetes:core/v1:PodPatch", props: { spec: { containers: [{ name: "a" }] } } },
    },
  ],
  bad: [
    { name: "latest", of: of("nginx:latest"), says: [`${where} has the tag "latest", which moves`] },
    { name: "neither tag nor digest", of: of("nginx"), says: [`${where} "nginx" has neither tag nor digest`] },
    {
      name: "a port is no tag",
      of: of("registry.example.org:5000/nginx"),
      says: [`${where} "registry.example.org:5000/nginx" has neither tag nor digest`],
    },
    { name: "a branch", of: of("ghcr.io/team/app:main"), says: [`${where} has the tag "main", which moves`] },
    { name: "an empty tag", of: of("nginx:"), says: [`${where} has an empty tag`] },
    { name: "a broken digest", of: of("nginx@sha256:abc"), says: [`${where} "nginx@sha256:abc" has a broken digest`] },
    {
      name: "no image",
      of: of(null),
      says: [`${where} is not set`],
      cluster: { answer: "refuses", because: "the API server refuses it itself" },
    },
    {
      name: "an init container of a CronJob",
      of: workload("CronJob", {
        containers: [container()],
        initContainers: [container({ name: "init", image: "a:edge" })],
      }),
      says: ['spec.jobTemplate.spec.template.spec.initContainers[init].image has the tag "edge", which moves'],
    },
    {
      name: "an ephemeral container",
      of: pod({ containers: [container()], ephemeralContainers: [{ name: "c", image: "c:edge" }] }),
      says: ['spec.ephemeralContainers[c].image has the tag "edge", which moves'],
      cluster: { answer: "refuses", because: "the API server takes ephemeral containers only from `kubectl debug`" },
    },
    {
      name: "a volume of an image",
      of: pod({ containers: [container()], volumes: [{ name: "v", image: { reference: "data:latest" } }] }),
      says: ['spec.volumes[v].image.reference has the tag "latest", which moves'],
      cluster: { answer: "allows", because: "an API server without the feature ImageVolume drops the field" },
    },
    {
      name: "no digest where one is asked for",
      of: of("nginx:1.29.1"),
      settings: { digests: ["docker.io/library/*"] },
      says: [`${where} "nginx:1.29.1" has no digest`],
    },
    ...["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"].map((host) => ({
      name: `no digest where one is asked for, from ${host}`,
      of: of(`${host}/nginx:1.29.1`),
      settings: { digests: ["docker.io/library/*"] },
      says: [`${where} "${host}/nginx:1.29.1" has no digest`],
    })),
    {
      name: "no digest where the site calls Docker Hub otherwise",
      of: of("nginx:1.29.1"),
      settings: { digests: ["registry.hub.docker.com/*"] },
      says: [`${where} "nginx:1.29.1" has no digest`],
    },
    {
      name: "a tag that the site says moves",
      of: of("a:prod"),
      settings: { floating: ["prod"] },
      says: [`${where} has the tag "prod", which moves`],
    },
    {
      name: "a chart's moving tag",
      of: chart({ web: { image: { repository: "team/x", tag: "latest" } } }),
      says: ['values.web.image.tag has the tag "latest", which moves'],
    },
    {
      name: "a chart's image as text",
      of: chart({ image: "team/x", initImage: "team/y:1.0.0" }),
      says: ['values.image "team/x" has neither tag nor digest'],
    },
    {
      name: "an unknown image hides nothing",
      of: pod({ containers: [container({ image: "$unknown" }), container({ name: "b", image: "b" })] }),
      says: [`? ${where}`, 'spec.containers[b].image "b" has neither tag nor digest'],
    },
    {
      name: "an unknown tag of a chart hides nothing",
      of: chart({ image: { tag: "$unknown" }, b: { image: "x/y:latest" } }),
      says: ["? values.image.tag", 'values.b.image has the tag "latest", which moves'],
    },
  ],
};
