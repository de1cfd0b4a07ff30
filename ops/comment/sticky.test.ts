/** Against a local server that behaves as the three APIs do. */
import { FakeForge } from "../forge/testing";
import { openForge, type ForgeName } from "../forge/place";
import { marker } from "./marker";
import { post, reviewedPlan } from "./sticky";

jest.setTimeout(60_000);

let server: FakeForge;
let waited: number[];
let said: string[];
const named = { project: "science-platform", stack: "roe" };
const body = (plan: string, text = "A comment.") => `${text}\n\n${marker(named, plan)}\n`;
const retry = {
  progress: (text: string) => void said.push(text),
  wait: (seconds: number) => (waited.push(seconds), Promise.resolve()),
};

const apis: Record<ForgeName, string> = { github: "", gitlab: "/api/v4", gitea: "/api/v1" };
async function forge(name: ForgeName) {
  server.wholeComments = name === "gitea";
  return openForge({
    forge: name,
    api: `${server.url}${apis[name]}`,
    repository: "acme/platform",
    token: server.token,
  });
}

beforeEach(async () => {
  server = new FakeForge();
  [waited, said] = [[], []];
  await server.listen();
});
afterEach(() => server.close());

describe.each<[ForgeName, string]>([
  ["github", "https://forge.example/comments/251"],
  ["gitlab", "/acme/platform/-/merge_requests/7#note_251"],
  ["gitea", "https://forge.example/comments/251"],
])("%s", (name, address) => {
  test("created after 250 comments of others, then found again behind all of them and updated in place", async () => {
    for (let index = 0; index < 250; index++) server.say(`comment ${index}`);
    const first = await post(await forge(name), 7, body("aa"), named, retry);
    expect(first).toEqual({ action: "created", url: expect.stringContaining(address) as string });
    server.say("thanks");
    const second = await post(await forge(name), 7, body("bb"), named, retry);
    expect(second).toEqual({ action: "updated", url: expect.stringContaining(address) as string });
    expect(await post(await forge(name), 7, body("bb"), named, retry)).toEqual({ action: "unchanged" });
    expect(server.comments).toHaveLength(252);
    expect(server.comments[250]?.body.trimEnd()).toBe(body("bb").trimEnd());
    expect(await reviewedPlan(await forge(name), 7, named, retry)).toBe("bb");
  });

  test("another stack, a reply that quotes it, and somebody who writes our mark are no comments of ours", async () => {
    server.say(`${marker({ ...named, stack: "roe-dev" }, "aa")}`, "robot");
    server.say(body("aa").trimEnd().replace(/^/gm, "> "), "robot");
    server.say(body("aa"), "somebody");
    const { action } = await post(await forge(name), 7, body("aa"), named, retry);
    expect([action, server.comments.length]).toEqual(["created", 4]);
  });

  test("a server's fault passes, and the wait doubles", async () => {
    server.faults.push({ status: 500 }, { status: 503 });
    expect((await post(await forge(name), 7, body("aa"), named, retry)).action).toBe("created");
    expect(waited).toEqual([2, 4]);
    expect(said[0]).toMatch(/acme\/platform: .*; again in 2 s$/);
  });

  test("a comment that was made although the answer failed is not made twice", async () => {
    const opened = await forge(name);
    const create = opened.createComment.bind(opened);
    let failed = false;
    opened.createComment = (pull, text) => {
      if (!failed) server.faults.push({ status: 500, afterwards: true });
      failed = true;
      return create(pull, text);
    };
    expect(await post(opened, 7, body("aa"), named, retry)).toEqual({ action: "unchanged" });
    expect([server.comments.length, waited]).toEqual([1, [2]]);
  });

  test("a token that is wrong ends at once, with what to do", async () => {
    const wrong = await openForge({
      forge: name,
      api: `${server.url}${apis[name]}`,
      repository: "acme/platform",
      token: "x",
    });
    await expect(post(wrong, 7, body("aa"), named, retry)).rejects.toThrow(
      /acme\/platform refuses \(401\): .*\. The token is wrong or has expired\.$/,
    );
    expect(waited).toEqual([]);
  });

  test("403 ends at once, with the permissions that are needed", async () => {
    server.faults.push({ status: 403, message: "Resource not accessible by integration" });
    const opened = await forge(name);
    // GitHub answers so to the question whose token it is; that is no end.
    if (name === "github") server.faults.push({ status: 403, message: "Resource not accessible by integration" });
    await expect(post(opened, 7, body("aa"), named, retry)).rejects.toThrow(
      /refuses \(403\): Resource not accessible by integration\. The token may not do that\. GitHub: the job needs `permissions: pull-requests: write`/,
    );
    expect(waited).toEqual([]);
  });

  test("a server that is not there", async () => {
    const opened = await forge(name);
    await server.close();
    await expect(post(opened, 7, body("aa"), named, { ...retry, tries: 3 })).rejects.toThrow(
      /acme\/platform still fails after 3 tries: no answer \(.*\)/,
    );
    expect(waited).toEqual([2, 4]);
    await server.listen();
  });
});

test("GitHub, with the token of a job, which may not ask who it is: a bot's comment is ours", async () => {
  server.login = undefined;
  server.say(body("aa"), "somebody");
  const { action } = await post(await forge("github"), 7, body("aa"), named, retry);
  expect(action).toBe("created");
  expect((await post(await forge("github"), 7, body("bb"), named, retry)).action).toBe("updated");
  expect(server.comments.map(({ user }) => user.login)).toEqual(["somebody", "github-actions[bot]"]);
});

test.each([
  ["429", { status: 429, headers: { "retry-after": "7" } }, 7],
  [
    "403 with a rate that is used up",
    { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" } },
    0,
  ],
])("GitHub, %s: waits as long as it says", async (_, fault, seconds) => {
  server.faults.push(fault);
  expect((await post(await forge("github"), 7, body("aa"), named, retry)).action).toBe("created");
  expect(waited).toEqual([seconds]);
});

test("GitHub, a rate that comes back in an hour is not waited for", async () => {
  server.faults.push({ status: 429, headers: { "retry-after": "3600" }, message: "secondary rate limit" });
  await expect(post(await forge("github"), 7, body("aa"), named, retry)).rejects.toThrow(
    "GitHub, acme/platform wants us to come back in 3600 s, which is too long to wait: secondary rate limit",
  );
});

test("GitHub is asked for pages of 100 comments, and not for more than are needed", async () => {
  for (let index = 0; index < 150; index++) server.say("x");
  server.say(body("aa"), "robot");
  for (let index = 0; index < 150; index++) server.say("x");
  await post(await forge("github"), 7, body("bb"), named, retry);
  expect(server.requests).toEqual([
    "GET /user",
    "GET /repos/acme/platform/issues/7/comments?per_page=100",
    "GET /repos/acme/platform/issues/7/comments?per_page=100&page=2",
    "PATCH /repos/acme/platform/issues/comments/151",
  ]);
});
