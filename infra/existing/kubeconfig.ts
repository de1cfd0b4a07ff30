/** A kubeconfig cut down to one context that needs no other file, as `kubectl config view --minify --flatten` makes it. Pure. */
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { parse, stringify, YAMLParseError } from "yaml";
import { z } from "zod";
import { unknownName } from "../../config/checks/words";

/** Text of a kubeconfig, and where it is from. */
export interface Source {
  /** How messages call it: its path, or "the stack secret kubeconfig". */
  name: string;
  text: string;
  /** Relative paths in it start here. Missing: it may name no files. */
  folder?: string;
}

export interface Access {
  /** YAML with exactly one cluster, user and context. Holds credentials. */
  kubeconfig: string;
  /** Host of the API server, with its port unless that is the usual one. No secret. */
  server: string;
}

const settings = z.record(z.string(), z.unknown());
type Settings = z.infer<typeof settings>;

const entries = z.array(z.looseObject({ name: z.string() })).nullish();
const schema = z.looseObject({
  "current-context": z.string().nullish(),
  contexts: entries,
  clusters: entries,
  users: entries,
});

const flatten = "kubectl config view --minify --flatten writes a good one";

/**
 * @param context Default: the current one.
 * @param read Content of a file that the kubeconfig names; throws when there is none.
 * @throws pulumi.RunError that says what is wrong and what to do. Of the kubeconfig it shows names and paths only.
 */
export function selectContext(source: Source, context: string | undefined, read: (file: string) => Buffer): Access {
  const { name } = source;
  const all = parsed(source);
  const chosen = chosenContext(name, all, context);
  const pick = (key: "cluster" | "user"): { name: string; settings: Settings } => {
    const entry = (all[`${key}s`] ?? []).find((one) => one.name === chosen[key]);
    const found = settings.safeParse(entry?.[key]);
    if (entry === undefined || !found.success)
      throw new RunError(`${name}: context "${chosen.name}" names no ${key} that is there.`);
    return { name: entry.name, settings: found.data };
  };
  const cluster = pick("cluster");
  const user = pick("user");
  const server = cluster.settings["server"];
  if (typeof server !== "string" || !/^https?:/.test(server) || !URL.canParse(server))
    throw new RunError(
      `${name}: the cluster of context "${chosen.name}" has no server like https://api.example.org:6443.`,
    );

  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: cluster.name, cluster: withoutFiles(source, cluster.settings, read) }],
    users: [{ name: user.name, user: withoutFiles(source, user.settings, read) }],
    contexts: [{ name: chosen.name, context: { cluster: cluster.name, user: user.name } }],
    "current-context": chosen.name,
  };
  return { kubeconfig: stringify(kubeconfig, { lineWidth: 0 }), server: new URL(server).host };
}

function parsed({ name, text }: Source): z.infer<typeof schema> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    // The parser's own message shows the line, which may be a key.
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    throw new RunError(`${name} is not YAML${line === undefined ? "" : `: look at line ${line}`}.`);
  }
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  throw new RunError(`${name} is no kubeconfig: ${flatten}.`);
}

function chosenContext(
  name: string,
  all: z.infer<typeof schema>,
  context: string | undefined,
): { name: string; cluster: unknown; user: unknown } {
  const wanted = context ?? all["current-context"];
  if (!wanted) throw new RunError(`${name} has no current context: write existing.context.`);
  const contexts = all.contexts ?? [];
  const found = contexts.find((one) => one.name === wanted);
  if (found === undefined) {
    const names = contexts.map((one) => one.name);
    throw new RunError(
      `${context === undefined ? "current-context" : "existing.context"}: ${unknownName(wanted, names, name)}`,
    );
  }
  const { cluster, user } = settings.safeParse(found["context"]).data ?? {};
  return { name: wanted, cluster, user };
}

/**
 * Certificates and keys become data. What is looked at anew with each use, a token's file and a program, stays where it is and gets
 * an absolute path. Tools' own notes (`extensions`) are left out: they change without a change of the access.
 */
function withoutFiles(source: Source, from: Settings, read: (file: string) => Buffer): Settings {
  const { name, folder } = source;
  const locate = (key: string, file: string): string => {
    if (path.isAbsolute(file)) return file;
    if (folder !== undefined) return path.resolve(folder, file);
    throw new RunError(`${name} names a file (${key}: ${file}) that nobody can find from here: ${flatten}.`);
  };
  const result = { ...from };
  delete result["extensions"];
  for (const key of ["certificate-authority", "client-certificate", "client-key"]) {
    const file = result[key];
    delete result[key];
    if (typeof file !== "string" || file === "" || result[`${key}-data`]) continue;
    const place = locate(key, file);
    try {
      result[`${key}-data`] = read(place).toString("base64");
    } catch {
      throw new RunError(`${name} names a file (${key}: ${place}) that cannot be read: ${flatten}.`);
    }
  }
  if (typeof result["tokenFile"] === "string") result["tokenFile"] = locate("tokenFile", result["tokenFile"]);
  const exec = settings.safeParse(result["exec"]).data;
  const command = exec?.["command"];
  // A bare name is looked for in PATH.
  if (typeof command === "string" && command.includes("/"))
    result["exec"] = { ...exec, command: locate("command", command) };
  return result;
}
