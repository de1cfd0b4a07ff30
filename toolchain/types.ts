/** What the toolchain knows of a tool. The table itself is pins.ts. */

/** A command that shows which version a program is. */
export interface VersionCheck {
  args: string[];
  /** Matches the output of exactly the pinned version. */
  expect: RegExp;
  /** False when the output cannot tell one version from another: such a program is never taken from the PATH. */
  identifies?: false;
}

export interface Program {
  /** File name, and the command that others run. */
  name: string;
  check: VersionCheck;
}

/** Processor, in Go's words. */
export type Architecture = "amd64" | "arm64";

/** One file of an official release. */
export interface Download {
  /** May contain {version} and {arch}. */
  url: string;
  /** What the publisher calls a processor, where that is not Go's word for it. */
  arch?: Partial<Record<Architecture, string>>;
  /** The publisher's checksum file (`sha256sum` format or a bare hash), fetched over TLS. */
  checksums: string;
  /** Known in advance; then the publisher's file is not asked. */
  sha256?: Partial<Record<Architecture, string>>;
  /** Program name -> member of the .tar.gz; "" when the download is the program itself. */
  programs: Record<string, string>;
}

/** A file that has to be made before Go can embed it. */
export type Generated =
  /** A JSON file of a required Go module, with top-level fields set. */
  | { from: "module"; module: string; path: string; set: Record<string, string>; output: string }
  /** What a package of our module prints. */
  | { from: "run"; package: string; output: string };

/** How Go builds a tool. Everything here is part of the recipe's hash. */
export interface GoBuild {
  /** Folder below toolchain/go with go.mod, go.sum and perhaps sources. */
  module: string;
  packages: {
    /** Import path, or a folder of the module. */
    package: string;
    program: string;
    /** Further names of the same file, which looks at how it is called. */
    alsoCalled?: string[];
  }[];
  /** Build tags. @default none */
  tags?: string[];
  /** Package variables that the linker sets (`-X`). */
  variables: Record<string, string>;
  generate?: Generated[];
  /** Measured with empty caches on two cores, another build beside it: orders the work and tells people how long. */
  seconds: number;
  /** Megabytes that modules and build cache grow by, alone. */
  megabytes: number;
}

/** A package of Debian that holds the program; it is unpacked into the cache, not installed. */
export interface DebianPackage {
  package: string;
  /** Program name -> path inside the package. */
  programs: Record<string, string>;
}

export interface Tool {
  name: string;
  version: string;
  programs: Program[];
  /** Official downloads: the first way. Left out where a publisher offers images only, or no checksums. */
  downloads?: Download[];
  /** The way where downloads cannot be had. */
  go?: GoBuild;
  debian?: DebianPackage;
  /** A Pulumi provider plugin: name in the engine's words, and the npm package whose version must be the same. */
  plugin?: { name: string; npm: string };
  /** Only installed when it is asked for by name: a few tests need it, and nothing that people run. */
  onDemand?: true;
}
