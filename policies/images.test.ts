import { upstreamOf } from "../config/registries";
import { fullImage, fullPattern, fullRegistry, imageParts } from "./images";

test.each([
  ["nginx", "docker.io/library/nginx"],
  ["team/nginx", "docker.io/team/nginx"],
  ["ghcr.io/team/nginx", "ghcr.io/team/nginx"],
  ["localhost/nginx", "localhost/nginx"],
  ["registry:5000/nginx", "registry:5000/nginx"],
  ["docker.io/nginx", "docker.io/library/nginx"],
  ["docker.io:443/nginx:1", "docker.io/library/nginx:1"],
  ["Index.Docker.io/team/nginx", "docker.io/team/nginx"],
  ["docker.io/ghcr.io/nginx", "docker.io/ghcr.io/nginx"],
  ["docker.io.example.org/nginx", "docker.io.example.org/nginx"],
  ["mirror.docker.io/nginx", "mirror.docker.io/nginx"],
])("%s is %s", (image, expected) => expect(fullImage(image)).toBe(expected));

const hosts = ["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];
test.each(hosts)("%s is Docker Hub, as it is for the registry's cache", (host) => {
  expect(upstreamOf(host).name).toBe("docker-io");
  expect(["nginx", "library/nginx", "team/app"].map((name) => fullImage(`${host}/${name}`))).toEqual([
    "docker.io/library/nginx",
    "docker.io/library/nginx",
    "docker.io/team/app",
  ]);
  expect(["", "/", "/*", "/team"].map((end) => fullRegistry(`${host}${end}`))).toEqual([
    ...["docker.io", "docker.io", "docker.io"],
    "docker.io/team",
  ]);
  expect(["/*", "/nginx"].map((end) => fullPattern(`${host}${end}`))).toEqual([
    "docker.io/*",
    "docker.io/library/nginx",
  ]);
});

test.each([
  ["nginx:1.29", { name: "nginx", tag: "1.29" }],
  ["r:5000/nginx", { name: "r:5000/nginx" }],
  ["r:5000/nginx:1@sha256:ab", { name: "r:5000/nginx", tag: "1", digest: "sha256:ab" }],
])("the parts of %s", (image, expected) => expect(imageParts(image)).toEqual(expected));
