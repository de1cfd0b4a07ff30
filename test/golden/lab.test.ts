import { runStack, type Run } from "../mocks";
import { countByType, isSecret, openToTheWorld, plaintext, protectedResources, withoutProvider } from "./assertions";
import { expectGolden } from "./golden";

let run: Run;
beforeAll(async () => {
  run = await runStack("lab");
}, 60_000);

test("is what the golden says", () => {
  expectGolden("lab", run);
});

test("makes this many resources of each type", () => {
  expect(countByType(run)).toEqual({
    "kubernetes:core/v1:LimitRange": 2,
    "kubernetes:core/v1:Namespace": 2,
    "kubernetes:core/v1:PersistentVolume": 1,
    "kubernetes:core/v1:ResourceQuota": 2,
    "kubernetes:core/v1:Secret": 2,
    "kubernetes:helm.sh/v3:Release": 2,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 12,
    "kubernetes:storage.k8s.io/v1:StorageClass": 2,
    "openstack:blockstorage/volume:Volume": 1,
    "openstack:compute/instance:Instance": 1,
    "openstack:compute/keypair:Keypair": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 1,
    "openstack:containerinfra/cluster:Cluster": 1,
    "openstack:containerinfra/clusterTemplate:ClusterTemplate": 1,
    "openstack:containerinfra/nodeGroup:NodeGroup": 1,
    "openstack:dns/recordSet:RecordSet": 1,
    "openstack:dns/zone:Zone": 1,
    "openstack:identity/ec2CredentialV3:Ec2CredentialV3": 1,
    "openstack:networking/floatingIp:FloatingIp": 1,
    "openstack:networking/network:Network": 1,
    "openstack:networking/port:Port": 1,
    "openstack:networking/router:Router": 1,
    "openstack:networking/routerInterface:RouterInterface": 1,
    "openstack:networking/secGroup:SecGroup": 3,
    "openstack:networking/secGroupRule:SecGroupRule": 8,
    "openstack:networking/subnet:Subnet": 1,
    "openstack:objectstorage/container:Container": 2,
    "pulumi:providers:kubernetes": 1,
    "pulumi:providers:openstack": 1,
    "pulumi:providers:random": 1,
    "pulumi:providers:tls": 2,
    "random:index/randomPassword:RandomPassword": 1,
    "science-platform:foundation:Certificate": 1,
    "science-platform:foundation:GeneratedSecret": 1,
    "science-platform:foundation:HelmService": 2,
    "science-platform:foundation:IngressController": 1,
    "science-platform:foundation:ServiceNamespace": 2,
    "science-platform:foundation:Storage": 1,
    "science-platform:infra:Addresses": 1,
    "science-platform:infra:Cluster": 1,
    "science-platform:infra:Dns": 1,
    "science-platform:infra:FileServer": 1,
    "science-platform:infra:KeyPair": 1,
    "science-platform:infra:Network": 1,
    "science-platform:infra:ObjectStore": 1,
    "science-platform:infra:Security": 1,
    "science-platform:infra:Volumes": 1,
    "science-platform:services:LandingPage": 1,
    "tls:index/certRequest:CertRequest": 1,
    "tls:index/locallySignedCert:LocallySignedCert": 1,
    "tls:index/privateKey:PrivateKey": 3,
    "tls:index/selfSignedCert:SelfSignedCert": 1,
  });
});

test("only 80 and 443 are open to the world", () => {
  expect(openToTheWorld(run)).toEqual(["443-443 from 0.0.0.0/0", "80-80 from 0.0.0.0/0"]);
});

test("nothing outlives a disposable stack", () => {
  expect(protectedResources(run)).toEqual([]);
});

test("no resource uses a default provider", () => {
  expect(withoutProvider(run)).toEqual([]);
});

test("no secret stands in the golden, and secret outputs are marked", () => {
  expect(plaintext(run)).toEqual([]);
  expect(["kubeconfig", "sshPrivateKey"].filter((output) => !isSecret(run, output))).toEqual([]);
  expect(run.outputs.objectStore).toMatchObject({ credentials: { accessKey: "[secret]", secretKey: "[secret]" } });
});
