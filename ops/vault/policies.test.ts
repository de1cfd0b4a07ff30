import { environmentPolicies, snapshotPolicy } from "./policies";

test("both policies end at the environment's folder, and the reader only reads", () => {
  expect(environmentPolicies({ mount: "secret", path: "phalanx/roe" })).toEqual({
    read: {
      name: "phalanx-roe-read",
      rules: [
        'path "secret/data/phalanx/roe/+" {\n  capabilities = ["read"]\n}\n',
        'path "secret/metadata/phalanx/roe" {\n  capabilities = ["list"]\n}\n',
        'path "secret/metadata/phalanx/roe/+" {\n  capabilities = ["read"]\n}\n',
      ].join("\n"),
    },
    write: {
      name: "phalanx-roe-write",
      rules: [
        'path "secret/data/phalanx/roe/+" {\n  capabilities = ["create", "delete", "read", "update"]\n}\n',
        'path "secret/metadata/phalanx/roe" {\n  capabilities = ["list"]\n}\n',
        'path "secret/metadata/phalanx/roe/+" {\n  capabilities = ["read"]\n}\n',
      ].join("\n"),
    },
  });
});

test("the job that saves Vault's data may do nothing else", () => {
  expect(snapshotPolicy.rules).toBe('path "sys/storage/raft/snapshot" {\n  capabilities = ["read"]\n}\n');
});
