/** What Google Cloud would answer, for the mocks: ids, links and the properties that the program reads, in the shapes of the API. */
import * as pulumi from "@pulumi/pulumi";

type Values = Record<string, unknown>;

/** Where the mocked project's things lie; the mocks do not know what the provider was told. */
const project = "projects/mock-project";
const compute = "https://www.googleapis.com/compute/v1";

/** Text of an input, for a resource that sets it. */
const text = (inputs: Values, key: string) => String(inputs[key]);

/** ID and properties by type; an ID that is not given here is made up. */
const computed: Record<string, (name: string, inputs: Values) => { id?: string } & Values> = {
  "gcp:compute/network:Network": (_, inputs) => linked(`${project}/global/networks/${text(inputs, "name")}`),
  "gcp:compute/subnetwork:Subnetwork": (_, inputs) =>
    linked(`${project}/regions/mock-region/subnetworks/${text(inputs, "name")}`),
  "gcp:compute/address:Address": (name, inputs) => ({
    ...linked(`${project}/regions/mock-region/addresses/${text(inputs, "name")}`),
    address:
      inputs["addressType"] === "INTERNAL" ? "10.128.0.42" : name === "ingress" ? "203.0.113.10" : "203.0.113.11",
  }),
  "gcp:compute/instance:Instance": (_, inputs) =>
    linked(`${project}/zones/${text(inputs, "zone")}/instances/${text(inputs, "name")}`),
  "gcp:compute/disk:Disk": (_, inputs) =>
    linked(`${project}/zones/${text(inputs, "zone")}/disks/${text(inputs, "name")}`),
  "gcp:servicenetworking/connection:Connection": (_, inputs) => ({
    peering: text(inputs, "service").replaceAll(".", "-"),
  }),
  "gcp:container/cluster:Cluster": (_, inputs) => ({
    id: `${project}/locations/${text(inputs, "location")}/clusters/${text(inputs, "name")}`,
    endpoint: "203.0.113.20",
    masterVersion: inputs["minMasterVersion"],
    masterAuth: { clusterCaCertificate: "bW9jaw==" },
  }),
  "gcp:serviceaccount/account:Account": (_, inputs) => {
    const email = `${text(inputs, "accountId")}@mock-project.iam.gserviceaccount.com`;
    return { id: `${project}/serviceAccounts/${email}`, name: `${project}/serviceAccounts/${email}`, email };
  },
  "gcp:storage/hmacKey:HmacKey": () => ({
    accessId: "mock-plaintext-access-key",
    secret: pulumi.secret("mock-plaintext-secret-key"),
  }),
  "gcp:dns/managedZone:ManagedZone": () => ({
    nameServers: ["ns-cloud-a1.googledomains.com.", "ns-cloud-a2.googledomains.com."],
  }),
  "gcp:sql/databaseInstance:DatabaseInstance": (_, inputs) => ({
    privateIpAddress: "10.200.0.3",
    connectionName: `mock-project:${text(inputs, "region")}:${text(inputs, "name")}`,
  }),
  "gcp:netapp/backupVault:BackupVault": (_, inputs) => ({
    id: `${project}/locations/${text(inputs, "location")}/backupVaults/${text(inputs, "name")}`,
  }),
  "gcp:netapp/backupPolicy:BackupPolicy": (_, inputs) => ({
    id: `${project}/locations/${text(inputs, "location")}/backupPolicies/${text(inputs, "name")}`,
  }),
  "gcp:netapp/volume:Volume": (_, inputs) => ({
    mountOptions: ["NFSV3", "NFSV4"].map((protocol) => ({
      protocol,
      export: `/${text(inputs, "shareName")}`,
      exportFull: `10.201.0.4:/${text(inputs, "shareName")}`,
    })),
  }),
  "gcp:filestore/instance:Instance": (_, inputs) => ({
    networks: (inputs["networks"] as Values[]).map((network) => ({ ...network, ipAddresses: ["10.200.0.18"] })),
  }),
  "gcp:kms/keyRing:KeyRing": (_, inputs) => ({
    id: `${project}/locations/${text(inputs, "location")}/keyRings/${text(inputs, "name")}`,
  }),
  "gcp:kms/cryptoKey:CryptoKey": (_, inputs) => ({
    id: `${text(inputs, "keyRing")}/cryptoKeys/${text(inputs, "name")}`,
  }),
};

function linked(id: string): { id: string; selfLink: string } {
  return { id, selfLink: `${compute}/${id}` };
}

/** What the API computes for a new resource. */
export function gcpResource(type: string, name: string, inputs: Values): { id?: string } & Values {
  return computed[type]?.(name, inputs) ?? {};
}

/** Answers of data sources. One that is not listed is an error: a new question to the cloud must be thought of here too. */
export function gcpAnswer(token: string, inputs: Values): Values {
  switch (token) {
    case "gcp:organizations/getProject:getProject":
      return { ...inputs, id: `projects/${text(inputs, "projectId")}`, number: "123456789012" };
    case "gcp:compute/getAddresses:getAddresses":
      return {
        ...inputs,
        addresses: [
          { address: "203.0.113.99", addressType: "EXTERNAL", name: "kept", status: "RESERVED" },
          { address: "203.0.113.98", addressType: "INTERNAL", name: "inside", status: "RESERVED" },
        ],
      };
    default:
      throw new Error(`test/mocks-answers.ts and test/mocks-gcp.ts have no answer for ${token}`);
  }
}
