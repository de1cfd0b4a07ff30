/** What clouds and other providers would answer, for the mocks. */
import * as pulumi from "@pulumi/pulumi";
import { gcpAnswer, gcpResource } from "./mocks-gcp";

/** What a cloud would answer: an id, the inputs, and the properties that the program reads. */
export function newResource({
  type,
  name,
  inputs,
}: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
  const given = inputs as Record<string, unknown>;
  const computed: Record<string, Record<string, unknown>> = {
    "openstack:networking/floatingIp:FloatingIp": { address: "203.0.113.10" },
    "openstack:networking/port:Port": { allFixedIps: ["10.10.0.42"], macAddress: "fa:16:3e:00:00:01" },
    "openstack:sharedfilesystem/share:Share": {
      exportLocations: [
        { path: "10.19.4.17:6789:/volumes/other", preferred: "False" },
        { path: `10.19.4.16:6789,10.19.4.17:6789:/volumes/${name}`, preferred: "True" },
      ],
    },
    // As a real provider's: not marked, since the SDK's additionalSecretOutputs have no effect under mocks.
    "openstack:sharedfilesystem/shareAccess:ShareAccess": { accessKey: "mock-plaintext-cephx-key" },
    "openstack:containerinfra/cluster:Cluster": {
      apiAddress: "https://203.0.113.20:6443",
      coeVersion: "v1.34.2",
      // Under mocks the SDK's additionalSecretOutputs have no effect: what is secret must be marked here.
      kubeconfig: pulumi.secret({
        raw_config: kubeconfigText,
        host: "https://203.0.113.20:6443",
        cluster_ca_certificate: "mock authority",
        client_key: "mock-plaintext-client-key",
      }),
    },
    "openstack:identity/ec2CredentialV3:Ec2CredentialV3": {
      access: "mock-plaintext-access-key",
      secret: pulumi.secret("mock-plaintext-secret-key"),
    },
    "openstack:identity/applicationCredential:ApplicationCredential": {
      secret: pulumi.secret("mock-plaintext-application-credential"),
    },
    "tls:index/privateKey:PrivateKey": {
      publicKeyOpenssh: "ssh-ed25519 AAAAmock\n",
      publicKeyPem: `public key ${name}`,
      privateKeyOpenssh: pulumi.secret("mock-plaintext-private-key"),
      privateKeyPem: pulumi.secret("mock-plaintext-private-key-pem"),
    },
    "tls:index/certRequest:CertRequest": { certRequestPem: `certificate request ${name}` },
    "tls:index/selfSignedCert:SelfSignedCert": { certPem: `certificate ${name}` },
    "tls:index/locallySignedCert:LocallySignedCert": { certPem: `certificate ${name}` },
    "random:index/randomPassword:RandomPassword": { result: pulumi.secret("mock-plaintext-password") },
    "random:index/randomBytes:RandomBytes": {
      base64: pulumi.secret("mock-plaintext-base64"),
      hex: pulumi.secret("mock-plaintext-hex"),
    },
    "random:index/randomId:RandomId": { hex: "c0de" },
  };
  const google = gcpResource(type, name, given);
  // The id tells the type, so that a golden shows which of two resources of one name is meant.
  const id = google.id ?? `${type.split(":").at(-1)}-${name}`;
  return { id, state: { ...given, ...computed[type], ...google } };
}

export const kubeconfigText = [
  "apiVersion: v1",
  "kind: Config",
  "clusters: [{ name: mock, cluster: { server: https://203.0.113.20:6443 } }]",
  "contexts: [{ name: mock, context: { cluster: mock, user: admin } }]",
  "current-context: mock",
  "users: [{ name: admin, user: { client-key-data: mock-plaintext-client-key } }]",
].join("\n");

/** Answers of data sources. One that is not listed is an error: a new question to the cloud must be thought of here too. */
export function call({ token, inputs }: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
  const given = inputs as Record<string, unknown>;
  switch (token) {
    case "openstack:networking/getNetwork:getNetwork":
      return { ...given, id: `found-network-${String(given["name"])}` };
    case "openstack:networking/getFloatingIp:getFloatingIp":
      return { ...given, id: `found-address-${String(given["address"])}`, portId: "" };
    case "openstack:images/getImage:getImage":
      return { ...given, id: `found-image-${String(given["name"])}` };
    case "openstack:identity/getAuthScope:getAuthScope":
      return {
        ...given,
        projectId: "mock-project",
        serviceCatalogs: [
          {
            type: "identity",
            endpoints: [{ interface: "public", region: "RegionOne", url: "http://127.0.0.1:5000/v3" }],
          },
          {
            type: "object-store",
            endpoints: [{ interface: "public", region: "RegionOne", url: "http://127.0.0.1:8080/v1/AUTH_mock" }],
          },
        ],
      };
    default:
      return gcpAnswer(token, given);
  }
}
