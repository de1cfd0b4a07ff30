import { explainFailure } from "./failures";

/** Each as a service, the provider or our own client says it: what a person is told begins with these words. */
const table: [what: string, says: string, means: string][] = [
  [
    "a trust for an application credential",
    '403 {"error":{"message":"You are not authorized to perform the requested action: Delegated tokens cannot manage trusts."}}',
    "this Keystone lets no application credential make trusts, and Magnum needs one for each cluster: log in with user and password instead: ",
  ],
  [
    "the same in Magnum's words",
    "openstack_containerinfra_cluster_v1 is in an error state: Failed to create trustee or trust for Cluster: 1b2c",
    "this Keystone lets no application credential make trusts",
  ],
  [
    "EC2 credentials for an application credential",
    "You are not authorized to perform the requested action: Delegated tokens cannot access credentials directly.",
    "this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential: log in with user and password",
  ],
  [
    "an application credential that may make no others",
    "Using method 'application_credential' is not allowed for managing additional application credentials.",
    "a restricted application credential makes no others: ",
  ],
  [
    "a role that the login does not have",
    "Invalid application credential: Cannot create an application credential with unassigned role",
    "the login lacks a role that it is to hand on: name in openstack.credentials only roles that it has: ",
  ],
  [
    "fewer nodes than a pool of fixed size was made with",
    "Resizing labs outside the allowed range: min_node_count = 3, max_node_count = None",
    "Magnum keeps the fewest nodes that a pool of fixed size was made with: lower that first, ",
  ],
  ...[
    '{"forbidden": {"code": 403, "message": "Quota exceeded for cores: Requested 4, but already used 10 of 10 cores"}}',
    "Quota exceeded for resources: ['network'].",
    "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.",
    "Requested volume or snapshot exceeds allowed gigabytes quota. Requested 100G, quota is 10G",
    "Quota has been met for resources: load_balancer",
    '{"code": 413, "type": "over_quota"}',
    "Resource limit exceeded: You have reached the maximum clusters per project, 20.",
    "openstack_containerinfra_cluster_v1 is in an error state: Quota exceeded for instances: Requested 1",
  ].map((says): [string, string, string] => [
    `a quota: ${says.slice(0, 50)}`,
    says,
    "the project is too small: `npx science-platform preflight --stack roe` says by how much, and writes the letter",
  ]),
  [
    "a full cloud",
    "Server x: No valid host was found. There are not enough hosts",
    "the cloud has no room for a machine",
  ],
  [
    "a cluster that hangs",
    "timeout while waiting for state to become 'CREATE_COMPLETE' (last state: 'CREATE_IN_PROGRESS', timeout: 1h5m0s)",
    "the cluster was not made in the time that cluster.createTimeout allows",
  ],
  [
    "the same when Pulumi's patience ends before the provider's",
    "1 error occurred:\n\t* Error waiting for openstack_containerinfra_cluster_v1 16d8073c to become ready: context deadline exceeded",
    "the cluster was not made in the time that cluster.createTimeout allows",
  ],
  [
    "a cluster that failed",
    "Error waiting for openstack_containerinfra_cluster_v1 x to become ready: openstack_containerinfra_cluster_v1 is in an error state: disk full",
    "Magnum could not make it, for the reason that it gives: when that is mended: `npx science-platform recover --stack roe`",
  ],
  [
    "an unknown host",
    'Post "https://keystone.example/v3/auth/tokens": dial tcp: lookup keystone.example: no such host',
    "nobody knows the host of the cloud's address: look at auth_url",
  ],
  [
    "nobody there",
    'Post "http://127.0.0.1:1/v3/auth/tokens": dial tcp 127.0.0.1:1: connect: connection refused',
    "nobody answers at the cloud's address: look at auth_url",
  ],
  [
    "the same in Node's words",
    "fetch failed (connect ECONNREFUSED 127.0.0.1:1)",
    "nobody answers at the cloud's address",
  ],
  [
    "a certificate of an unknown authority",
    "x509: certificate signed by unknown authority",
    "the cloud's certificate is signed by an authority that this machine does not know: name the authority's file: `cacert: FILE`",
  ],
  [
    "a wrong region",
    "No suitable endpoint could be found in the service catalog.",
    "the cloud's catalog has no such service in this region",
  ],
  [
    "the same in our words",
    'the cloud has no region "RegionTwo", only RegionOne',
    "the cloud's catalog has no such service in this region",
  ],
  [
    "a login that is refused",
    'http://127.0.0.1:5000/v3/auth/tokens: 401 {"error":{"code":401,"message":"The request you have made requires authentication."}}',
    "the cloud does not take the login: the password is wrong, or the application credential has expired or was deleted",
  ],
  [
    "no domain",
    "You must provide exactly one of DomainID or DomainName in a Scope with ProjectName",
    "the entry of clouds.yaml does not say in which domain user and project are: ",
  ],
  ["an address in use", "IP address 10.10.0.4 already allocated in subnet 6a", "something else has this address: "],
  [
    "a volume in use",
    "Invalid volume: Volume status must be available or error or error_restoring and must not be attached",
    "the volume is in use by a machine, or has snapshots: ",
  ],
  [
    "a name that is taken",
    "Key pair 'roe' already exists.",
    "the project has something of this name that the stack did not make",
  ],
  ["a flavor", "Flavor m1.none could not be found.", "the cloud has no such flavor: "],
  ["an image", "Image kube could not be found.", "the cloud has no such image, or the project may not see it: "],
  [
    "a volume type",
    "Volume type with name tape could not be found. (VolumeTypeNotFound)",
    "the cloud has no such volume type: ",
  ],
];

test.each(table)("%s", (_, says, means) => {
  expect(explainFailure(says, "roe")?.slice(0, means.length)).toBe(means);
});

test("every explanation is one sentence, and names no stack but the one that failed", () => {
  for (const [, says] of table)
    expect(explainFailure(says, "roe")).toMatch(/^[^A-Z\s](?!.*STACK).*[^.]\.$|^Magnum .*\.$/);
});

test("what we know nothing of is left to the cloud's own words", () => {
  expect(explainFailure("the cat sat on the keyboard", "roe")).toBeUndefined();
});
