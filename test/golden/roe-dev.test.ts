/** The stack that tries what roe gets: the same resources but for the bucket of backups, and nothing of it outlives the stack. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Run } from "../mocks";
import { countByType } from "./assertions";
import { sum, testStack } from "./stack-tests";

const roe = JSON.parse(fs.readFileSync(path.join(__dirname, "roe.json"), "utf8")) as Run;

testStack("roe-dev", {
  counts: sum(countByType(roe), { "openstack:objectstorage/container:Container": -1 }),
  open: ["443-443 from 0.0.0.0/0", "80-80 from 0.0.0.0/0"],
  stays: [],
  proved: {
    solvers: [
      {
        dns01: {
          cnameStrategy: "Follow",
          route53: {
            region: "us-east-1",
            hostedZoneID: "Z00000000000000000000",
            accessKeyID: "YOURACCESSKEYID00000",
            secretAccessKeySecretRef: { name: "dns-credentials", key: "secret" },
          },
        },
      },
    ],
    names: ["rsp-test.lsst.ac.uk", "start.rsp-test.lsst.ac.uk"],
  },
  secrets: [
    "kubeconfig",
    "objectStore.credentials.accessKey",
    "objectStore.credentials.secretKey",
    "secrets",
    "sshPrivateKey",
  ],
});
