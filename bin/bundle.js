// A TypeScript entry of this repository as one JavaScript file, made by esbuild and made again when a source has changed. A transpiler
// at every start would cost a command 0.3 s, and a preview of a whole site a third of its time.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const repository = path.resolve(fs.realpathSync(__dirname), "..");
const cache = path.join(repository, "node_modules/.cache/science-platform");

function changedAt(file) {
  return fs.statSync(path.join(repository, file), { throwIfNoEntry: false })?.mtimeMs;
}

function isCurrent(stamp) {
  try {
    return Object.entries(JSON.parse(fs.readFileSync(stamp, "utf8"))).every(([file, time]) => changedAt(file) === time);
  } catch {
    return false;
  }
}

function build(entry, bundle, stamp) {
  const temporary = `${bundle}.${process.pid}`;
  const { metafile } = require("esbuild").buildSync({
    absWorkingDir: repository,
    entryPoints: [entry],
    outfile: temporary,
    bundle: true,
    platform: "node",
    target: "node20",
    metafile: true,
    logLevel: "error",
    // Too large to bundle, and needed by few commands; of Pulumi's there may be one only.
    external: ["@pulumi/*", "undici", "@inquirer/*", "@octokit/*", "@gitbeaker/*"],
  });
  const inputs = [...Object.keys(metafile.inputs), "package-lock.json", "bin/bundle.js"];
  const times = Object.fromEntries(inputs.map((file) => [file, changedAt(file)]));
  fs.writeFileSync(`${stamp}.${process.pid}`, JSON.stringify(times));
  fs.renameSync(temporary, bundle);
  fs.renameSync(`${stamp}.${process.pid}`, stamp);
}

/**
 * Loads an entry, like "ops/cli.ts", and answers what it exports.
 *
 * Bundled code has no folder of its own: it finds the repository by the variable SCIENCE_PLATFORM_REPOSITORY (system/repository.ts).
 */
module.exports = function load(entry) {
  const name = entry.replace(/\.ts$/, "").replaceAll("/", "-");
  const bundle = path.join(cache, `${name}.js`);
  const stamp = path.join(cache, `${name}.inputs.json`);
  if (!isCurrent(stamp)) build(entry, bundle, stamp);
  process.env.SCIENCE_PLATFORM_REPOSITORY = repository;
  return require(bundle);
};
