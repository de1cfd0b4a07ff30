/** The numbers of secrets.rotations: whether they are of secrets that can be made anew, and what changes with them. */
import { closest, formatPath, type Problem } from "../../config/problems";
import type { Config } from "../../config/schema";
import type { SecretSource } from "./contract";
import type { DeclaredService } from "./declared";

/** @returns each name that nothing is made anew by, and what to raise or do instead. */
export function rotationProblems(
  rotations: Config["secrets"]["rotations"],
  declared: readonly DeclaredService[],
): Problem[] {
  const sources = new Map(
    declared.flatMap(({ service, keys }) =>
      Object.entries(keys).map(([key, { source }]) => [`${service}/${key}`, source] as const),
    ),
  );
  return Object.keys(rotations).flatMap((name) => {
    const message = problemOf(name, sources);
    return message === undefined ? [] : [{ path: formatPath(["secrets", "rotations", name]), message }];
  });
}

function problemOf(name: string, sources: ReadonlyMap<string, SecretSource>): string | undefined {
  const source = sources.get(name);
  const [service = ""] = name.split("/");
  switch (source?.kind) {
    case undefined: {
      const nearest = closest(name, [...sources.keys()]);
      return `this site has no secret "${name}": ${nearest === undefined ? "`science-platform secrets list` names them" : `did you mean "${nearest}"?`}`;
    }
    case "password":
      return source.lasting === undefined ? undefined : `"${name}" is not made anew: ${source.lasting}`;
    case "gafaelfawr-token":
    case "fernet-key":
    case "hex":
    case "rsa-key":
      return undefined;
    case "copy":
    case "former":
      return `"${name}" comes from another secret: raise "${source.service}/${source.key}"`;
    case "bcrypt":
    case "changed":
      return `"${name}" comes from another secret: raise "${service}/${source.of}"`;
    case "aws-credentials":
      return `"${name}" comes from other secrets: "${service}/${source.accessKey}" and "${service}/${source.secretKey}"`;
    case "stack":
      return `"${name}" is what you set: set another, \`pulumi config set --secret ${source.secret}\``;
    case "wired":
      return `"${name}" comes from the cloud, which keeps it`;
    case "text":
      return `"${name}" is no secret: it is always "${source.value}"`;
  }
}

/** A text that is another one when any of these secrets is made anew, for what must be told of it. @param names Like "registry/password". */
export function rotationOf({ rotation, rotations }: Config["secrets"], names: readonly string[]): string {
  return [rotation, ...names.flatMap((name) => rotations[name] ?? [])].join("+");
}
