/** Jest reporter: ends the output with one plain line for scripts, like "jest: 120 passed, 0 failed". */
class ClosingLine {
  onRunComplete(_contexts, results) {
    const broken = results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
    process.stdout.write(
      `\njest: ${results.numPassedTests} passed, ${results.numFailedTests + broken} failed${skipped}\n`,
    );
  }
}
module.exports = ClosingLine;
