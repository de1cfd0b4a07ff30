/**
 * Runs the whole program against mocks of every provider and records what it registers, with the options that the engine would see.
 *
 * What mocks cannot show: what a real provider refuses, fills in or computes. That is for the engine and lab tests.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { schema } from "../config/schema";
import { requiredSecrets } from "../config/secrets";
import { withoutCharts } from "../platform/foundation/chart-source";
import { call, kubeconfigText, newResource } from "./mocks-answers";

/** One resource as the program registered it. Secrets are "[secret]", other resources' URNs are "type::name". */
export interface RecordedResource {
  type: string;
  name: string;
  /** "type::name" of the parent; missing for children of the stack. */
  parent?: string;
  /** Logical name of the provider; missing for components. A default provider would show as "default". */
  provider?: string;
  inputs: unknown;
  protect?: true;
  retainOnDelete?: true;
  dependsOn?: string[];
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  deleteBeforeReplace?: true;
  deletedWith?: string;
  aliases?: string[];
  customTimeouts?: { create?: string; update?: string; delete?: string };
  /** Names of the hooks that run after an update. */
  afterUpdate?: string[];
}

export interface Run {
  /** Sorted by type and name. */
  resources: RecordedResource[];
  /** The stack outputs, sorted by name; secrets are "[secret]". */
  outputs: Record<string, unknown>;
}

export const repository = path.resolve(__dirname, "..");

