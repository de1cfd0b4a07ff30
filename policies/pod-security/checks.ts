/** The controls of the Pod Security Standards as functions over one pod. */
import type { Field } from "../reader";
import type { Reporter } from "../rule";
import { containers, type PodTemplate } from "../workloads";
import {
  appArmorAnnotation,
  capabilities,
  hookFields,
  probeFields,
  profiles,
  seLinuxTypes,
  sysctls,
  volumes,
} from "./standard";

type Control = (pod: PodTemplate, report: Reporter) => void;

/** The violation when `bad` holds for a known value; unknown values are noted. */
function expect(report: Reporter, field: Field, bad: (field: Field) => boolean, what: string, fix: string): void {
  if (field.unknown) report.unknown(field);
  else if (bad(field)) report.violation(field.path, what, fix);
}

const isTrue = (field: Field): boolean => field.value === true;
const oneOf = (allowed: string[]) => (field: Field) => !field.absent && !allowed.includes(field.text ?? "an object");

function known({ spec }: PodTemplate): Field[] {
  return containers(spec)
    .map(({ field }) => field)
    .filter((field) => !field.unknown);
}

/** The security contexts of the pod and of its containers. */
function contexts(pod: PodTemplate): Field[] {
  return [pod.spec, ...known(pod)].map((field) => field.get("securityContext"));
}

const unknownContainers: Control = ({ spec }, report) => {
  for (const { field } of containers(spec)) if (field.unknown) report.unknown(field);
};

const hostNamespaces: Control = ({ spec }, report) => {
  for (const key of ["hostNetwork", "hostPID", "hostIPC"])
    expect(report, spec.get(key), isTrue, "is true: the pod would share it with the node", "leave it out");
};

const hostProcess: Control = (pod, report) => {
  for (const context of contexts(pod))
    expect(
      report,
      context.get("windowsOptions", "hostProcess"),
      isTrue,
      "is true: the container would run on the Windows node itself",
      "leave it out",
    );
};

const privileged: Control = (pod, report) => {
  for (const container of known(pod))
    expect(
      report,
      container.get("securityContext", "privileged"),
      isTrue,
      "is true: the container would own the node",
      "leave it out, and add the one capability that is needed",
    );
};

/** `restricted` makes the list of what may be added shorter. */
const addedCapabilities =
  (allowed: string[]): Control =>
  (pod, report) => {
    for (const container of known(pod)) {
      const list = container.get("securityContext", "capabilities", "add");
      for (const added of list.unknown ? [list] : list.items)
        expect(report, added, oneOf(allowed), `adds ${added.text}`, `add none but ${allowed.join(", ")}`);
    }
  };

const hostPaths: Control = ({ spec }, report) => {
  const list = spec.get("volumes");
  for (const volume of list.unknown ? [list] : list.items)
    expect(
      report,
      volume.get("hostPath"),
      (field) => !field.absent,
      "mounts a folder of the node",
      "use a claim, an emptyDir or a configMap",
    );
};

const hostPorts: Control = (pod, report) => {
  for (const container of known(pod))
    for (const port of container.get("ports").items)
      expect(
        report,
        port.get("hostPort"),
        (field) => !field.absent && field.value !== 0,
        `is ${port.get("hostPort").text}: it would be open on the node, past the ingress`,
        "leave it out and make a Service",
      );
};

const handlerHosts: Control = (pod, report) => {
  for (const container of known(pod)) {
    const handlers = [
      ...probeFields.map((name) => container.get(name)),
      ...hookFields.map((name) => container.get("lifecycle", name)),
    ];
    for (const handler of handlers)
      for (const way of ["httpGet", "tcpSocket"])
        expect(
          report,
          handler.get(way, "host"),
          (field) => !field.absent && field.text !== "",
          "makes the node ask another host",
          "leave it out: the pod itself is meant",
        );
  }
};

const appArmor: Control = (pod, report) => {
  for (const context of contexts(pod))
    expect(
      report,
      context.get("appArmorProfile", "type"),
      oneOf(profiles),
      "switches AppArmor off",
      `use ${profiles.join(" or ")}`,
    );
  for (const [key, field] of pod.metadata.get("annotations").entries)
    if (key.startsWith(appArmorAnnotation))
      expect(
        report,
        field,
        ({ text = "" }) => !(text === "" || text === "runtime/default" || text.startsWith("localhost/")),
        "switches AppArmor off",
        "use runtime/default",
      );
};

