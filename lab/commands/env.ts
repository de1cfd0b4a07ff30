import { userEnvironment } from "../environment";
import { toolVariables } from "../tools";
import { jsonOption, noNames, print, type Command } from "./command";

export const env: Command = {
  name: "env",
  summary: 'print what a shell needs to use the lab: eval "$(lab env)"',
  usage: "[--json]",
  help: `Prints export lines: PATH with the toolchain's programs (pulumi, kubectl, helm), OS_CLIENT_CONFIG_FILE and OS_CLOUD for every
OpenStack client, PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE for the stack lab, LAB_STATE.

  eval "$(lab env)"; openstack network list; openstack --os-cloud lab-admin service list

  --json   the same as an object`,
  options: jsonOption,
  run(invocation) {
    noNames(invocation);
    const variables = userEnvironment(toolVariables());
    const lines = Object.entries(variables).map(
      ([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    );
    print(invocation.flags, variables, lines.join("\n"));
    return Promise.resolve(0);
  },
};
