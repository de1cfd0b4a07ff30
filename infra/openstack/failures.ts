/** What the refusals of an OpenStack cloud mean, in whatever words its services and their clients say them, and what one does about each. */

interface Failure {
  /** In the words of the service, of gophercloud (the Pulumi provider), or of our own client. */
  says: RegExp;
  means: string;
  /** STACK stands for the name of the stack. */
  todo: string;
}

const again = "run the same command again";
const login = "log in with user and password instead: `username`, `password` and `project_name` in clouds.yaml";

/** The first that fits counts, so what is special stands before what is general. */
const table: readonly Failure[] = [
  {
    // Magnum keeps Keystone's reason to itself, so its own words must do.
    says: /Delegated tokens cannot manage trusts|Failed to create trustee or trust/i,
    means: "this Keystone lets no application credential make trusts, and Magnum needs one for each cluster",
    todo: login,
  },
  {
    says: /Delegated tokens cannot access credentials directly/i,
    means: "this Keystone gives no EC2 credentials, which the keys for S3 are, to an application credential",
    todo: login,
  },
  {
    says: /not allowed for managing additional application credentials/i,
    means: "a restricted application credential makes no others",
    todo: `${login}, or take openstack.credentials out of the stack file`,
  },
  {
    says: /role assignment|Could not find role|unassigned role/i,
    means: "the login lacks a role that it is to hand on",
    todo: "name in openstack.credentials only roles that it has: `openstack role assignment list --user USER --project PROJECT --names`",
  },
  {
    says: /quota exceeded|exceeded for quota|exceeds allowed .*quota|quota has been met|over_quota|Resource limit exceeded|reached the maximum clusters/i,
    means: "the project is too small",
    todo: `\`npx science-platform preflight --stack STACK\` says by how much, and writes the letter to the administrators; when the quota is raised, ${again}`,
  },
  {
    says: /outside the allowed range: min_node_count = /i,
    means: "Magnum keeps the fewest nodes that a pool of fixed size was made with",
    todo: `lower that first, \`openstack coe nodegroup update CLUSTER POOL replace min_node_count=COUNT\`, and ${again}`,
  },
  {
    says: /no valid host was found/i,
    means: "the cloud has no room for a machine of this flavor at the moment, whatever the quota says",
    todo: "ask its administrators, or choose another flavor or openstack.availabilityZone",
  },
  {
    says: /(timeout while waiting|timed out waiting) for state to become '?CREATE_COMPLETE|containerinfra_(cluster|nodegroup)_v1 .* to become ready: context deadline exceeded/i,
    means: "the cluster was not made in the time that cluster.createTimeout allows, and no service says why",
    todo:
      "look where it stands (`openstack coe cluster show`, `openstack server list`). Usual causes: its API cannot be reached by what makes it " +
      "(driver capi: openstack.managementCluster), the nodes reach no image registry, or the image is not the driver's. " +
      "Then `npx science-platform recover --stack STACK`, and `pulumi up` again",
  },
  {
    says: /containerinfra_(cluster|nodegroup)_v1 is in an error state|CREATE_FAILED/i,
    means: "Magnum could not make it, for the reason that it gives",
    todo: "when that is mended: `npx science-platform recover --stack STACK` clears what came to nothing, and `pulumi up` makes it anew",
  },
  {
    says: /dial tcp: lookup|no such host|\bgetaddrinfo\b/i,
    means: "nobody knows the host of the cloud's address",
    todo: "look at auth_url in clouds.yaml, and whether a VPN is needed",
  },
  {
    says: /connection refused|ECONNREFUSED|no route to host|i\/o timeout|network is unreachable|no answer within|EHOSTUNREACH|ETIMEDOUT|Client\.Timeout/i,
    means: "nobody answers at the cloud's address",
    todo: "look at auth_url in clouds.yaml, whether a VPN is needed, and whether the cloud is up",
  },
  {
    says: /x509:|self[- ]signed certificate|unable to verify the first certificate|unable to get (local )?issuer/i,
    means: "the cloud's certificate is signed by an authority that this machine does not know",
    todo: "name the authority's file: `cacert: FILE` in the entry of clouds.yaml",
  },
  {
    says: /exactly one of DomainID (or|and|\/) ?DomainName/i,
    means: "the entry of clouds.yaml does not say in which domain user and project are",
    todo: 'add `user_domain_name` and `project_domain_name`, which are mostly "Default"',
  },
  {
    says: /No suitable endpoint could be found|has no region/i,
    means: "the cloud's catalog has no such service in this region",
    todo: "look at openstack.region: `openstack region list`, `openstack catalog list`",
  },
  {
    says: /requires authentication|Authentication failed|got 401|: 401 /i,
    means:
      "the cloud does not take the login: the password is wrong, or the application credential has expired or was deleted",
    todo: "mend the entry of clouds.yaml; `openstack --os-cloud CLOUD token issue` shows whether it is right",
  },
  {
    says: /IP address [\d.]+ (already allocated|is already)|IpAddressAlreadyAllocated|already associated|FloatingIPPortAlreadyAssociated/i,
    means: "something else has this address",
    todo: "`openstack port list --fixed-ip ip-address=ADDRESS` and `openstack floating ip list` say what; free it, or choose another",
  },
  {
    says: /Volume status must be|must not be migrating, attached|volume .*(is|still) attached|is in-use|status must be available/i,
    means: "the volume is in use by a machine, or has snapshots",
    todo:
      "`openstack volume show ID` and `openstack volume snapshot list --volume ID` say by what; detach it there (`openstack server remove volume`) or delete them, " +
      `and ${again}`,
  },
  {
    says: /already exists|Duplicate Zone|name .*is (taken|in use)|BucketAlreadyExists|DuplicateZone|AlreadyExists/i,
    means: "the project has something of this name that the stack did not make, or a killed run made it",
    todo: "`npx science-platform recover --stack STACK` takes over what a killed run made; what is somebody else's must be renamed or deleted, or choose another `site`",
  },
  {
    says: /flavor .*(could not be found|not found|does not exist)|unable to find flavor|invalid flavor/i,
    means: "the cloud has no such flavor",
    todo: "`openstack flavor list` shows what there is; `npx science-platform preflight --stack STACK` looks for all that the stack file names",
  },
  {
    says: /image .*(could not be found|not found|does not exist)|unable to find image|Invalid image/i,
    means: "the cloud has no such image, or the project may not see it",
    todo: "`openstack image list` shows what there is; `npx science-platform preflight --stack STACK` looks for all that the stack file names",
  },
  {
    says: /VolumeTypeNotFound|volume type .*could not be found/i,
    means: "the cloud has no such volume type",
    todo: "`openstack volume type list` shows what there is; `npx science-platform preflight --stack STACK` looks for all that the stack file names",
  },
];

/**
 * @param stack Name of the stack, for the commands that are named.
 * @returns What it means and what to do, as one sentence; undefined where we know nothing better than the cloud's own words.
 */
export function explainFailure(text: string, stack: string): string | undefined {
  const known = table.find(({ says }) => says.test(text));
  return known && `${known.means}: ${known.todo.replaceAll("STACK", stack)}.`;
}
