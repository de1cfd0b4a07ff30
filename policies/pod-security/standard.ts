/** The Pod Security Standards as data: https://kubernetes.io/docs/concepts/security/pod-security-standards/ (Kubernetes 1.34). */

export const levels = ["privileged", "baseline", "restricted"] as const;
export type SecurityLevel = (typeof levels)[number];

/** Label by which a namespace says its level. */
export const enforceLabel = "pod-security.kubernetes.io/enforce";

/** Capabilities that a container may add. */
export const capabilities = {
  baseline: [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
  ],
  restricted: ["NET_BIND_SERVICE"],
};

/** Kinds of volumes of the level restricted. */
export const volumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

export const sysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

/** Profiles that confine. */
export const profiles = ["RuntimeDefault", "Localhost"];

/** Annotation of the time before the field: prefix, then the container's name. */
export const appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

/** Handlers in a container that may name a host to ask. */
export const probeFields = ["livenessProbe", "readinessProbe", "startupProbe"];
export const hookFields = ["postStart", "preStop"];
