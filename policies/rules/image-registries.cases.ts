import type { Cases } from "../case";
import { container, pod, workload } from "../objects";
import { helmServiceType } from "../workloads";
import type { Settings } from "./image-registries";

const settings = { registries: ["registry.example.org", "ghcr.io/team", "docker.io/library"] };
const of = (image: unknown) => pod({ containers: [container({ image })] });
const chart = (values: object) => ({ type: helmServiceType, props: { values } });
const none = "is from none of registry.example.org, ghcr.io/team, docker.io/library";
const where = "spec.containers[web].image";

export const imageRegistriesCases: Cases<Settings> = {
  good: [
    { name: "an allowed registry", of: of("registry.example.org/any/thing:1"), settings },
    { name: "an allowed folder", of: of("ghcr.io/team/app:1"), settings },
    { name: "no registry means Docker Hub", of: of("nginx:1.29"), settings },
    { name: "with a digest", of: of(`registry.example.org/a@sha256:${"0".repeat(64)}`), settings },
    { name: "any, where the site names none", of: of("quay.io/x/y:1") },
    {
      name: "every container of a CronJob",
      of: workload("CronJob", {
        containers: [container()],
        initContainers: [container({ name: "init", image: "nginx:1" })],
      }),
      settings,
    },
    {
      name: "a chart's image",
      of: chart({ image: { registry: "ghcr.io", repository: "team/app", tag: "1" } }),
      settings,
    },
    ...["team/", "team", "team/*", "docker.io/team/"].map((registry) => ({
      name: `a folder of Docker Hub, written ${registry}`,
      of: of("team/app:1"),
      settings: { registries: [registry] },
    })),
    ...["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"].flatMap((host) => [
      { name: `Docker Hub, called ${host}`, of: of(`${host}/nginx:1.29`), settings },
      {
        name: `Docker Hub, where the site calls it ${host}`,
        of: of("team/app:1"),
        settings: { registries: [host] },
      },
    ]),
    {
      name: "a chart's image of Docker Hub by another name",
      of: chart({ image: { registry: "registry-1.docker.io", repository: "nginx", tag: "1" } }),
      settings,
    },
    { name: "a registry with a slash at its end", of: of("ghcr.io/a/b:1"), settings: { registries: ["ghcr.io/"] } },
    { name: "a chart's own image", of: chart({ image: { tag: "1" } }), settings },
  ],
  bad: [
    { name: "another registry", of: of("quay.io/x/y:1"), settings, says: [`${where} "quay.io/x/y:1" ${none}`] },
    {
      name: "another folder",
      of: of("ghcr.io/other/app:1"),
      settings,
      says: [`${where} "ghcr.io/other/app:1" ${none}`],
    },
    {
      name: "a name that only begins alike",
      of: of("ghcr.io/teamwork/app:1"),
      settings,
      says: [`${where} "ghcr.io/teamwork/app:1" ${none}`],
    },
    {
      name: "a host that only begins alike",
      of: of("registry.example.org.evil.net/a:1"),
      settings,
      says: [`${where} "registry.example.org.evil.net/a:1" ${none}`],
    },
    {
      name: "a user of Docker Hub",
      of: of("someone/nginx:1"),
      settings,
      says: [`${where} "docker.io/someone/nginx:1" ${none}`],
    },
    {
      name: "a user of Docker Hub by another of its names",
      of: of("registry.hub.docker.com/someone/nginx:1"),
      settings,
      says: [`${where} "docker.io/someone/nginx:1" ${none}`],
    },
    {
      name: "a host that only ends like Docker Hub",
      of: of("evil-docker.io/library/nginx:1"),
      settings,
      says: [`${where} "evil-docker.io/library/nginx:1" ${none}`],
    },
    {
      name: "a folder of another registry with the name of one of Docker Hub's",
      of: of("ghcr.io/team/app:1"),
      settings: { registries: ["team/"] },
      says: [`${where} "ghcr.io/team/app:1" is from none of team/`],
    },
    {
      name: "a registry on the node",
      of: of("localhost:5000/a:1"),
      settings,
      says: [`${where} "localhost:5000/a:1" ${none}`],
    },
    {
      name: "an init container of a Job",
      of: workload("Job", {
        containers: [container()],
        initContainers: [container({ name: "init", image: "quay.io/a:1" })],
      }),
      settings,
      says: [`spec.template.spec.initContainers[init].image "quay.io/a:1" ${none}`],
    },
    {
      name: "a chart's registry",
      of: chart({ controller: { image: { registry: "quay.io", repository: "team/app" } } }),
      settings,
      says: [`values.controller.image.registry "quay.io/team/app" ${none}`],
    },
    {
      name: "a chart's repository",
      of: chart({ image: { repository: "quay.io/team/app" } }),
      settings,
      says: [`values.image.repository "quay.io/team/app" ${none}`],
    },
    {
      name: "an unknown image hides nothing",
      of: pod({ containers: [container({ image: "$unknown" }), container({ name: "b", image: "quay.io/b:1" })] }),
      settings,
      says: [`? ${where}`, `spec.containers[b].image "quay.io/b:1" ${none}`],
    },
  ],
};
