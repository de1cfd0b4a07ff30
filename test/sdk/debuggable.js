/**
 * The SDK keeps a stack trace of every promise, to tell of those that never end. Jest looks each up in its source maps, which took two
 * thirds of the time of a test that runs a whole stack. (program.js does the same for the real runs.)
 */
"use strict";
const real = require("@pulumi/pulumi/runtime/debuggable.js");
module.exports = { ...real, debuggablePromise: (promise) => promise };
