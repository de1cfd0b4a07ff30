import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "toolchain/go/", "**/*.js", "**/*.mjs"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: "error",
    },
  },
  {
    // The platform must not know which cloud it stands on (DESIGN.md, "The house").
    files: ["platform/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "infra/(openstack|gcp|existing)", message: "The platform knows infra/contract only." }] },
      ],
    },
  },
);
