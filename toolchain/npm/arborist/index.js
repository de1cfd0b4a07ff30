// Pulumi's SDK loads the npm client, a hundred packages, at every start of a program and of a policy pack (0.4 s each), to find the
// packages of a function that is sent to the cloud (runtime/closure/codePaths). No function of ours is.
"use strict";
exports.Arborist = class {
  constructor() {
    throw new Error(
      "Functions cannot be sent to the cloud here: toolchain/npm/arborist stands in for @npmcli/arborist.",
    );
  }
};