const seLinux: Control = (pod, report) => {
  for (const context of contexts(pod)) {
    const options = context.get("seLinuxOptions");
    expect(report, options.get("type"), oneOf(seLinuxTypes), "is no type of a container", "leave it out");
    for (const key of ["user", "role"])
      expect(report, options.get(key), (field) => (field.text ?? "") !== "", "is set", "leave it out");
  }
};

const procMount: Control = (pod, report) => {
  for (const container of known(pod))
    expect(report, container.get("securityContext", "procMount"), oneOf(["Default"]), "unmasks /proc", "leave it out");
};

const seccomp: Control = (pod, report) => {
  for (const context of contexts(pod))
    expect(
      report,
      context.get("seccompProfile", "type"),
      oneOf(profiles),
      "switches seccomp off",
      `use ${profiles.join(" or ")}`,
    );
};

const safeSysctls: Control = ({ spec }, report) => {
  for (const sysctl of spec.get("securityContext", "sysctls").items)
    expect(
      report,
      sysctl.get("name"),
      oneOf(sysctls),
      `sets ${sysctl.get("name").text}, which is not the pod's alone`,
      "leave it out, or have it set on the nodes",
    );
};

const volumeKinds: Control = ({ spec }, report) => {
  for (const volume of spec.get("volumes").items) {
    const other = volume.entries.find(([key, field]) => key !== "name" && !field.absent && !volumes.includes(key));
    // hostPath has been told already.
    if (other !== undefined && other[0] !== "hostPath")
      report.violation(volume.path, `is of the kind ${other[0]}`, `use ${volumes.join(", ")}`);
  }
};

const escalation: Control = (pod, report) => {
  if (isWindows(pod)) return;
  for (const container of known(pod))
    expect(
      report,
      container.get("securityContext", "allowPrivilegeEscalation"),
      (field) => field.value !== false,
      "is not false",
      "set it to false",
    );
};

/** What a container says itself wins over what the pod says for all. */
function effective(pod: PodTemplate, container: Field, ...keys: string[]): Field {
  const own = container.get("securityContext", ...keys);
  return own.absent ? pod.spec.get("securityContext", ...keys) : own;
}

const nonRoot: Control = (pod, report) => {
  for (const container of known(pod)) {
    const field = effective(pod, container, "runAsNonRoot");
    const where = container.get("securityContext", "runAsNonRoot");
    if (field.unknown) report.unknown(field);
    else if (field.value !== true)
      report.violation(where.path, "is not true, here or for the whole pod", "set it to true");
  }
};

const nonZeroUser: Control = (pod, report) => {
  for (const context of contexts(pod))
    expect(report, context.get("runAsUser"), (field) => field.value === 0, "is 0, which is root", "use another user");
};

const seccompSet: Control = (pod, report) => {
  if (isWindows(pod)) return;
  for (const container of known(pod)) {
    const field = effective(pod, container, "seccompProfile", "type");
    const where = container.get("securityContext", "seccompProfile", "type");
    if (field.unknown) report.unknown(field);
    else if (field.absent)
      report.violation(where.path, "is not set, here or for the whole pod", "set it to RuntimeDefault");
  }
};

const droppedCapabilities: Control = (pod, report) => {
  if (isWindows(pod)) return;
  for (const container of known(pod)) {
    const dropped = container.get("securityContext", "capabilities", "drop");
    if (dropped.unknown) report.unknown(dropped);
    else if (!dropped.items.some((item) => item.text === "ALL" || item.unknown))
      report.violation(dropped.path, "does not name ALL", "set it to [ALL]");
  }
};

function isWindows({ spec }: PodTemplate): boolean {
  return spec.get("os", "name").text === "windows";
}

const baseline: Control[] = [
  unknownContainers,
  hostNamespaces,
  hostProcess,
  privileged,
  hostPaths,
  hostPorts,
  handlerHosts,
  appArmor,
  seLinux,
  procMount,
  seccomp,
  safeSysctls,
];

/** What each level asks of a pod. */
export const controls: Record<"baseline" | "restricted", Control[]> = {
  baseline: [...baseline, addedCapabilities(capabilities.baseline)],
  restricted: [
    ...baseline,
    volumeKinds,
    escalation,
    nonRoot,
    nonZeroUser,
    seccompSet,
    droppedCapabilities,
    (pod, report) => addedCapabilities(isWindows(pod) ? capabilities.baseline : capabilities.restricted)(pod, report),
  ],
};
