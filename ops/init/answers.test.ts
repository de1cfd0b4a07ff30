import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../errors";
import { type Answers, parseAnswer, parseAnswers, readAnswers, requireAnswers, UsageError } from "./answers";

test("flags are texts, and undefined ones are not given", () => {
  expect(
    parseAnswers({ users: "20", administrators: "192.0.2.0/24, 198.51.100.7", zones: "a,b", site: undefined }, "flag"),
  ).toEqual({ users: 20, administrators: ["192.0.2.0/24", "198.51.100.7/32"], zones: ["a", "b"] });
});

test("every wrong answer is told at once, as what it was given", () => {
  const given = { cloud: "aws", site: "Edi", users: "0", administrators: "everywhere", email: "x", colour: "red" };
  const lines = (called: string[]) =>
    [
      `${called[0]}: "aws" is wrong: write one of openstack, gcp, existing`,
      `${called[1]}: "Edi" is wrong: write lower-case letters, digits and dashes, starting with a letter, at most 40 characters`,
      `${called[2]}: "0" is wrong: write a number of at least 1`,
      `${called[3]}: "everywhere" is wrong: write an IPv4 range like 10.20.0.0/24`,
      `${called[4]}: "x" is wrong: write a mail address`,
    ].join("\n");
  expect(() => parseAnswers({ ...given, colour: undefined }, "flag")).toThrow(
    new UsageError(lines(["--cloud", "--site", "--users", "--administrators", "--email"])),
  );
  expect(() => parseAnswers(given, "file")).toThrow(
    `${lines(["cloud", "site", "users", "administrators", "email"])}\ncolour: there is no such answer; possible are cloud, site, `,
  );
});

describe("a file of answers", () => {
  let file: string;
  beforeEach(() => (file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "answers-")), "answers.yaml")));
  afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

  test("has values of their kinds, or texts", () => {
    fs.writeFileSync(file, "site: edi\nusers: 20\nadministrators: [192.0.2.0/24]\nzones: a,b\n");
    expect(readAnswers(file)).toEqual({ site: "edi", users: 20, administrators: ["192.0.2.0/24"], zones: ["a", "b"] });
  });

  test.each(["[", "- site", "text", "", "site: *edi", "[".repeat(20_000)])("%j is none", (text) => {
    fs.writeFileSync(file, text);
    expect(() => readAnswers(file)).toThrow(
      new UsageError(`--answers: ${file} is no YAML mapping of answers, like "site: edi"`),
    );
  });

  test("values of other kinds than people write are told in words", () => {
    fs.writeFileSync(file, "site: 5\nusers: [1]\nowner: {}\nzones: [1]\nlifecycle: 3\nadministrators: 7\n");
    expect(() => readAnswers(file)).toThrow(
      new UsageError(
        [
          "site: 5 is wrong: write a text, in quotes",
          "users: [1] is wrong: write a whole number",
          "owner: {} is wrong: write a text, in quotes",
          "zones: [1] is wrong: write a text, in quotes",
          "lifecycle: 3 is wrong: write production or disposable",
          "administrators: 7 is wrong: write a list",
        ].join("\n"),
      ),
    );
  });

  test("that cannot be read", () => {
    const folder = path.dirname(file);
    expect(() => readAnswers(folder)).toThrow(new UserError(`${folder} is a folder`));
    fs.writeFileSync(file, Buffer.from("owner: Müller", "latin1"));
    expect(() => readAnswers(file)).toThrow(new UserError(`${file} is no text in UTF-8: save it in that encoding`));
  });

  test("that is not there", () => {
    expect(() => readAnswers(file)).toThrow(new UsageError(`--answers: there is no ${file}`));
  });
});

const common: Answers = {
  site: "edi",
  owner: "team",
  domain: "edi.example.org",
  email: "a@example.org",
  users: 1,
  administrators: ["192.0.2.0/24"],
};

test.each<[string, Answers, string[]]>([
  ["openstack", { ...common, cloud: "openstack" }, ["--os-cloud"]],
  ["gcp", { ...common, cloud: "gcp" }, ["--region", "--project"]],
  ["existing", { ...common, cloud: "existing" }, ["--ingress-address"]],
  ["no cloud", {}, ["--cloud", "--site", "--owner", "--domain", "--email", "--users", "--administrators"]],
])("what is missing is told at once: %s", (_, answers, flags) => {
  let message = "";
  try {
    requireAnswers(answers);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    message = (error as Error).message;
  }
  const [head = "", ...lines] = message.split("\n");
  expect(head).toBe(flags.length === 1 ? "init needs one more answer:" : `init needs ${flags.length} more answers:`);
  expect(lines.map((line) => line.trim().split(" ")[0])).toEqual(flags);
});

test("nothing is missing", () => {
  expect(() => requireAnswers({ ...common, cloud: "openstack", osCloud: "lab" })).not.toThrow();
});

test("one answer, for asking", () => {
  expect(parseAnswer("users", "7")).toEqual({ value: 7 });
  expect(parseAnswer("users", "many")).toEqual({ problem: "Write a whole number" });
});
