import { acme, landingPlatform, phalanxPlatform, sum, testStack } from "./stack-tests";

testStack("roe", {
  counts: {
    // Two Secrets more: the key to the zone of the proofs, and the AppRole for Vault.
    ...sum(landingPlatform, acme, phalanxPlatform, { "kubernetes:core/v1:Secret": 2 }),
    "kubernetes:argoproj.io/v1alpha1:Application": 8,
    "kubernetes:core/v1:PersistentVolume": 4,
    "kubernetes:storage.k8s.io/v1:StorageClass": 1,
    "openstack:blockstorage/volume:Volume": 4,
    "openstack:compute/instance:Instance": 1,
    "openstack:compute/keypair:Keypair": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 4,
    "openstack:containerinfra/cluster:Cluster": 1,
    "openstack:containerinfra/clusterTemplate:ClusterTemplate": 1,
    "openstack:containerinfra/nodeGroup:NodeGroup": 1,
    "openstack:identity/ec2CredentialV3:Ec2CredentialV3": 1,
    "openstack:networking/network:Network": 1,
    "openstack:networking/port:Port": 1,
    "openstack:networking/router:Router": 1,
    "openstack:networking/routerInterface:RouterInterface": 1,
    "openstack:networking/secGroup:SecGroup": 3,
    "openstack:networking/secGroupRule:SecGroupRule": 8,
    "openstack:networking/subnet:Subnet": 1,
    "openstack:objectstorage/container:Container": 3,
    "pulumi:providers:openstack": 1,
    "pulumi:providers:tls": 2,
    "science-platform:infra:Addresses": 1,
    "science-platform:infra:Cluster": 1,
    "science-platform:infra:FileServer": 1,
    "science-platform:infra:KeyPair": 1,
    "science-platform:infra:Network": 1,
    "science-platform:infra:ObjectStore": 1,
    "science-platform:infra:Security": 1,
    "science-platform:infra:Volumes": 1,
    "tls:index/privateKey:PrivateKey": 1,
  },
  open: ["443-443 from 0.0.0.0/0", "80-80 from 0.0.0.0/0"],
  // Whatever holds data.
  stays: [
    "Volume data",
    "Volume datasets",
    "Volume homes",
    "Volume portal",
    "Cluster cluster",
    "Port files",
    "Container backup",
    "Container logs",
    "Container tap-results",
  ],
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
    names: ["rsp.lsst.ac.uk", "start.rsp.lsst.ac.uk"],
  },
  secrets: ["kubeconfig", "objectStore.credentials.accessKey", "objectStore.credentials.secretKey", "sshPrivateKey"],
});
