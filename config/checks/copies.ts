/** Copies of files and databases (services.backup): nothing that a site has is left out without a word. */
import { copiesOf, copySources, databaseCopy, filesCopy, neededCopies } from "../copies";
import { formatPath, type Problem } from "../problems";
import type { Check } from "./context";
import { exportPath, exportsOf } from "./facts";
import { list, unknownName } from "./words";

const at = (...path: string[]) => formatPath(["services", "backup", ...path]);

/** What is asked to be copied must be there. */
export const copiesThere: Check = (config) => {
  const { backup } = config.services;
  const there = copySources(config);
  const needed = neededCopies(config);
  const problems = (key: "files" | "databases", none: string): Problem[] => {
    if (backup?.[key] !== true || needed[key].length > 0) return [];
    const message = there[key].length === 0 ? none : "true, but `without` names all of them: remove it";
    return [{ path: at(key), message }];
  };
  return [
    ...problems("files", "true, but storage.fileServer has no exports: remove it"),
    ...problems(
      "databases",
      "true, but there is no database whose password the platform knows: it needs a database with phalanx or identity.keycloak on it, cloudSql.databases, or services.tap",
    ),
  ];
};

/** A name with a mistake in it would leave nothing out, and its reason would be read for what it is not. */
export const copiesNamed: Check = (config) => {
  const { files, databases } = copySources(config);
  const known = [...files.map(filesCopy), ...databases.map(databaseCopy)];
  return Object.keys(config.services.backup?.without ?? {}).flatMap((name): Problem[] =>
    known.includes(name)
      ? []
      : [{ path: at("without", name), message: unknownName(name, known, "the copies that there may be") }],
  );
};

/** Whoever looks for a lost home must not find that nobody ever thought of it. Volumes of a server in the cluster are in Velero's backups. */
export const copiesInProduction: Check = (config) => {
  const { backup } = config.services;
  if (config.lifecycle !== "production" || backup === undefined) return [];
  const { files, databases } = neededCopies(config);
  const problems = (key: "files" | "databases", names: string[], what: string, copy: (name: string) => string) =>
    backup[key] || names.length === 0
      ? []
      : [
          {
            path: at(key),
            message: `false, so ${what} ${list(names)} are in no backup: write true, or name what needs none in services.backup.without (${names.map(copy).join(", ")}), with the reason`,
          },
        ];
  return [
    ...(config.storage.fileServer?.kind === "pod" ? [] : problems("files", files, "the files of", filesCopy)),
    ...problems("databases", databases, "the data of", databaseCopy),
  ];
};

/** Copies are made by root of a node; where it is nobody, it cannot read what its owner keeps from others. */
export const copiesReadable: Check = (config) => {
  const { files } = copiesOf(config);
  return exportsOf(config).flatMap(({ name, readOnly, rootAccess }, index): Problem[] =>
    files.includes(name) && rootAccess === false && !readOnly
      ? [
          {
            path: `${exportPath(config, index)}.rootAccess`,
            message: `false, but services.backup.files copies "${name}", and root could not read what its owner keeps from others: write true, or name ${filesCopy(name)} in services.backup.without`,
          },
        ]
      : [],
  );
};
