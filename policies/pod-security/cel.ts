/** The same controls in CEL. Kubernetes' own admission checks pods only; these refuse the workload, where somebody reads the refusal. */
import { eachContainer, literal, object, podVariable, when, workloads, type Admission } from "../admission/cel";
import {
  appArmorAnnotation,
  capabilities,
  enforceLabel,
  hookFields,
  probeFields,
  profiles,
  seLinuxTypes,
  sysctls,
  volumes,
} from "./standard";

/** What is always allowed, so that later expressions need not ask. */
const nothing = `{"spec": {"containers": []}}`;

const lists = (pod: string): string =>
  ["containers", "initContainers", "ephemeralContainers"]
    .map((group) => `${pod}.spec.?${group}.orValue([])`)
    .join(" + ");

const context = (field: string): string => `c.?securityContext.?${field}`;
const podContext = (field: string): string => `variables.judged.spec.?securityContext.?${field}`;

/** The same question to the pod's security context and to each container's. */
function everywhere(field: string, bad: (value: string) => string, what: string): string[] {
  return [
    when(bad(podContext(field)), literal(`spec.securityContext: ${what}`)),
    eachContainer("variables.all", bad(context(field)), literal(what)),
  ];
}

const isTrue = (value: string): string => `${value}.orValue(false)`;
const notIn = (allowed: string[]) => (value: string) =>
  `${value}.hasValue() && !(${value}.value() in ${literal(allowed)})`;

export function podSecurityAdmission(level: string): Admission {
  const handlers = [...probeFields.map((name) => `c.?${name}`), ...hookFields.map((name) => `c.?lifecycle.?${name}`)];
  const asked = handlers.flatMap((handler) => ["httpGet", "tcpSocket"].map((way) => `${handler}.?${way}.?host`));
  const baseline = [
    ...["hostNetwork", "hostPID", "hostIPC"].map((key) =>
      when(`variables.judged.spec.?${key}.orValue(false)`, literal(`${key} is true`)),
    ),
    ...everywhere("windowsOptions.?hostProcess", isTrue, "windowsOptions.hostProcess is true"),
    eachContainer("variables.all", isTrue(context("privileged")), literal("privileged is true")),
    `variables.judged.spec.?volumes.orValue([]).filter(v, has(v.hostPath)).map(v, "volume " + v.name + ": mounts a folder of the node")`,
    eachContainer(
      "variables.all",
      `c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) != 0)`,
      literal("takes a port of the node (hostPort)"),
    ),
    eachContainer(
      "variables.all",
      asked.map((host) => `${host}.orValue("") != ""`).join(" || "),
      literal("a probe or hook makes the node ask another host"),
    ),
    ...everywhere("appArmorProfile.?type", notIn(profiles), "switches AppArmor off"),
    when(
      `variables.judged.?metadata.?annotations.orValue({}).exists(k, k.startsWith(${literal(appArmorAnnotation)}) && !(variables.judged.metadata.annotations[k] in ["", "runtime/default"]) && !variables.judged.metadata.annotations[k].startsWith("localhost/"))`,
      literal("an annotation switches AppArmor off"),
    ),
    ...everywhere("seLinuxOptions.?type", notIn(seLinuxTypes), "seLinuxOptions.type is no type of a container"),
    ...["user", "role"].flatMap((key) =>
      everywhere(`seLinuxOptions.?${key}`, notIn([""]), `seLinuxOptions.${key} is set`),
    ),
    eachContainer("variables.all", notIn(["Default"])(context("procMount")), literal("procMount unmasks /proc")),
    ...everywhere("seccompProfile.?type", notIn(profiles), "switches seccomp off"),
    `variables.judged.spec.?securityContext.?sysctls.orValue([]).filter(s, !(s.name in ${literal(sysctls)})).map(s, "sysctl " + s.name + " is not the pod's alone")`,
    eachContainer(
      "variables.all",
      `${context("capabilities.?add")}.orValue([]).exists(a, !(a in ${literal(capabilities.baseline)}))`,
      literal("adds a capability beyond the baseline"),
    ),
  ];
  const own = (field: string): string => `${context(field)}.or(variables.strict.spec.?securityContext.?${field})`;
  const strict = (condition: string, what: string): string =>
    eachContainer("variables.strictContainers", condition, literal(what));
  const linux = (condition: string): string => `!variables.windows && (${condition})`;
  const restricted = [
    `variables.strict.spec.?volumes.orValue([]).filter(v, !(has(v.hostPath) || ${volumes.map((kind) => `has(v.${kind})`).join(" || ")})).map(v, "volume " + v.name + ": is of a kind that restricted pods may not use")`,
    strict(
      linux(`${context("allowPrivilegeEscalation")}.orValue(true)`),
      "securityContext.allowPrivilegeEscalation is not false",
    ),
    strict(`!${own("runAsNonRoot")}.orValue(false)`, "securityContext.runAsNonRoot is not true"),
    when(
      `variables.strict.spec.?securityContext.?runAsUser.orValue(1) == 0`,
      literal("spec.securityContext: runAsUser is 0, which is root"),
    ),
    strict(`${context("runAsUser")}.orValue(1) == 0`, "securityContext.runAsUser is 0, which is root"),
    strict(linux(`!${own("seccompProfile")}.hasValue()`), "securityContext.seccompProfile is not set"),
    strict(
      linux(`!("ALL" in ${context("capabilities.?drop")}.orValue([]))`),
      "securityContext.capabilities.drop does not name ALL",
    ),
    strict(
      linux(
        `${context("capabilities.?add")}.orValue([]).exists(a, a in ${literal(capabilities.baseline)} && !(a in ${literal(capabilities.restricted)}))`,
      ),
      "adds a capability that restricted pods may not have",
    ),
  ];
  return {
    match: workloads({ ephemeral: true }),
    variables: {
      ...podVariable,
      level: `namespaceObject.metadata.?labels[?${literal(enforceLabel)}].orValue(${literal(level)})`,
      judged: `variables.level == "privileged" ? ${nothing} : variables.pod`,
      all: lists("variables.judged"),
      strict: `variables.level == "restricted" ? variables.pod : ${nothing}`,
      strictContainers: lists("variables.strict"),
      windows: `variables.strict.spec.?os.?name.orValue("") == "windows"`,
    },
    problems: [...baseline, ...restricted],
  };
}

/** The level of a namespace is one of those that may be. */
export function namespaceLevelAdmission(allowed: string[], exempt: string): Admission {
  return {
    match: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["namespaces"] }],
    variables: { level: `${object}.metadata.?labels[?${literal(enforceLabel)}].orValue("")` },
    problems: [
      when(
        `!(variables.level in ${literal(allowed)}) && !(${exempt})`,
        `"the label ${enforceLabel} is \\"" + variables.level + ${literal(`", not one of ${allowed.join(", ")}`)}`,
      ),
    ],
  };
}
