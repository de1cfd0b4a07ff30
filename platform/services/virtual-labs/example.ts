import type { OpenstackInput } from "../../../config/schema";

/** Two small labs, for the page and for tests. */
export const example = {
  identity: { oidc: { issuer: "https://login.example.org/realms/science", clientId: "labs" } },
  services: {
    virtualLabs: {
      homes: "homes",
      homeQuota: "5Gi",
      labs: [
        {
          name: "birds",
          title: "Bird migration",
          users: 4,
          groups: ["birds"],
          admins: ["birds-leads"],
          images: [
            { name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10", title: "Python" },
            { name: "quay.io/jupyter/r-notebook", tag: "2025-11-10", title: "R" },
          ],
          mounts: [{ export: "catalogues", path: "/data/catalogues" }],
        },
        {
          name: "school",
          title: "Courses",
          version: "3.3.7",
          users: 4,
          images: [{ name: "quay.io/jupyter/scipy-notebook", tag: "2025-11-10" }],
          sizes: [{ name: "small", cpu: { request: "250m", limit: "1" }, memory: { request: "512Mi", limit: "2Gi" } }],
          homeQuota: "1Gi",
          teaching: [{ name: "ecology", teachers: ["teachers"], students: ["students"] }],
        },
      ],
    },
  },
} satisfies Partial<OpenstackInput>;
