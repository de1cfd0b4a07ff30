import { onOpenstack } from "./testing";

const cache = { kind: "cache" } as const;

onOpenstack([
  [
    "a login at a registry that is cached",
    (input) => (input.services = { registry: { ...cache, logins: ["docker.io"] } }),
    [],
  ],
  [
    "a login elsewhere, and one twice",
    (input) => (input.services = { registry: { ...cache, logins: ["quay.io", "quai.io", "quay.io"] } }),
    [
      { path: "services.registry.logins[2]", message: '"quay.io" is in the list already: remove it' },
      {
        path: "services.registry.logins[1]",
        message: '"quai.io" is not in services.registry.upstreams: did you mean "quay.io"?',
      },
    ],
  ],
  [
    "the cache itself, and a registry twice",
    (input) => {
      input.services = { registry: { ...cache, upstreams: ["ghcr.io", "registry.test.example", "ghcr.io"] } };
    },
    [
      { path: "services.registry.upstreams[2]", message: '"ghcr.io" is in the list already: remove it' },
      { path: "services.registry.upstreams[1]", message: '"registry.test.example" is the cache itself: remove it' },
    ],
  ],
]);
