/** Values of zero-to-jupyterhub's chart for one lab; they hold for every version in the catalog. Pure. */
import { amount } from "../../../config/quantity";
import { coresText, gibText } from "../../../config/checks/words";
import { ingressClass } from "../../foundation/ingress-values";
import { tolerationsOf } from "../../foundation/tolerations";
import { merge, type Value, type Values } from "../../foundation/values";
import type { Given } from "../service";
import type { Lab, Size } from "./lab";
import { secretVariable, type Login } from "./login";
import { hubStorage } from "./quota";

export interface LabValues {
  lab: Lab;
  login: Login;
  /** Full name of the lab. */
  host: string;
  /** Secret with the hub's keys, by the names under which the chart looks for them. */
  secretName: string;
  /** Changes when the secrets do, so that the hub reads them anew. */
  rotation: string;
  given: Given;
}

/** Keys of the Secret. The first two are the chart's names. */
export const secretKeys = {
  cookies: "hub.config.JupyterHub.cookie_secret",
  state: "hub.config.CryptKeeper.keys",
  client: "client-secret",
} as const;

const restricted: Values = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
const nobody: Values = { ...restricted, runAsUser: 65534, runAsGroup: 65534 };

/** Everything closed; what a pod needs is among the openings of the lab's namespace. */
const closed = {
  cloudMetadataServer: false,
  dnsPortsCloudMetadataServer: false,
  dnsPortsKubeSystemNamespace: false,
  dnsPortsPrivateIPs: false,
  nonPrivateIPs: false,
  privateIPs: false,
};

export function labValues(args: LabValues): Values {
  const { lab, host, given } = args;
  return {
    hub: hubValues(args),
    proxy: {
      service: { type: "ClusterIP" },
      chp: {
        containerSecurityContext: nobody,
        // The way in is the ingress controller's alone.
        networkPolicy: { egressAllowRules: closed, allowedIngressPorts: [] },
        extraPodSpec: { priorityClassName: given.priority.service },
      },
    },
    singleuser: singleuserValues(lab, given),
    // Kubernetes' own scheduler and the platform's PriorityClasses do.
    scheduling: {
      userScheduler: { enabled: false },
      userPlaceholder: { enabled: false },
      podPriority: { enabled: false },
    },
    prePuller: {
      // An upgrade must not wait until every node has fetched gigabytes.
      hook: { enabled: false },
      continuous: { enabled: lab.prepull },
      pullProfileListImages: false,
      containerSecurityContext: nobody,
      pause: { containerSecurityContext: nobody },
    },
    ingress: {
      enabled: true,
      ingressClassName: ingressClass,
      hosts: [host],
      // No secretName: the controller's default certificate is the platform's.
      tls: [{ hosts: [host] }],
      annotations: {
        // Notebooks are uploaded in one piece, and talk to their kernels through one connection for hours.
        "nginx.ingress.kubernetes.io/proxy-body-size": "256m",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
        "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
      },
    },
    cull: { enabled: true, timeout: lab.idleCull, every: Math.min(600, Math.max(60, Math.floor(lab.idleCull / 2))) },
  };
}

