/** The way to the cluster: a kubeconfig from a file or from the stack's secrets. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ExistingConfig } from "../../config/schema";
import { selectContext, type Access } from "./kubeconfig";

/**
 * Looks it up once.
 *
 * @param secret The stack secret `kubeconfig`, which counts when the configuration names no file.
 * @throws pulumi.RunError when there is no usable kubeconfig.
 */
export function clusterAccess(
  { kubeconfig: file, context }: ExistingConfig["existing"],
  secret: () => pulumi.Output<string>,
): pulumi.Output<Access> {
  if (file === undefined)
    return secret().apply((text) =>
      selectContext({ name: "the stack secret kubeconfig", text }, context, (one) => fs.readFileSync(one)),
    );
  const place = located(file, process.cwd(), os.homedir());
  const source = { name: place, text: read(place), folder: path.dirname(place) };
  return pulumi.secret(selectContext(source, context, (one) => fs.readFileSync(one)));
}

/** Absolute path: from the top of the repository, where the program runs, and with "~" for the home directory. */
export function located(file: string, repository: string, home: string): string {
  return path.resolve(repository, file.replace(/^~(?=\/|$)/, home));
}

function read(place: string): string {
  try {
    return fs.readFileSync(place, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new pulumi.RunError(
      `existing.kubeconfig: ${place} ${missing ? "is not there" : "cannot be read"}: write the path of a kubeconfig, absolute or ` +
        "from the top of the repository, or leave it out and set the stack secret kubeconfig.",
    );
  }
}
