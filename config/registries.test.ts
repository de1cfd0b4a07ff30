import { upstreamOf } from "./registries";

test.each([
  ["docker.io", "docker-io", "https://registry-1.docker.io"],
  ["registry.hub.docker.com", "docker-io", "https://registry-1.docker.io"],
  ["ghcr.io", "ghcr-io", "https://ghcr.io"],
  ["registry.k8s.io", "registry-k8s-io", "https://registry.k8s.io"],
])("%s is %s at %s", (registry, name, remote) => expect(upstreamOf(registry)).toEqual({ name, remote }));
