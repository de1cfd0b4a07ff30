/** Where this repository lies. Bundled code has no __dirname of its own, so bin/bundle.js says it. */
import * as path from "node:path";

export const repository: string = process.env.SCIENCE_PLATFORM_REPOSITORY ?? path.resolve(__dirname, "..");
