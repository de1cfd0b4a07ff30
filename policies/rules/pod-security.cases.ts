import type { Case, Cases } from "../case";
import { container, namespace, pod, workload } from "../objects";
import { enforceLabel } from "../pod-security/standard";
import type { Settings } from "./pod-security";

const safe = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  seccompProfile: { type: "RuntimeDefault" },
  capabilities: { drop: ["ALL"] },
};
const restricted = (more: object = {}, context: object = {}) =>
  container({ securityContext: { ...safe, ...context }, ...more });
const plain = (context: object = {}, more: object = {}) => container({ securityContext: context, ...more });
const baseline = { level: "baseline" as const };
const own = "spec.containers[web].securityContext";

/** A pod in a namespace of its own with a level of its own; the name is unique in this table. */
const inNamespace = (name: string, level: string, spec: object) => [
  namespace(name, { [enforceLabel]: level }),
  pod(spec, { namespace: name }),
];

const missing = [
  `${own}.allowPrivilegeEscalation is not false`,
  `${own}.runAsNonRoot is not true, here or for the whole pod`,
  `${own}.seccompProfile.type is not set, here or for the whole pod`,
  `${own}.capabilities.drop does not name ALL`,
];

/** One thing that even baseline forbids. */
const forbidden = (name: string, spec: object, ...says: string[]): Case<Settings> => ({
  name,
  of: pod(spec),
  settings: baseline,
  says,
});

