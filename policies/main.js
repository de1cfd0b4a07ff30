// What the engine runs: index.ts, bundled (bin/bundle.js).
"use strict";
require("../bin/bundle.js")("policies/index.ts");
