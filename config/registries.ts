/** Public registries of container images, as images name them and as they are asked. Pure. */

/** Docker Hub answers at a name that no image has, and images have several for it. */
const dockerHub = { names: ["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"] };

/** A registry behind its names. */
export interface Upstream {
  /** Short name, also of its stack secrets, like "docker-io". */
  name: string;
  /** Address. */
  remote: string;
}

/** @param registry As images name it, like "ghcr.io". Two names of one registry give the same. */
export function upstreamOf(registry: string): Upstream {
  return dockerHub.names.includes(registry)
    ? { name: "docker-io", remote: "https://registry-1.docker.io" }
    : { name: registry.replaceAll(".", "-"), remote: `https://${registry}` };
}
