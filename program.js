// What the engine runs: index.ts, bundled (bin/bundle.js).
"use strict";
// The SDK keeps a stack trace of every promise, and has each looked up in its source maps: a third of a preview. Bundles have no maps.
Error.prepareStackTrace = undefined;
module.exports = require("./bin/bundle.js")("index.ts");
