/** A checkout of Phalanx, or of a fork: its values files. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { UserError } from "../errors";
import { capture } from "../process";
import type { Plain } from "./edit";

/** A values file, from the top of the checkout; `text` is undefined where it is not there. */
export interface ValuesFile {
  path: string;
  text?: string;
}

export class Checkout {
  private constructor(readonly folder: string) {}

  /** @throws UserError when the folder is no checkout of Phalanx, or has no such environment */
  static open(folder: string, environment: string): Checkout {
    const environments = path.join(folder, "environments");
    if (!fs.existsSync(path.join(environments, "Chart.yaml")) || !fs.existsSync(path.join(folder, "applications")))
      throw new UserError(
        `${folder} is no checkout of Phalanx: there is no environments/Chart.yaml, or no folder applications. ` +
          "`git clone` the repository of phalanx.repository, and name its top folder.",
      );
    const known = fs.readdirSync(environments).flatMap((file) => /^values-(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (!known.includes(environment))
      throw new UserError(
        `phalanx.environment: "${environment}" is not in ${folder}: there are ${known.sort().join(", ")}. ` +
          `Write one of these, check out the branch that has it, or begin it with a copy: environments/values-${environment}.yaml.`,
      );
    return new Checkout(folder);
  }

  has(application: string): boolean {
    return fs.existsSync(path.join(this.folder, "applications", application, "Chart.yaml"));
  }

  /** Names of all applications, sorted. */
  applications(): string[] {
    return fs
      .readdirSync(path.join(this.folder, "applications"))
      .filter((name) => this.has(name))
      .sort();
  }

  /** @param application Undefined: the environment itself. */
  file(application: string | undefined, environment: string): ValuesFile {
    return this.read(`${folderOf(application)}/values-${environment}.yaml`);
  }

  /** Values that hold in every environment. @throws UserError as {@link content} */
  defaults(application: string | undefined): Plain {
    return content(this.read(`${folderOf(application)}/values.yaml`));
  }

  /** Which commit is checked out, and which one a name means here; undefined where git does not know. */
  async commits(revision: string): Promise<{ head?: string; revision?: string }> {
    const [head, wanted] = await Promise.all(["HEAD", revision].map((name) => this.commit(name)));
    return { ...(head ? { head } : {}), ...(wanted ? { revision: wanted } : {}) };
  }

  private async commit(name: string): Promise<string | undefined> {
    const args = ["-C", this.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    const answer = await capture("git", args).catch(() => undefined);
    return answer?.code === 0 ? answer.stdout.trim() : undefined;
  }

  private read(file: string): ValuesFile {
    const whole = path.join(this.folder, file);
    return fs.existsSync(whole) ? { path: file, text: fs.readFileSync(whole, "utf8") } : { path: file };
  }
}

function folderOf(application: string | undefined): string {
  return application === undefined ? "environments" : `applications/${application}`;
}

/** @throws UserError when it is not YAML, or no map */
export function content({ path: file, text = "" }: ValuesFile): Plain {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new UserError(`${file}: ${error.message.split("\n")[0]}`);
  const value = (document.toJS() as Plain | undefined) ?? {};
  if (typeof value === "object" && !Array.isArray(value)) return value ?? {};
  throw new UserError(`${file}: it is no map of keys to values.`);
}
