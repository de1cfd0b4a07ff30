/** Which forge, which repository and whose token: from flags, or from what a CI job knows of itself. */
import { UserError } from "../errors";
import type { Forge } from "./forge";

export const forgeNames = ["github", "gitlab", "gitea"] as const;
export type ForgeName = (typeof forgeNames)[number];

export interface Place {
  /** Address of the API, without a slash at its end. */
  api: string;
  /** Like "acme/platform". */
  repository: string;
  token: string;
}

/** What was said by flags. */
export interface PlaceOptions {
  forge?: ForgeName | undefined;
  api?: string | undefined;
  repository?: string | undefined;
}

/** Variables that each forge's CI sets, and where its token is looked for. */
const known: Readonly<Record<ForgeName, { marks: string; api: string[]; repository: string; tokens: string[] }>> = {
  gitea: {
    marks: "GITEA_ACTIONS",
    api: ["GITEA_API_URL", "GITHUB_API_URL"],
    repository: "GITHUB_REPOSITORY",
    tokens: ["GITEA_TOKEN", "GITHUB_TOKEN"],
  },
  gitlab: { marks: "GITLAB_CI", api: ["CI_API_V4_URL"], repository: "CI_PROJECT_PATH", tokens: ["GITLAB_TOKEN"] },
  github: {
    marks: "GITHUB_ACTIONS",
    api: ["GITHUB_API_URL"],
    repository: "GITHUB_REPOSITORY",
    tokens: ["GITHUB_TOKEN", "GH_TOKEN"],
  },
};

const usualApi: Readonly<Partial<Record<ForgeName, string>>> = {
  github: "https://api.github.com",
  gitlab: "https://gitlab.com/api/v4",
};

/** @throws UserError with everything that is missing. */
export function findPlace(options: PlaceOptions, env: NodeJS.ProcessEnv): { forge: ForgeName } & Place {
  const forge = options.forge ?? forgeNameOf(env);
  const { api: apis, repository: named, tokens } = known[forge];
  const first = (names: readonly string[]) => names.map((name) => env[name]).find((value) => value);
  const api = (options.api ?? first(apis) ?? usualApi[forge])?.replace(/\/+$/, "");
  const repository = options.repository ?? env[named];
  const token = first(tokens);
  const missing = [
    ...(token ? [] : [`the token: set ${tokens.join(" or ")}`]),
    ...(repository ? [] : [`the repository: --repository owner/name, or ${named}`]),
    ...(api ? [] : [`the address of the API: --api https://your.server/api/v1, or ${apis.join(" or ")}`]),
  ];
  if (!api || !repository || !token)
    throw new UserError(
      `For ${forge} is missing:\n${missing.map((one) => `  ${one}`).join("\n")}\n--dry-run needs none.`,
    );
  return { forge, api, repository, token };
}

function forgeNameOf(env: NodeJS.ProcessEnv): ForgeName {
  // Gitea's runner sets GitHub's variables as well.
  const order: ForgeName[] = ["gitea", "gitlab", "github"];
  return order.find((name) => env[known[name].marks]) ?? "github";
}

/** Loads the client of the forge that is needed. */
export async function openForge({ forge, ...place }: { forge: ForgeName } & Place): Promise<Forge> {
  switch (forge) {
    case "github":
      return (await import("./github.ts")).GitHub.open(place);
    case "gitlab":
      return (await import("./gitlab.ts")).GitLab.open(place);
    case "gitea": {
      const { Gitea } = await import("./gitea.ts");
      return new Gitea(place);
    }
  }
}

/** Number of the pull request that a CI job is for, where it knows. */
export function pullOf(env: NodeJS.ProcessEnv): number | undefined {
  const text = env.CI_MERGE_REQUEST_IID ?? /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1];
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Commit and address of the run, as far as the job says. For pull requests GitHub's own commit is a merge that nobody made. */
export function runOf(env: NodeJS.ProcessEnv): { commit: string | undefined; run: string | undefined } {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server } = env;
  const github = server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
  const commit = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA || env.GITHUB_SHA;
  return { commit: commit || undefined, run: env.CI_JOB_URL ?? github };
}
