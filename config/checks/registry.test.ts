import { onExisting, onGcp, onOpenstack } from "./testing";

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

const harbor = { kind: "harbor", bucket: "images" } as const;

describe("a bucket for images", () => {
  onOpenstack([
    [
      "of Harbor's own",
      (input) => {
        input.objectStore = { buckets: ["images"] };
        // It needs no volume for them.
        input.services = { registry: { ...harbor, storage: "9000Ti" } };
      },
      [],
    ],
    [
      "that there is none of",
      (input) => {
        input.objectStore = { buckets: ["image"] };
        input.services = { registry: harbor };
      },
      [
        {
          path: "services.registry.bucket",
          message: '"images" is not in objectStore.buckets: did you mean "image"?',
        },
      ],
    ],
    [
      "whose objects go with time",
      (input) => {
        input.objectStore = { buckets: ["images"], lifecycle: { images: { deleteAfter: 30 } } };
        input.services = { registry: harbor };
      },
      [
        {
          path: "objectStore.lifecycle.images.deleteAfter",
          message: "30 would take parts of images that are in use: Harbor deletes them itself, so take it away",
        },
      ],
    ],
    [
      "with a cache",
      (input) => {
        input.objectStore = { buckets: ["images"] };
        input.services = { registry: { ...harbor, kind: "cache" } };
      },
      [
        {
          path: "services.registry.bucket",
          message: "the cache keeps images on its volume: remove it, or choose kind harbor",
        },
      ],
    ],
  ]);
  onGcp([
    [
      "of Google's",
      (input) => {
        input.objectStore = { buckets: ["images"] };
        input.services = { registry: harbor };
      },
      [
        {
          path: "services.registry.bucket",
          message: "Harbor writes only to stores that are S3 throughout, which Google's is not: remove it",
        },
      ],
    ],
  ]);
  onExisting([
    [
      "in a store that knows only bucket.endpoint",
      (input) => {
        input.objectStore = { endpoint: "https://s3.example", pathStyle: false, buckets: { images: "our-images" } };
        input.services = { registry: harbor };
      },
      [
        {
          path: "services.registry.bucket",
          message:
            "Harbor asks for endpoint/bucket only: set objectStore.pathStyle to true where the store knows that, or remove it",
        },
      ],
    ],
  ]);
});
