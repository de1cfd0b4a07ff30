/**
 * The stack that tries what roe gets: the same resources but for backups, copies and their bucket and the way to Slack, and nothing of it outlives
 * the stack.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Run } from "../mocks";
import { countByType } from "./assertions";
import { backup, copies, openstackSecrets, route53Proofs, sum, testStack, webOnly } from "./stack-tests";

const roe = JSON.parse(fs.readFileSync(path.join(__dirname, "roe.json"), "utf8")) as Run;

const withoutBackup = Object.fromEntries(Object.entries(sum(backup, copies(1))).map(([type, count]) => [type, -count]));

testStack("roe-dev", {
  counts: sum(countByType(roe), {
    ...sum(withoutBackup, {
      // Its alerts go to nobody.
      "kubernetes:networking.k8s.io/v1:NetworkPolicy": -1,
    }),
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": -2,
    "openstack:objectstorage/container:Container": -1,
  }),
  open: webOnly,
  stays: [],
  proved: {
    solvers: route53Proofs,
    names: [
      "grafana.rsp-test.lsst.ac.uk",
      "registry.rsp-test.lsst.ac.uk",
      "rsp-test.lsst.ac.uk",
      "start.rsp-test.lsst.ac.uk",
      "status.rsp-test.lsst.ac.uk",
    ],
  },
  secrets: ["cloudCredentials.metrics.secret", ...openstackSecrets],
});
