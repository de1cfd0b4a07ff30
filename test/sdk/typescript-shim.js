/**
 * The TypeScript compiler, once somebody asks for it. The SDK loads it for programs that have functions serialized, which ours never do;
 * jest would load it anew for each file of tests, for half a second and a hundred megabytes.
 */
"use strict";
module.exports = new Proxy({}, { get: (_, name) => require("typescript")[name] });
