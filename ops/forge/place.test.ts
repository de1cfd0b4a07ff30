import { findPlace, pullOf, runOf } from "./place";

test.each<[string, Parameters<typeof findPlace>[0], NodeJS.ProcessEnv, object]>([
  [
    "a job of GitHub's",
    {},
    {
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: "https://api.github.com",
      GITHUB_REPOSITORY: "acme/platform",
      GITHUB_TOKEN: "t",
    },
    { forge: "github", api: "https://api.github.com", repository: "acme/platform", token: "t" },
  ],
  [
    "a job of GitLab's",
    {},
    { GITLAB_CI: "true", CI_API_V4_URL: "https://git.example/api/v4", CI_PROJECT_PATH: "a/b/c", GITLAB_TOKEN: "t" },
    { forge: "gitlab", api: "https://git.example/api/v4", repository: "a/b/c", token: "t" },
  ],
  [
    "a job of Gitea's, which looks like GitHub's",
    {},
    {
      GITEA_ACTIONS: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: "https://git.example/api/v1",
      GITHUB_REPOSITORY: "a/b",
      GITHUB_TOKEN: "t",
    },
    { forge: "gitea", api: "https://git.example/api/v1", repository: "a/b", token: "t" },
  ],
  [
    "a person, by flags",
    { forge: "gitea", api: "https://git.example/api/v1/", repository: "a/b" },
    { GITEA_TOKEN: "t" },
    { forge: "gitea", api: "https://git.example/api/v1", repository: "a/b", token: "t" },
  ],
  [
    "a person at github.com",
    { repository: "a/b" },
    { GH_TOKEN: "t" },
    { forge: "github", api: "https://api.github.com", repository: "a/b", token: "t" },
  ],
])("%s", (_, options, env, place) => {
  expect(findPlace(options, env)).toEqual(place);
});

test("everything that is missing, at once", () => {
  expect(() => findPlace({ forge: "gitea" }, {})).toThrow(
    `For gitea is missing:
  the token: set GITEA_TOKEN or GITHUB_TOKEN
  the repository: --repository owner/name, or GITHUB_REPOSITORY
  the address of the API: --api https://your.server/api/v1, or GITEA_API_URL or GITHUB_API_URL
--dry-run needs none.`,
  );
});

test("the pull request, commit and run of a job", () => {
  const github = {
    GITHUB_REF: "refs/pull/12/merge",
    GITHUB_SHA: "abc",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "a/b",
    GITHUB_RUN_ID: "5",
  };
  expect([pullOf(github), runOf(github)]).toEqual([
    12,
    { commit: "abc", run: "https://github.com/a/b/actions/runs/5" },
  ]);
  const gitlab = {
    CI_MERGE_REQUEST_IID: "7",
    CI_COMMIT_SHA: "merge",
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "abc",
    CI_JOB_URL: "https://git.example/-/jobs/1",
  };
  expect([pullOf(gitlab), runOf(gitlab)]).toEqual([7, { commit: "abc", run: "https://git.example/-/jobs/1" }]);
  expect([pullOf({ GITHUB_REF: "refs/heads/main" }), runOf({})]).toEqual([
    undefined,
    { commit: undefined, run: undefined },
  ]);
});
