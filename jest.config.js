/** Unit, golden and engine tests run by default; the lab's run with `--selectProjects lab` (they need a running lab). */
const swc = (syntax) => ["@swc/jest", { jsc: { target: "es2022", parser: { syntax } } }];
// Published as ES modules only, which jest does not load as they are.
const esModules = "(?:@octokit|before-after-hook|universal-user-agent|json-with-bigint)/";
const common = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": swc("typescript"), [`/node_modules/${esModules}.+\\.js$`]: swc("ecmascript") },
  transformIgnorePatterns: [`^(?:(?!/node_modules/).)*/node_modules/(?!${esModules})`],
  modulePathIgnorePatterns: ["<rootDir>/toolchain/go"],
  // Of the Pulumi SDK: each file says why.
  moduleNameMapper: { "/(typescript-shim|debuggable)$": "<rootDir>/test/sdk/$1.js" },
};
module.exports = {
  // Jest leaves one core free; most of our tests wait for other programs anyway.
  maxWorkers: "100%",
  // Many tests start programs, two at a time and sometimes on a busy machine.
  testTimeout: 30_000,
  reporters: ["default", "<rootDir>/test/closing-line.js"],
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: [
        "<rootDir>/{config,infra,platform,policies,ops,lab,toolchain}/**/*.test.ts",
        "<rootDir>/test/*.test.ts",
      ],
    },
    { ...common, displayName: "golden", testMatch: ["<rootDir>/test/golden/*.test.ts"] },
    { ...common, displayName: "engine", testMatch: ["<rootDir>/test/engine/*.test.ts"] },
    { ...common, displayName: "lab", testMatch: ["<rootDir>/test/lab/*.test.ts"] },
    // Lab tests that have not passed yet: `test/run --trial`. Whoever makes one pass moves it to test/lab.
    { ...common, displayName: "trial", testMatch: ["<rootDir>/test/trial/*.test.ts"] },
  ],
};
