import {
  acme,
  backup,
  landingPlatform,
  nfsDriver,
  openstackProject,
  openstackSecrets,
  operators,
  phalanxPlatform,
  route53Proofs,
  snapshots,
  sum,
  testStack,
  webOnly,
} from "./stack-tests";

testStack("roe", {
  counts: {
    // Two Secrets more: the key to the zone of the proofs, and the AppRole for Vault.
    ...sum(landingPlatform, openstackProject, acme, phalanxPlatform, nfsDriver, snapshots, operators, backup, {
      "kubernetes:core/v1:Secret": 2,
    }),
    "kubernetes:argoproj.io/v1alpha1:Application": 8,
    "kubernetes:core/v1:PersistentVolume": 5,
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 8,
    "kubernetes:storage.k8s.io/v1:StorageClass": 4,
    "openstack:blockstorage/volume:Volume": 4,
    "openstack:compute/interfaceAttach:InterfaceAttach": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 4,
    "openstack:networking/port:Port": 2,
    "openstack:networking/secGroup:SecGroup": 4,
    "openstack:objectstorage/container:Container": 3,
    "openstack:sharedfilesystem/share:Share": 1,
    "openstack:sharedfilesystem/shareAccess:ShareAccess": 1,
    "science-platform:infra:CephFs": 1,
    // What Phalanx's applications keep in Vault.
    "random:index/randomBytes:RandomBytes": 3,
    "random:index/randomPassword:RandomPassword": 8,
    "tls:index/privateKey:PrivateKey": 2,
    "tls:index/selfSignedCert:SelfSignedCert": 1,
  },
  open: webOnly,
  // Whatever holds data.
  stays: [
    // With it the definitions of snapshots, and so everybody's.
    "Release snapshot-controller (half)",
    "Volume data",
    "Volume datasets",
    "Volume homes",
    "Volume portal",
    "Cluster cluster",
    "Port cephfs",
    "Port files",
    "Container backup",
    "Container logs",
    "Container tap-results",
    "Share butler",
  ],
  proved: {
    solvers: route53Proofs,
    names: ["rsp.lsst.ac.uk", "start.rsp.lsst.ac.uk"],
  },
  secrets: openstackSecrets,
});