function hubValues({ lab, login, secretName, rotation, given }: LabValues): Values {
  const spawner: Values = {
    priority_class_name: given.priority.lab,
    container_security_context: { ...restricted, runAsUser: 1000, runAsGroup: 100 },
    pod_security_context: { fsGroup: 100, fsGroupChangePolicy: "OnRootMismatch" },
  };
  return {
    existingSecret: secretName,
    annotations: { "science-platform/secrets": rotation },
    config: merge({ KubeSpawner: spawner }, login.config),
    extraConfig: login.code,
    extraEnv: { [secretVariable]: { valueFrom: { secretKeyRef: { name: secretName, key: secretKeys.client } } } },
    db: { type: "sqlite-pvc", pvc: { storage: hubStorage } },
    podSecurityContext: { runAsNonRoot: true, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    containerSecurityContext: { ...restricted, runAsUser: 1000, runAsGroup: 1000 },
    networkPolicy: { egressAllowRules: closed },
    extraPodSpec: { priorityClassName: given.priority.service },
    ...(lab.teaching.length === 0 ? {} : { loadRoles: teachingRoles(lab) }),
  };
}

/** Teachers see who of their students works, and may open and stop their servers. */
function teachingRoles({ teaching }: Lab): Values {
  return Object.fromEntries(
    teaching.map(({ name, teachers, students }) => [
      `teaching-${name}`,
      {
        description: `Teachers of ${name}`,
        scopes: students.flatMap((group) => [
          `list:users!group=${group}`,
          `read:servers!group=${group}`,
          `delete:servers!group=${group}`,
          `access:servers!group=${group}`,
        ]),
        groups: teachers,
      },
    ]),
  );
}

function singleuserValues(lab: Lab, given: Given): Values {
  const [image] = lab.images;
  const [size] = lab.sizes;
  const pool = given.pools.find(({ name }) => name === lab.nodePool);
  return {
    ...(image ? { image: { name: image.name, tag: image.tag } } : {}),
    ...(size
      ? {
          cpu: { limit: amount(size.cpu.limit), guarantee: amount(size.cpu.request) },
          memory: { limit: amount(size.memory.limit), guarantee: amount(size.memory.request) },
        }
      : {}),
    ...(lab.sizes.length * lab.images.length > 1 ? { profileList: profiles(lab) } : {}),
    nodeSelector: { ...pool?.labels },
    extraTolerations: tolerationsOf(pool?.taints),
    // A privileged container in every server is no way to keep users from the cloud's metadata: the network policy does.
    cloudMetadata: { blockWithIptables: false },
    networkPolicy: {
      // To the world, and to nothing of the cluster but the lab's own hub and proxy.
      egressAllowRules: { ...closed, nonPrivateIPs: true },
    },
    storage: {
      type: "dynamic",
      capacity: lab.homeQuota,
      dynamic: { storageClass: lab.homeClass, storageAccessModes: [accessMode(lab)] },
      extraVolumes: lab.mounts.map((mount) => ({
        name: `files-${mount.export}`,
        persistentVolumeClaim: { claimName: mount.export, readOnly: mount.readOnly },
      })),
      extraVolumeMounts: lab.mounts.map((mount) => ({
        name: `files-${mount.export}`,
        mountPath: mount.path,
        readOnly: mount.readOnly,
      })),
    },
  };
}

/** A folder of the file server can be in two places while a server moves; a disk cannot. */
function accessMode({ homeClass }: Lab): string {
  return homeClass.startsWith("files-") ? "ReadWriteMany" : "ReadWriteOnce";
}

/** A list to choose from: each size, with the images where there are several. */
function profiles({ sizes, images }: Lab): Value[] {
  const choices = Object.fromEntries(
    images.map(({ name, tag, title }, index): [string, Values] => [
      slug(name, tag),
      {
        display_name: title ?? `${name}:${tag}`,
        ...(index === 0 ? { default: true } : {}),
        kubespawner_override: { image: `${name}:${tag}` },
      },
    ]),
  );
  return sizes.map(
    (size, index): Values => ({
      display_name: sizeTitle(size),
      slug: size.name,
      ...(index === 0 ? { default: true } : {}),
      kubespawner_override: {
        cpu_limit: amount(size.cpu.limit),
        cpu_guarantee: amount(size.cpu.request),
        // Bytes: the spawner's "M" is 1024 times 1024, Kubernetes' is not.
        mem_limit: amount(size.memory.limit),
        mem_guarantee: amount(size.memory.request),
      },
      ...(images.length > 1 ? { profile_options: { image: { display_name: "Image", choices } } } : {}),
    }),
  );
}

function sizeTitle({ name, cpu, memory }: Size): string {
  return `${name} (up to ${coresText(amount(cpu.limit))} and ${gibText(amount(memory.limit))})`;
}

/** "scipy-notebook-2025-11-10" of "quay.io/jupyter/scipy-notebook" and "2025-11-10". */
function slug(name: string, tag: string): string {
  return `${name.split("/").at(-1) ?? name}-${tag}`.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
}