export const podSecurityCases: Cases<Settings> = {
  good: [
    { name: "restricted", of: pod({ containers: [restricted()] }) },
    {
      name: "restricted, said once for the whole pod",
      of: workload("Deployment", {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "Localhost", localhostProfile: "a.json" } },
        containers: [
          container({
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
            },
          }),
        ],
      }),
    },
    {
      name: "volumes that restricted pods may use",
      of: pod({
        containers: [restricted()],
        volumes: [
          { name: "a", emptyDir: {} },
          { name: "b", configMap: { name: "x" } },
          { name: "c", secret: { secretName: "x" } },
          { name: "d", persistentVolumeClaim: { claimName: "x" } },
          { name: "e", projected: { sources: [] } },
          { name: "f", csi: { driver: "x.example.org" } },
        ],
      }),
    },
    {
      name: "Windows has neither seccomp nor capabilities",
      of: pod({
        os: { name: "windows" },
        containers: [container({ securityContext: { runAsNonRoot: true, windowsOptions: { runAsUserName: "user" } } })],
      }),
    },
    { name: "baseline asks for nothing to be said", of: pod({ containers: [container()] }), settings: baseline },
    {
      name: "baseline lets some capabilities, NFS and safe sysctls be",
      of: workload("StatefulSet", {
        securityContext: {
          sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }],
          seLinuxOptions: { type: "container_t" },
        },
        containers: [plain({ capabilities: { add: ["CHOWN", "KILL"] }, procMount: "Default", runAsUser: 0 })],
        volumes: [{ name: "a", nfs: { server: "10.0.0.5", path: "/srv" } }],
      }),
      settings: baseline,
    },
    {
      name: "a namespace of the level baseline",
      of: inNamespace("ps-baseline", "baseline", { containers: [container()] }),
    },
    {
      name: "a namespace of the level privileged",
      of: inNamespace("ps-privileged", "privileged", { hostNetwork: true, containers: [plain({ privileged: true })] }),
    },
    {
      name: "a Patch leaves out what the object has",
      of: {
        type: "kubernetes:apps/v1:DeploymentPatch",
        props: workload("Deployment", { containers: [{ name: "web" }] }),
      },
    },
  ],
  bad: [
    { name: "nothing said", of: pod({ containers: [container()] }), says: missing },
    {
      name: "an init container",
      of: workload("CronJob", {
        containers: [restricted()],
        initContainers: [restricted({ name: "init" }, { allowPrivilegeEscalation: true })],
      }),
      says: [
        "spec.jobTemplate.spec.template.spec.initContainers[init].securityContext.allowPrivilegeEscalation is not false",
      ],
    },
    {
      name: "root by number",
      of: pod({ securityContext: { runAsUser: 0 }, containers: [restricted({}, { runAsUser: 0 })] }),
      says: ["spec.securityContext.runAsUser is 0, which is root", `${own}.runAsUser is 0, which is root`],
    },
    {
      name: "a container that takes back what the pod promises",
      of: pod({ securityContext: { runAsNonRoot: true }, containers: [restricted({}, { runAsNonRoot: false })] }),
      says: [`${own}.runAsNonRoot is not true, here or for the whole pod`],
    },
    {
      name: "a capability that only baseline lets be",
      of: pod({ containers: [restricted({}, { capabilities: { drop: ["ALL"], add: ["CHOWN"] } })] }),
      says: [`${own}.capabilities.add[0] adds CHOWN`],
    },
    {
      name: "a volume that only baseline lets be",
      of: workload("DaemonSet", {
        containers: [restricted()],
        volumes: [{ name: "a", nfs: { server: "10.0.0.5", path: "/srv" } }],
      }),
      says: ["spec.template.spec.volumes[a] is of the kind nfs"],
    },
    {
      name: "Windows as root",
      of: pod({ os: { name: "windows" }, containers: [container({ securityContext: { windowsOptions: {} } })] }),
      says: [`${own}.runAsNonRoot is not true, here or for the whole pod`],
    },
    {
      name: "a namespace of the level restricted",
      of: inNamespace("ps-restricted", "restricted", { containers: [container()] }),
      settings: baseline,
      says: missing,
    },
    forbidden(
      "the node's namespaces",
      { hostNetwork: true, hostPID: true, hostIPC: true, containers: [container()] },
      "spec.hostNetwork is true: the pod would share it with the node",
      "spec.hostPID is true: the pod would share it with the node",
      "spec.hostIPC is true: the pod would share it with the node",
    ),
    forbidden(
      "privileged",
      { containers: [plain({ privileged: true })] },
      `${own}.privileged is true: the container would own the node`,
    ),
    forbidden(
      "a Windows container on the node itself",
      {
        os: { name: "windows" },
        hostNetwork: true,
        securityContext: { windowsOptions: { hostProcess: true } },
        containers: [container()],
      },
      "spec.hostNetwork is true: the pod would share it with the node",
      "spec.securityContext.windowsOptions.hostProcess is true: the container would run on the Windows node itself",
    ),
    forbidden(
      "a folder of the node",
      { containers: [container()], volumes: [{ name: "a", hostPath: { path: "/" } }] },
      "spec.volumes[a].hostPath mounts a folder of the node",
    ),
    forbidden(
      "a port of the node",
      { containers: [container({ ports: [{ containerPort: 80, hostPort: 80 }] })] },
      "spec.containers[web].ports[0].hostPort is 80: it would be open on the node, past the ingress",
    ),
    forbidden(
      "a probe of another host",
      { containers: [container({ livenessProbe: { httpGet: { port: 80, host: "169.254.169.254" } } })] },
      "spec.containers[web].livenessProbe.httpGet.host makes the node ask another host",
    ),
    forbidden(
      "every capability",
      { containers: [plain({ capabilities: { add: ["SYS_ADMIN"] } })] },
      `${own}.capabilities.add[0] adds SYS_ADMIN`,
    ),
    forbidden(
      "confinement switched off",
      {
        containers: [
          plain({
            seccompProfile: { type: "Unconfined" },
            appArmorProfile: { type: "Unconfined" },
            procMount: "Unmasked",
            seLinuxOptions: { type: "spc_t", user: "system_u" },
          }),
        ],
        hostUsers: false,
      },
      `${own}.appArmorProfile.type switches AppArmor off`,
      `${own}.seLinuxOptions.type is no type of a container`,
      `${own}.seLinuxOptions.user is set`,
      `${own}.procMount unmasks /proc`,
      `${own}.seccompProfile.type switches seccomp off`,
    ),
    forbidden(
      "a sysctl of the node",
      { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] }, containers: [container()] },
      "spec.securityContext.sysctls[kernel.msgmax].name sets kernel.msgmax, which is not the pod's alone",
    ),
    {
      name: "AppArmor switched off by an annotation",
      of: pod(
        { containers: [container()] },
        { annotations: { "container.apparmor.security.beta.kubernetes.io/web": "unconfined" } },
      ),
      settings: baseline,
      says: ['metadata.annotations["container.apparmor.security.beta.kubernetes.io/web"] switches AppArmor off'],
    },
    {
      name: "an unknown context hides nothing",
      of: pod({
        containers: [plain("$unknown" as unknown as object), restricted({ name: "b" }, { privileged: true })],
      }),
      says: [
        "? spec.containers[web].securityContext",
        "spec.containers[b].securityContext.privileged is true: the container would own the node",
      ],
    },
  ],
};
