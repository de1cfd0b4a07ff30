/** Environments: of the lab's processes, and of a person or program that uses the lab. */
import * as path from "node:path";
import { paths, repository } from "./paths";
import { markerVariable } from "./processes";

/** Debian's Python before any other: OpenStack's modules are installed for that one only. */
const systemPath = "/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The whole environment of process-compose and so of every process of the lab. Made from nothing: a person's proxies, OS_* variables
 * and Python paths must not reach the services.
 * @param toolFolder folder of the toolchain's programs
 */
export function processEnvironment(toolFolder: string): Record<string, string> {
  const sockets = path.join(paths.run, "ovs");
  return {
    [markerVariable]: paths.state,
    PATH: `${systemPath}:${toolFolder}`,
    HOME: paths.run,
    LC_ALL: "C.UTF-8",
    LAB_STATE: paths.state,
    LAB_REPOSITORY: repository,
    LAB_SETUP: paths.setup,
    LAB_DRIVERS: paths.drivers,
    LAB_NODE: process.execPath,
    OS_CLIENT_CONFIG_FILE: paths.cloudsYaml,
    PYTHONPATH: `${paths.drivers}:${path.join(paths.etc, "python")}`,
    // No .pyc files in the clone; all other modules come compiled.
    PYTHONDONTWRITEBYTECODE: "1",
    // Else importing eventlet imports all of setuptools, a quarter of every service's start.
    SETUPTOOLS_USE_DISTUTILS: "stdlib",
    PYTHONUNBUFFERED: "1",
    PYTHONWARNINGS: "ignore",
    OVS_RUNDIR: sockets,
    OVN_RUNDIR: sockets,
    OVS_LOGDIR: paths.log,
    OVN_LOGDIR: paths.log,
    PC_DISABLE_DOTENV: "1",
  };
}

/** What a shell needs to use the lab, on top of what the toolchain's programs need (its PATH among them). */
export function userEnvironment(toolVariables: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...toolVariables,
    // So that a shell and the `bin/lab` it runs speak of the same lab, and README's paths are right.
    LAB_STATE: paths.state,
    OS_CLIENT_CONFIG_FILE: paths.cloudsYaml,
    OS_CLOUD: "lab",
    // Written by `lab up`: of the stack's own cluster.
    KUBECONFIG: paths.kubeconfig,
    PULUMI_BACKEND_URL: `file://${paths.pulumi}`,
    PULUMI_CONFIG_PASSPHRASE: "lab",
  };
}
