import {
  landingPlatform,
  nfsDriver,
  openstackProject,
  openstackSecrets,
  snapshots,
  sum,
  testStack,
  virtualLabs,
  webOnly,
} from "./stack-tests";

testStack("lab", {
  counts: {
    ...sum(landingPlatform, openstackProject, nfsDriver, snapshots, virtualLabs(2, 0, { keycloak: false })),
    // One less than elsewhere: the lab's images may come from anywhere.
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": 14,
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": 14,
    "kubernetes:core/v1:PersistentVolume": 1,
    "kubernetes:storage.k8s.io/v1:StorageClass": 3,
    "openstack:blockstorage/volume:Volume": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 1,
    "openstack:dns/recordSet:RecordSet": 3,
    "openstack:dns/zone:Zone": 1,
    "openstack:networking/floatingIp:FloatingIp": 1,
    "openstack:networking/port:Port": 1,
    "openstack:networking/secGroup:SecGroup": 3,
    "openstack:objectstorage/container:Container": 2,
    "science-platform:infra:Dns": 1,
    "tls:index/privateKey:PrivateKey": 3,
  },
  open: webOnly,
  // The stack is disposable.
  stays: [],
  secrets: openstackSecrets,
});
