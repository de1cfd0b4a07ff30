/** Every service there is, on one machine. */
import {
  backup,
  imageCache,
  keycloak,
  landingPlatform,
  logging,
  monitoring,
  nfsDriver,
  openstackExporter,
  openstackProject,
  openstackSecrets,
  snapshots,
  sum,
  testStack,
  uptime,
  virtualLabs,
  webOnly,
} from "./stack-tests";

testStack("lab", {
  counts: {
    ...sum(
      landingPlatform,
      openstackProject,
      nfsDriver,
      snapshots,
      virtualLabs(2, 0, { keycloak: true }),
      monitoring(3, 0),
      openstackExporter,
      uptime,
      logging(1),
      backup,
      keycloak,
      imageCache(4),
      {
        // What the release of each service that is only here adds: copies of files, Keycloak's database, the pool of HTCondor, Kueue
        // and its queues, kube-bench, portal, TAP.
        "science-platform:services:Backup": 1,
        "science-platform:services:Batch": 3,
        "science-platform:services:Database": 1,
        "science-platform:services:Monitoring": 1,
        "science-platform:services:Portal": 1,
        "science-platform:services:Tap": 1,
        // Of the first three, portal and TAP; Kueue, its queues and kube-bench have none.
        "science-platform:secrets:ServiceSecret": 5,
      },
    ),
    // Two labs, landing page, ingress, NFS driver, snapshots, four of monitoring, two of uptime, logs, Keycloak and the cache each, three
    // of batch, two of backup, Keycloak's database, portal and TAP.
    "kubernetes:core/v1:LimitRange": 26,
    "kubernetes:core/v1:Namespace": 26,
    "kubernetes:core/v1:ResourceQuota": 26,
    "kubernetes:helm.sh/v3:Release": 26,
    "science-platform:foundation:HelmService": 26,
    "science-platform:foundation:ServiceNamespace": 26,
    "kubernetes:core/v1:ConfigMap": 15,
    "kubernetes:core/v1:Secret": 17,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": 129,
    "random:index/randomPassword:RandomPassword": 19,
    // Of what the operator of Prometheus and Velero read.
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": 9,
    // Of the export, and of the copies that are made of it.
    "kubernetes:core/v1:PersistentVolume": 2,
    "kubernetes:core/v1:PersistentVolumeClaim": 1,
    "science-platform:foundation:SharedClaim": 1,
    // One less than elsewhere: the lab's images may come from anywhere.
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": 14,
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": 14,
    "kubernetes:storage.k8s.io/v1:StorageClass": 3,
    "openstack:blockstorage/volume:Volume": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 1,
    "openstack:dns/recordSet:RecordSet": 9,
    "openstack:dns/zone:Zone": 1,
    "openstack:networking/floatingIp:FloatingIp": 1,
    "openstack:networking/port:Port": 1,
    "openstack:networking/secGroup:SecGroup": 3,
    "openstack:objectstorage/container:Container": 4,
    "science-platform:infra:Dns": 1,
    "tls:index/privateKey:PrivateKey": 3,
  },
  open: webOnly,
  // The stack is disposable; definitions stay with whoever uses them, until the cluster goes.
  stays: [
    "CustomResourceDefinition alertmanagers.monitoring.coreos.com (half)",
    "CustomResourceDefinition backups.velero.io (half)",
    "CustomResourceDefinition backupstoragelocations.velero.io (half)",
    "CustomResourceDefinition downloadrequests.velero.io (half)",
    "CustomResourceDefinition podmonitors.monitoring.coreos.com (half)",
    "CustomResourceDefinition prometheuses.monitoring.coreos.com (half)",
    "CustomResourceDefinition prometheusrules.monitoring.coreos.com (half)",
    "CustomResourceDefinition restores.velero.io (half)",
    "CustomResourceDefinition schedules.velero.io (half)",
  ],
  secrets: ["cloudCredentials.metrics.secret", ...openstackSecrets],
});