/** The configuration in a stack file: key to value as Pulumi hands it to the program (objects as JSON text). */
export function stackConfig(file: string): Record<string, string> {
  const { config } = parse(fs.readFileSync(path.join(repository, file), "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** What somebody would have set by `pulumi config set --secret`: every secret that the configuration asks for. */
function stackSecrets(stack: string, config: Record<string, string>): Record<string, string> {
  const parsed = schema.parse(JSON.parse(config["science-platform:config"] ?? "null"));
  return Object.fromEntries(
    requiredSecrets(parsed, stack).map(({ name }) => [
      `science-platform:${name}`,
      name === "kubeconfig" ? kubeconfigText : `mock-plaintext-${name}`,
    ]),
  );
}

/**
 * Runs index.ts for a stack. Give each stack a test file of its own: the program and Pulumi's runtime are modules with state, and
 * jest gives each file fresh ones.
 *
 * @param file Its stack file, from the top of the repository. @default Pulumi.<stack>.yaml
 */
export async function runStack(stack: string, file = `Pulumi.${stack}.yaml`): Promise<Run> {
  const config = stackConfig(file);
  const secrets = stackSecrets(stack, config);
  pulumi.runtime.setAllConfig({ ...config, ...secrets }, Object.keys(secrets));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return record(stack, () => require("../index") as Record<string, unknown>);
}

/** Answers of data sources by token, instead of or besides the usual ones. One that throws is a provider's error. */
export type Answers = Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>;

/** Runs any program under the mocks: `program` makes resources and returns what shall be the stack's outputs. */
export async function record(...run: Parameters<typeof recordedRun>): Promise<Run> {
  // Pulumi asks for the stack of every promise; to map each to the sources, as jest does, takes longer than all the rest together.
  const mapping = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Reflect.deleteProperty(Error, "prepareStackTrace");
  try {
    return await recordedRun(...run);
  } finally {
    if (mapping) Object.defineProperty(Error, "prepareStackTrace", mapping);
  }
}

async function recordedRun(stack: string, program: () => Record<string, unknown>, answers: Answers = {}): Promise<Run> {
  withoutCharts();
  const resources: RecordedResource[] = [];
  const urns = new Set<string>();
  const twice: string[] = [];
  const answer = (args: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult =>
    answers[args.token]?.(args.inputs as Record<string, unknown>) ?? call(args);
  await pulumi.runtime.setMocks({ newResource, call: answer }, "science-platform", stack, false);
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    if (request.getType() !== "pulumi:pulumi:Stack") resources.push(recorded(request));
    // The engine refuses it, the mocks do not.
    const urn = `${request.getParent().split("::")[2] ?? ""}$${request.getType()}::${request.getName()}`;
    if (urns.has(urn)) twice.push(urn);
    urns.add(urn);
    await register(request, callback);
  };
  // Pulumi's own mocks say that they know hooks, and do not.
  monitor.registerErrorHook = (_, callback) => callback(null, {});
  monitor.registerResourceHook = (_, callback) => callback(null, {});
  // What Pulumi itself would return has the secrets' marks removed, so the program's own values are looked at.
  let outputs: Record<string, unknown> = {};
  let failure: { error: unknown } | undefined;
  await pulumi.runtime.runInPulumiStack(() => {
    try {
      outputs = program();
    } catch (error) {
      // Left to Pulumi it would end the process, which is jest's.
      failure = { error };
    }
    return Promise.resolve(outputs);
  });
  const plain = await reveal(outputs);
  // Registrations that nobody's output depends on may still be under way.
  await pulumi.runtime.disconnect();
  if (failure) throw failure.error;
  if (twice.length > 0) throw new Error(`Duplicate resource URNs: ${twice.join(", ")}`);
  resources.sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name) || compare(a.parent, b.parent));
  const named = Object.entries(plain as Record<string, unknown>).sort(([a], [b]) => compare(a, b));
  return { resources, outputs: Object.fromEntries(named) };
}

/** What is needed of the mock monitor and of the request message, which @pulumi/pulumi does not export. */
interface Monitor {
  registerResource(request: RegisterRequest, callback: (error: unknown, response: unknown) => void): Promise<void>;
  registerErrorHook(request: unknown, callback: (error: unknown, response: unknown) => void): void;
  registerResourceHook(request: unknown, callback: (error: unknown, response: unknown) => void): void;
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getDeletebeforereplace(): boolean;
  getDeletedwith(): string;
  getAliasesList(): { getUrn(): string; getSpec(): { toObject(): unknown } | undefined }[];
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
  getHooks(): { getAfterUpdateList(): string[] } | undefined;
}

function recorded(request: RegisterRequest): RecordedResource {
  const parent = shortUrn(request.getParent());
  const provider = request.getProvider();
  const timeouts = request.getCustomtimeouts();
  const dependsOn = explicitDependencies(request);
  return omitEmpty({
    type: request.getType(),
    name: request.getName(),
    parent: parent.startsWith("pulumi:pulumi:Stack::") ? undefined : parent,
    provider: provider === "" ? undefined : (provider.split("::").at(-2) ?? provider),
    inputs: masked(request.getObject()?.toJavaScript() ?? {}),
    protect: request.getProtect() || undefined,
    retainOnDelete: request.getRetainondelete() || undefined,
    dependsOn,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace() || undefined,
    deletedWith: shortUrn(request.getDeletedwith()),
    aliases: request.getAliasesList().map((alias) => alias.getUrn() || JSON.stringify(alias.getSpec()?.toObject())),
    customTimeouts: timeouts && durations(timeouts),
    afterUpdate: request.getHooks()?.getAfterUpdateList(),
  });
}

function durations(timeouts: { getCreate(): string; getUpdate(): string; getDelete(): string }) {
  const named = { create: timeouts.getCreate(), update: timeouts.getUpdate(), delete: timeouts.getDelete() };
  const set = Object.entries(named).filter(([, duration]) => duration !== "");
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}

/** All dependencies of the resource: those of its properties and those of `dependsOn`; the engine makes no difference. */
function explicitDependencies(request: RegisterRequest): string[] {
  return [...new Set(request.getDependenciesList().map(shortUrn))].sort();
}

function omitEmpty(resource: {
  [K in keyof RecordedResource]: RecordedResource[K] | "" | undefined;
}): RecordedResource {
  const entries = Object.entries(resource).filter(
    ([key, value]) =>
      key === "inputs" || !(value === undefined || value === "" || (Array.isArray(value) && value.length === 0)),
  );
  return Object.fromEntries(entries) as unknown as RecordedResource;
}

/** "urn:pulumi:lab::science-platform::a:b:C$d:e:F::name" -> "d:e:F::name". */
function shortUrn(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return urn === "" ? "" : `${type.split("$").at(-1)}::${name}`;
}

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** The value as it goes over the wire, with secrets masked, references shortened, and keys sorted. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[signature] === secretSignature) return "[secret]";
  if (object[signature] === resourceSignature) return shortUrn(String(object["urn"]));
  return Object.fromEntries(
    Object.keys(object)
      .sort(compare)
      .map((key) => [key, masked(object[key])]),
  );
}

/** Waits for outputs inside a value; secret ones become "[secret]". */
async function reveal(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const output = value as pulumi.Output<unknown> & { promise(): Promise<unknown>; isSecret: Promise<boolean> };
    const inner = await output.promise();
    return (await output.isSecret) ? "[secret]" : reveal(inner);
  }
  if (Array.isArray(value)) return Promise.all(value.map(reveal));
  if (typeof value !== "object" || value === null) return value;
  const entries = await Promise.all(Object.entries(value).map(async ([key, one]) => [key, await reveal(one)] as const));
  return Object.fromEntries(entries);
}

function compare(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0;
}

/** Texts that the mocks use for secrets: none of them may appear in a golden. */
export const plaintextSecret = /mock-plaintext/;
