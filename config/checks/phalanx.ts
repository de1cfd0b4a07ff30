/** What the Rubin Science Platform needs. */
import { formatPath, type Problem } from "../problems";
import type { Check } from "./context";
import { exportsOf } from "./facts";
import { alwaysOn, meantApplication, upstream } from "./phalanx-applications";
import { listedTwice, taken, unknownName } from "./words";

export const vaultNeeded: Check = ({ phalanx, secrets }) =>
  phalanx && secrets.backend === "kubernetes"
    ? [
        {
          path: "secrets.backend",
          message:
            '"kubernetes" is not enough for Phalanx, which reads its secrets from Vault: write vault or vault-in-cluster',
        },
      ]
    : [];

export const applications: Check = ({ phalanx }) => {
  if (!phalanx) return [];
  const names = phalanx.applications;
  const path = (index: number) => `phalanx.applications[${index}]`;
  const problem = (index: number, message: string): Problem => ({ path: path(index), message });
  return [
    ...taken(names, path, listedTwice),
    ...names.flatMap((name, index) => {
      if (alwaysOn.includes(name)) return [problem(index, `"${name}" is always there: remove it`)];
      // A fork has applications of its own.
      const meant = phalanx.repository === upstream ? meantApplication(name) : undefined;
      return meant ? [problem(index, `Phalanx has no application "${name}": did you mean "${meant}"?`)] : [];
    }),
  ];
};

/** Keys that must be applications of this environment. */
export const applicationKeys: Check = ({ phalanx }) => {
  if (!phalanx) return [];
  const known = [...alwaysOn, ...phalanx.applications];
  return (["projects", "revisions", "values"] as const).flatMap((section) =>
    Object.keys(phalanx[section])
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: formatPath(["phalanx", section, name]),
        message: unknownName(name, known, "phalanx.applications"),
      })),
  );
};

export const phalanxFiles: Check = (config) => {
  const { phalanx, storage } = config;
  if (!phalanx) return [];
  const exports = exportsOf(config).map(({ name }) => name);
  const classes = storage.classes.map(({ name }) => name);
  const files = Object.entries(phalanx.sharedFiles)
    .filter(([, name]) => !exports.includes(name))
    .map(([path, name]) => ({
      path: formatPath(["phalanx", "sharedFiles", path]),
      message: unknownName(name, exports, "storage.fileServer.exports"),
    }));
  const postgres = phalanx.postgresStorageClass;
  return postgres === undefined || classes.includes(postgres)
    ? files
    : [...files, { path: "phalanx.postgresStorageClass", message: unknownName(postgres, classes, "storage.classes") }];
};
