/** Where the toolchain keeps things: one folder per user, outside of every clone. */
import * as os from "node:os";
import * as path from "node:path";

/** ${XDG_CACHE_HOME:-~/.cache}/science-platform, read anew at each call so that tests can move it. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "science-platform");
}

export const cached = {
  /** One folder per tool and recipe: programs and tool.json. */
  tools: (): string => path.join(cacheFolder(), "tools"),
  /** What is being made; a killed run's leavings are swept by the next. */
  work: (): string => path.join(cacheFolder(), "work"),
  locks: (): string => path.join(cacheFolder(), "locks"),
  /** Output of the last build of each tool. */
  logs: (): string => path.join(cacheFolder(), "log"),
  /** Links to every program of these pins: the folder for the PATH. */
  bin: (pins: string): string => path.join(cacheFolder(), "bin", pins),
  /** PULUMI_HOME of these pins: plugins, and what `pulumi login` writes. */
  pulumi: (pins: string): string => path.join(cacheFolder(), "pulumi", pins),
};

/** Go modules of ours. */
export const goFolder = path.join(__dirname, "go");
