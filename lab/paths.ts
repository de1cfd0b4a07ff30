/** Where the lab keeps its things. One folder, which service users (mysql, rabbitmq) can reach: not below a home directory of mode 0700. */
import * as path from "node:path";

export const repository = path.resolve(__dirname, "..");
/** Root of the lab's state; LAB_STATE moves it. */
const state = path.resolve(process.env.LAB_STATE ?? "/var/lib/science-platform-lab");

export const paths = {
  state,
  /** Rendered configuration files of the services; written anew by every start. */
  etc: path.join(state, "etc"),
  /** Data: databases, volumes, images, clusters. What a snapshot copies, together with `pulumi`. */
  var: path.join(state, "var"),
  log: path.join(state, "log"),
  /** Sockets and pid files; emptied at every start. */
  run: path.join(state, "run"),
  /** Pulumi's file backend for the stack `lab`. */
  pulumi: path.join(state, "pulumi"),
  /** Names the clone that the lab runs from. Written once by every start, before its first process: what is newer is of this start. */
  prepared: path.join(state, "run", "prepared"),
  snapshots: path.join(state, "snapshots"),
  /** One folder per Magnum cluster, named by its UUID. */
  clusters: path.join(state, "var", "magnum", "clusters"),
  cloudsYaml: path.join(state, "clouds.yaml"),
  /** Administrator's access to the cluster of stack `lab`, for kubectl by hand. */
  kubeconfig: path.join(state, "kubeconfig"),
  /** Process-compose's REST interface; its TUI attaches here too. */
  socket: path.join(state, "run", "process-compose.sock"),
  /** Says that the lab made this folder, see state-folder.ts. */
  marker: path.join(state, ".science-platform-lab"),
  /** Held by the one lab command that changes something at a time. */
  lock: path.join(state, "lock"),
  /** Names the snapshot that a restore is putting back; a killed restore leaves it, and the next start finishes the work. */
  restoring: path.join(state, "restoring"),
  /** `restoring` while it is being written. */
  restoringNew: path.join(state, "restoring.new"),
  /** Templates of the services' configuration files. */
  config: path.join(repository, "lab", "openstack", "config"),
  /** Scripts that process-compose runs once. */
  setup: path.join(repository, "lab", "openstack", "setup"),
  /** Our drivers for Nova, Cinder, Octavia and Magnum. */
  drivers: path.join(repository, "lab", "openstack", "drivers"),
} as const;
