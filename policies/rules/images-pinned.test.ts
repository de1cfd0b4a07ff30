import { findings, previewed } from "../cases";
import { helmServiceType } from "./container-limits";
import { imageProblem, imagesPinned } from "./images-pinned";

const hash = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each<[string, string | undefined]>([
  ["nginx:1.29.1", undefined],
  ["registry.example.org:5000/team/nginx:1.29.1", undefined],
  [`nginx@${hash}`, undefined],
  [`nginx:latest@${hash}`, undefined],
  ["nginx", '"nginx" has neither tag nor digest'],
  ["registry.example.org:5000/nginx", '"registry.example.org:5000/nginx" has neither tag nor digest'],
  ["nginx:latest", 'has the tag "latest", which moves'],
  ["ghcr.io/team/app:main", 'has the tag "main", which moves'],
  ["nginx:", "has an empty tag"],
  ["nginx@sha256:abc", '"nginx@sha256:abc" has a broken digest'],
])("%s", (image, expected) => expect(imageProblem(image, imagesPinned.defaults.floating)).toBe(expected));

test.each<[string, object, string[]]>([
  ["all pinned", { containers: [{ name: "a", image: "nginx:1.29.1" }] }, []],
  [
    "every group of containers",
    {
      containers: [{ name: "a", image: "a:latest" }],
      initContainers: [{ name: "b", image: "b" }],
      ephemeralContainers: [{ name: "c", image: "c:edge" }],
    },
    [
      'spec.containers[a].image has the tag "latest", which moves',
      'spec.initContainers[b].image "b" has neither tag nor digest',
      'spec.ephemeralContainers[c].image has the tag "edge", which moves',
    ],
  ],
  ["no image", { containers: [{ name: "a" }] }, ["spec.containers[a].image is not set"]],
  [
    "a volume of an image",
    { volumes: [{ name: "v", image: { reference: "data:latest" } }] },
    ['spec.volumes[v].image.reference has the tag "latest", which moves'],
  ],
  [
    "unknown images hide nothing",
    {
      containers: [
        { name: "a", image: "$unknown" },
        { name: "b", image: "b" },
      ],
    },
    ["? spec.containers[a].image", 'spec.containers[b].image "b" has neither tag nor digest'],
  ],
])("pod: %s", (_, spec, expected) => {
  expect(findings(imagesPinned, previewed("kubernetes:core/v1:Pod", { spec }))).toEqual(expected);
});

test("a Patch may leave the image to the object it patches", () => {
  const resource = previewed("kubernetes:core/v1:PodPatch", {
    spec: { containers: [{ name: "a" }, { name: "b", image: "b" }] },
  });
  expect(findings(imagesPinned, resource)).toEqual(['spec.containers[b].image "b" has neither tag nor digest']);
});

test.each<[string, object, string[]]>([
  ["the chart's own image", { controller: { replicaCount: 2 } }, []],
  ["a map with a version", { image: { registry: "r.example.org", image: "team/x", tag: "1.2.3" } }, []],
  ["a map with a repository only", { image: { repository: "team/x" } }, []],
  [
    "a map with a moving tag",
    { web: { image: { repository: "team/x", tag: "latest" } } },
    ['values.web.image.tag has the tag "latest", which moves'],
  ],
  ["a moving tag held by a digest", { image: { tag: "latest", digest: hash } }, []],
  ["text", { image: "team/x", initImage: "team/y:1.0.0" }, ['values.image "team/x" has neither tag nor digest']],
  [
    "an unknown tag hides nothing",
    { image: { tag: "$unknown" }, b: { image: "x/y:latest" } },
    ["? values.image.tag", 'values.b.image has the tag "latest", which moves'],
  ],
])("HelmService values: %s", (_, values, expected) => {
  expect(findings(imagesPinned, previewed(helmServiceType, { values }))).toEqual(expected);
});

test("a site may name its own moving tags", () => {
  const resource = previewed("kubernetes:core/v1:Pod", { spec: { containers: [{ name: "a", image: "a:prod" }] } });
  expect(findings(imagesPinned, resource, { floating: ["prod"] })).toEqual([
    'spec.containers[a].image has the tag "prod", which moves',
  ]);
});
