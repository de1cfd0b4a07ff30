import { parseConfig } from "../config/parse";
import type { Config, OpenstackInput } from "../config/schema";
import { validInput } from "../config/testing";
import { exceptionProblems } from "./exceptions";
import { ownExceptions } from "./own-exceptions";
import { policyConfig } from "./site";
import { rules } from "./rules";

function config(change: (input: OpenstackInput) => void): Config {
  const input: OpenstackInput = validInput();
  change(input);
  const parsed = parseConfig(input);
  if ("problems" in parsed)
    throw new Error(parsed.problems.map(({ path, message }) => `${path} ${message}`).join("; "));
  return parsed.config;
}

const namespaces = (made: Config) => ownExceptions(made).map(({ resource }) => resource);

test("a namespace is excepted where what needs it runs, and nowhere else", () => {
  expect(namespaces(config(() => undefined))).toEqual(["csi-driver-nfs"]);
  expect(namespaces(config(({ services }) => void Object.assign(services ?? {}, { monitoring: {} })))).toEqual([
    "csi-driver-nfs",
    "node-exporter",
  ]);
  expect(
    namespaces(
      config(({ services }) =>
        Object.assign(services ?? {}, { monitoring: { kubeBench: {} }, registry: { kind: "cache" } }),
      ),
    ),
  ).toEqual(["csi-driver-nfs", "node-exporter", "kube-bench", "registry-nodes"]);
});

test("backups need root: Velero's movers, and restic where it copies something", () => {
  const targets = { near: { kind: "bucket", bucket: "backup" } };
  const excepted = (more: object) =>
    namespaces(
      config(({ services, storage }) => {
        Object.assign(storage.fileServer ?? {}, { exports: [{ name: "homes", volume: "homes", rootAccess: true }] });
        Object.assign(services ?? {}, { backup: { targets, ...more } });
      }),
    );
  expect(excepted({})).toEqual(["csi-driver-nfs", "velero"]);
  expect(excepted({ files: true })).toEqual(["csi-driver-nfs", "velero", "restic"]);
});

test("the file server's namespace is excepted where it runs as pods", () => {
  const pod = { kind: "pod", exports: [{ name: "homes", size: 1, address: "172.24.0.21" }] };
  expect(namespaces(config(({ storage }) => void Object.assign(storage, { fileServer: pod })))).toEqual([
    "csi-driver-nfs",
    "file-server",
  ]);
});

test("each has a reason, the site's owner and an end, and stands before the site's own", () => {
  const made = config((input) => {
    Object.assign(input.services ?? {}, { monitoring: {} });
    input.policies = {
      exceptions: [{ rule: "probes", resource: "x", reason: "small and cheap", owner: "b", expires: "2027-01-01" }],
    };
  });
  const [, own] = ownExceptions(made);
  expect(own).toEqual({
    rule: "namespace-pod-security",
    resource: "node-exporter",
    reason: "It reads the nodes' file systems and network, as nobody and without any capability.",
    owner: made.owner,
    expires: "2027-11-28",
  });
  const all = policyConfig(made)["exceptions"] as { list: unknown[] };
  expect(all.list).toEqual([...ownExceptions(made), ...made.policies.exceptions]);
  const names = rules.map(({ name }) => name);
  expect(exceptionProblems(ownExceptions(made), names, "2027-11-28")).toEqual([]);
  expect(exceptionProblems(ownExceptions(made), names, "2027-11-29")).toEqual(
    ["csi-driver-nfs", "node-exporter"].map(
      (name) =>
        `The exception of ${name} from namespace-pod-security expired on 2027-11-28: comply with the rule, or let ${made.owner} renew it with a reason of today.`,
    ),
  );
});
