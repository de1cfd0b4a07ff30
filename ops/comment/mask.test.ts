import { code, escapeMarkdown } from "./markdown";
import { maskOf, secretsOfEnvironment } from "./mask";

const secret = 'p"a<ss`w@rd\\9';

test.each<[string, (text: string) => string]>([
  ["as it is", (text) => text],
  ["in JSON", (text) => JSON.stringify(text)],
  ["in JSON inside of JSON", (text) => JSON.stringify(JSON.stringify({ text }))],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in an address", (text) => `https://x/?q=${encodeURIComponent(text)}`],
  ["as our text has it", escapeMarkdown],
  ["as our code has it", code],
])("a secret %s", (_, write) => {
  const text = maskOf([secret])(`before ${write(secret)} after`);
  expect(text).toContain("[secret]");
  expect(text).not.toContain(write(secret).replace(/^["<code>]+|["</code>]+$/g, ""));
});

test("one inside of another, and each line of a key", () => {
  const key = `-----BEGIN KEY-----\n${"QUJD".repeat(16)}\n-----END KEY-----\n`;
  const mask = maskOf(["hunter22", "hunter22-and-more", key]);
  expect(mask(`hunter22-and-more hunter22 ${"QUJD".repeat(16)}`)).toBe("[secret] [secret] [secret]");
  expect(mask(JSON.stringify({ key }))).toBe('{"key":"[secret]"}');
});

test("of a file of logins, what its keys call a secret", () => {
  const clouds =
    "clouds:\n  roe:\n    auth: { }\n    application_credential_secret: 'abc-123'\n    region_name: RegionOne\n";
  expect(maskOf([clouds])("abc-123 in RegionOne")).toBe("[secret] in RegionOne");
});

test("what is too short, and no secret at all, leave the text alone", () => {
  expect(maskOf(["lab", "", "  "])("the lab is up")).toBe("the lab is up");
  expect(maskOf([])("x")).toBe("x");
});

test("secrets of the environment go by their names, or are named; files and addresses are none", () => {
  const env = {
    OS_PASSWORD: "a",
    GITHUB_TOKEN: "b",
    VAULT_SECRET_ID: "c",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/d",
    TOKEN_URL: "e",
    HOME: "/root",
    OTHER: "f",
    EMPTY_TOKEN: "",
  };
  expect(secretsOfEnvironment(env, ["OTHER"])).toEqual(["a", "b", "c", "f"]);
});
