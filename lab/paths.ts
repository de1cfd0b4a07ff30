/** Where the lab keeps its things. One folder, which service users (mysql, rabbitmq) can reach: not below a home directory of mode 0700. */
import * as path from "node:path";

export const repository = path.resolve(__dirname, "..");
/** Root of the lab's state; LAB_STATE moves it. */
export const state = process.env.LAB_STATE ?? "/var/lib/science-platform-lab";

export const paths = {
  state,
  /** Rendered configuration files of the services. */
  etc: path.join(state, "etc"),
  /** Data: databases, volumes, images, clusters. What a snapshot copies, together with `pulumi`. */
  var: path.join(state, "var"),
  log: path.join(state, "log"),
  /** Sockets and pid files; emptied at every start. */
  run: path.join(state, "run"),
  /** Pulumi's file backend for the stack `lab`. */
  pulumi: path.join(state, "pulumi"),
  /** One folder per Magnum cluster, named by its UUID. */
  clusters: path.join(state, "var", "magnum", "clusters"),
  cloudsYaml: path.join(state, "clouds.yaml"),
} as const;
