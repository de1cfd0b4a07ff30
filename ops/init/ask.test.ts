import { type Answers } from "./answers";
import { askAnswers, askChoices, type Prompter } from "./ask";

/** Answers questions in turn, and notes them; an answer that the question refuses is noted as "refused". */
function scripted(...script: string[]): { prompter: Prompter; asked: string[] } {
  const asked: string[] = [];
  const next = () => {
    const answer = script.shift();
    if (answer === undefined) throw new Error(`nothing left to answer to: ${asked.at(-1)}`);
    return answer;
  };
  const prompter: Prompter = {
    input: (question) => {
      asked.push(question.message);
      let answer = next();
      for (let verdict = question.validate(answer); verdict !== true; verdict = question.validate(answer)) {
        asked.push(`refused ${answer}: ${verdict}`);
        answer = next();
      }
      return Promise.resolve(answer === "" ? (question.default ?? "") : answer);
    },
    select: ({ message, choices, default: initial }) => {
      asked.push(`${message}: ${choices.map(({ value }) => value).join("|")}${initial ? ` (${initial})` : ""}`);
      return Promise.resolve(next());
    },
  };
  return { prompter, asked };
}

test("asks for everything, in order, until it is right", async () => {
  const { prompter, asked } = scripted(
    ...["openstack", "Edi", "roe", "edi", "team", "edi.example.org", "ops@example.org", "x", "20"],
    ...["192.0.2.0/24", "production", "50G", "github", "lab", "lsp-uk", ""],
  );
  const against = (site: string) => (site === "roe" ? "roe is there already" : undefined);
  expect(await askAnswers({}, { prompter, osClouds: ["lab", "roe"], against })).toEqual<Answers>({
    cloud: "openstack",
    site: "edi",
    owner: "team",
    domain: "edi.example.org",
    email: "ops@example.org",
    users: 20,
    administrators: ["192.0.2.0/24"],
    lifecycle: "production",
    homeQuota: "50G",
    login: "github",
    osCloud: "lab",
    organization: "lsp-uk",
  });
  expect(asked).toEqual([
    "What the platform stands on: openstack, gcp or existing (a cluster): openstack|gcp|existing",
    "Short name of the site and of its stack",
    "refused Edi: Write lower-case letters, digits and dashes, starting with a letter, at most 40 characters",
    "refused roe: roe is there already",
    "Team that answers for the site",
    "Domain below which the platform's names lie, like rsp.example.org",
    "Contact for DNS and certificates",
    "Users at work at the same time, for whom there must be room",
    "refused x: Write a whole number",
    "Ranges that may reach the Kubernetes API and SSH, like 192.0.2.0/24,198.51.100.7",
    "Production or disposable: may `destroy` delete data?: production|disposable",
    "What one home directory may hold",
    "Where users come from: keycloak, github, oidc, cilogon or none: keycloak|github|oidc|cilogon|none",
    "Entry of clouds.yaml: lab|roe",
    "GitHub organization whose members may log in (empty: later)",
    "Client ID at GitHub, CILogon or the OpenID Connect provider (empty: later)",
  ]);
});

const given: Answers = {
  site: "edi",
  owner: "team",
  domain: "edi.example.org",
  email: "ops@example.org",
  users: 20,
  administrators: ["192.0.2.0/24"],
  lifecycle: "disposable",
  homeQuota: "1G",
  login: "keycloak",
};

test.each<[string, Answers, string[], Answers]>([
  ["nothing", { ...given, cloud: "openstack", osCloud: "lab" }, [], {}],
  [
    "the entry of clouds.yaml, where there is none to choose",
    { ...given, cloud: "openstack" },
    ["lab"],
    { osCloud: "lab" },
  ],
  [
    "GCP",
    { ...given, cloud: "gcp" },
    ["europe-west2", "my-project"],
    { region: "europe-west2", project: "my-project" },
  ],
  ["a cluster", { ...given, cloud: "existing" }, ["1.2.3.4"], { ingressAddress: "1.2.3.4" }],
])("asks only for what is missing: %s", async (_, answers, script, more) => {
  const { prompter, asked } = scripted(...script);
  expect(await askAnswers(answers, { prompter, osClouds: [] })).toEqual({ ...answers, ...more });
  expect(asked).toHaveLength(script.length);
});

test("what the cloud has several of is for choosing, unless it is chosen already", async () => {
  const facts = { externalNetworks: ["a", "b"], volumeTypes: ["x", "y"], defaultVolumeType: "y" };
  const { prompter, asked } = scripted("b", "x");
  expect(await askChoices({}, facts, prompter)).toEqual({ externalNetwork: "b", volumeType: "x" });
  expect(asked).toEqual(["Network that floating IPs come from: a|b", "Cinder volume type of all volumes: x|y (y)"]);
  expect(await askChoices({ externalNetwork: "c", volumeType: "z" }, facts, scripted().prompter)).toEqual({
    externalNetwork: "c",
    volumeType: "z",
  });
  expect(await askChoices({}, { externalNetworks: ["a"], volumeTypes: [] }, scripted().prompter)).toEqual({});
});
