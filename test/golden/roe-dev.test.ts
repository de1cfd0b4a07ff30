/** The stack that tries what roe gets: the same resources but for the bucket of backups and the way to Slack, and nothing of it outlives the stack. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Run } from "../mocks";
import { countByType } from "./assertions";
import { openstackSecrets, route53Proofs, sum, testStack, webOnly } from "./stack-tests";

const roe = JSON.parse(fs.readFileSync(path.join(__dirname, "roe.json"), "utf8")) as Run;

testStack("roe-dev", {
  counts: sum(countByType(roe), {
    "openstack:objectstorage/container:Container": -1,
    // Its alerts go to nobody.
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": -1,
  }),
  open: webOnly,
  stays: [],
  proved: {
    solvers: route53Proofs,
    names: [
      "grafana.rsp-test.lsst.ac.uk",
      "rsp-test.lsst.ac.uk",
      "start.rsp-test.lsst.ac.uk",
      "status.rsp-test.lsst.ac.uk",
    ],
  },
  secrets: openstackSecrets,
});
