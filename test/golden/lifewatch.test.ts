/** The eight labs of LifeWatch, from an empty OpenStack project. */
import {
  acme,
  backup,
  copies,
  imageCache,
  keycloak,
  landingPlatform,
  logging,
  monitoring,
  nfsDriver,
  openstackProject,
  openstackSecrets,
  operators,
  snapshots,
  sum,
  testStack,
  uptime,
  virtualLabs,
  webOnly,
} from "./stack-tests";

testStack("lifewatch", {
  file: "examples/lifewatch-openstack.yaml",
  counts: {
    ...sum(
      landingPlatform,
      openstackProject,
      acme,
      nfsDriver,
      operators,
      snapshots,
      backup,
      copies(2),
      virtualLabs(8, 10, { keycloak: true }),
      logging(1),
      monitoring(4, 1),
      uptime,
      keycloak,
      imageCache(4),
    ),
    // Eight labs, landing page, ingress, NFS driver, snapshots, two for certificates, two for monitoring, two for uptime, two for
    // logs, two for Keycloak, two for the cache of images, two for backups.
    "kubernetes:core/v1:LimitRange": 26,
    "kubernetes:core/v1:Namespace": 26,
    "kubernetes:core/v1:ResourceQuota": 26,
    "kubernetes:helm.sh/v3:Release": 26,
    "science-platform:foundation:DesignateWebhook": 1,
    "science-platform:foundation:HelmService": 26,
    "science-platform:foundation:ServiceNamespace": 26,
    // The landing page's, the labs', Grafana's, two of the backups, the logs', Keycloak's and its job's, two of the cache, and the login for
    // those proofs.
    "kubernetes:core/v1:Secret": 18,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 133,
    // Four exports, two that are copied, and one for each mount of a lab.
    "kubernetes:core/v1:PersistentVolume": 16,
    // Two in each lab: operators look, lab admins work.
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 34,
    "kubernetes:storage.k8s.io/v1:StorageClass": 4,
    "openstack:blockstorage/volume:Volume": 4,
    "openstack:compute/volumeAttach:VolumeAttach": 4,
    // A name for each lab, the landing page's, Grafana's, the status page's, Keycloak's and the cache's.
    "openstack:dns/recordSet:RecordSet": 13,
    "openstack:dns/zone:Zone": 1,
    "openstack:identity/applicationCredential:ApplicationCredential": 1,
    "openstack:networking/floatingIp:FloatingIp": 1,
    "openstack:networking/port:Port": 1,
    "openstack:networking/secGroup:SecGroup": 3,
    "openstack:objectstorage/container:Container": 2,
    "science-platform:infra:Dns": 1,
    "science-platform:infra:DnsLogin": 1,
    "tls:index/privateKey:PrivateKey": 1,
  },
  open: webOnly,
  stays: [
    // With it the definitions of snapshots, and so everybody's.
    "Release snapshot-controller (half)",
    "Volume homes",
    "Volume observations",
    "Volume reference",
    "Volume remote-sensing",
    "Cluster cluster",
    "Zone dns",
    "FloatingIp ingress",
    "Port files",
    "Container backup",
    "Container logs",
  ],
  proved: {
    solvers: [{ dns01: { webhook: { groupName: "acme.syseleven.de", solverName: "designateDNS" } } }],
    names: ["labs.example.org", "*.labs.example.org"],
  },
  secrets: openstackSecrets,
});
