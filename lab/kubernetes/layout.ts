/** Where the parts of one cluster lie. */
import * as path from "node:path";

export interface Layout {
  folder: string;
  ca: { cert: string; key: string };
  frontProxyCa: { cert: string };
  pki: string;
  /** Working folder of every component: sockets have short relative names here (a socket's path may not exceed 107 characters). */
  run: string;
  etcdData: string;
  cloudConfig: string;
  logs: string;
  certificate(name: string): { cert: string; key: string };
  kubeconfig(name: string): string;
  log(component: string): string;
}

/** @param logs folder for the log files of all clusters */
export function layoutOf(folder: string, logs: string): Layout {
  const pki = path.join(folder, "pki");
  const own = path.join(logs, path.basename(folder));
  return {
    folder,
    ca: { cert: path.join(folder, "ca.crt"), key: path.join(folder, "ca.key") },
    frontProxyCa: { cert: path.join(folder, "front-proxy-ca.crt") },
    pki,
    run: path.join(folder, "run"),
    etcdData: path.join(folder, "etcd"),
    cloudConfig: path.join(folder, "cloud.conf"),
    logs: own,
    certificate: (name) => ({ cert: path.join(pki, `${name}.crt`), key: path.join(pki, `${name}.key`) }),
    kubeconfig: (name) => path.join(pki, `${name}.kubeconfig`),
    log: (component) => path.join(own, `${component}.log`),
  };
}
