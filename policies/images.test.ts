import { fullImage, imageParts } from "./images";

test.each([
  ["nginx", "docker.io/library/nginx"],
  ["team/nginx", "docker.io/team/nginx"],
  ["ghcr.io/team/nginx", "ghcr.io/team/nginx"],
  ["localhost/nginx", "localhost/nginx"],
  ["registry:5000/nginx", "registry:5000/nginx"],
])("%s is %s", (image, expected) => expect(fullImage(image)).toBe(expected));

test.each([
  ["nginx:1.29", { name: "nginx", tag: "1.29" }],
  ["r:5000/nginx", { name: "r:5000/nginx" }],
  ["r:5000/nginx:1@sha256:ab", { name: "r:5000/nginx", tag: "1", digest: "sha256:ab" }],
])("the parts of %s", (image, expected) => expect(imageParts(image)).toEqual(expected));
