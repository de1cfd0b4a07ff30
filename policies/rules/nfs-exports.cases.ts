import type { Cases } from "../case";
import type { Manifest } from "../rule";
import type { Settings } from "./nfs-exports";

const settings = { nodes: ["10.10.0.0/24"] };
const server = (clients: unknown) => ({
  type: "openstack:compute/instance:Instance",
  props: { metadata: { "nfs-clients": clients, "nfs-export.homes": "id rw" } },
});
const machine = (userData: string) => ({ type: "openstack:compute/instance:Instance", props: { userData } });
const config = (text: string, file = "exports"): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "case" },
  data: { [file]: text },
});
const script = (line: string) =>
  machine(`#!/bin/sh\napt-get install nfs-kernel-server\n${line}\nexportfs -ra # of /etc/exports\n`);
const filestore = (option: object) => ({
  type: "gcp:filestore/instance:Instance",
  props: { fileShares: { name: "homes", nfsExportOptions: [option] } },
});
const netapp = (rule: object) => ({ type: "gcp:netapp/volume:Volume", props: { exportPolicy: { rules: [rule] } } });
const share = (accessTo: unknown) => ({
  type: "openstack:sharedfilesystem/shareAccess:ShareAccess",
  props: { accessType: "ip", accessTo, accessLevel: "rw" },
});
const root = (range: string) => `lets root of ${range} stay root (no_root_squash), outside of the nodes' range`;

export const nfsExportsCases: Cases<Settings> = {
  good: [
    { name: "the file server for the nodes", of: server("10.10.0.0/24"), settings },
    { name: "for some of the nodes", of: server("10.10.0.128/25, 10.10.0.7"), settings },
    {
      name: "a machine that is no file server",
      of: { type: "openstack:compute/instance:Instance", props: { metadata: {} } },
      settings,
    },
    {
      name: "others squashed",
      of: machine("/srv/data 10.10.0.0/24(rw,no_root_squash) 192.0.2.0/24(ro,root_squash)"),
      settings,
    },
    {
      name: "text that is no export",
      of: config("/data is a folder (see the manual)\n/srv # 10.0.0.0/8(rw)", "notes"),
      settings,
    },
    {
      name: "clients without options, which are squashed",
      of: config("# /old *\n/srv/data 10.10.0.0/24 -ro nodes.example.org 192.0.2.7\n"),
      settings,
    },
    { name: "options for all, of the nodes", of: config("/srv/data -rw,no_root_squash 10.10.0.0/24"), settings },
    { name: "a command with a star", of: machine("#!/bin/sh\n/srv/clean *\n"), settings },
    ...["/bin/ls *", "/usr/local/bin/clean *", "/srv/tool any thing", "ls /srv/data/*", "/srv/data nodes"].map(
      (line) => ({
        name: `a script that writes exports, with the line ${line}`,
        of: script(line),
        settings,
      }),
    ),
    {
      name: "Filestore for the nodes",
      of: filestore({ ipRanges: ["10.10.0.0/24"], squashMode: "NO_ROOT_SQUASH" }),
      settings,
    },
    {
      name: "Filestore for others, squashed",
      of: filestore({ ipRanges: ["192.0.2.0/24"], squashMode: "ROOT_SQUASH" }),
      settings,
    },
    { name: "NetApp for the nodes", of: netapp({ allowedClients: "10.10.0.0/24", hasRootAccess: "true" }), settings },
    {
      name: "NetApp for others, squashed",
      of: netapp({ allowedClients: "192.0.2.0/24", squashMode: "ROOT_SQUASH" }),
      settings,
    },
    { name: "a share for a range", of: share("192.0.2.0/24"), settings },
    {
      name: "a share by cephx",
      of: {
        type: "openstack:sharedfilesystem/shareAccess:ShareAccess",
        props: { accessType: "cephx", accessTo: "rsp" },
      },
      settings,
    },
  ],
  bad: [
    { name: "the file server for everybody", of: server("*"), settings, says: ["metadata.nfs-clients exports to *"] },
    {
      name: "the file server for the world",
      of: server("0.0.0.0/0"),
      settings,
      says: ["metadata.nfs-clients exports to 0.0.0.0/0"],
    },
    {
      name: "the file server for more than the nodes",
      of: server("10.10.0.0/16"),
      settings,
      says: [`metadata.nfs-clients ${root("10.10.0.0/16")}`],
    },
    {
      name: "where no range of nodes is known",
      of: server("10.10.0.0/24"),
      says: [`metadata.nfs-clients ${root("10.10.0.0/24")}`],
    },
    {
      name: "exports in user data",
      of: machine("#cloud-config\nwrite_files:\n- content: |\n    /srv/data *(rw,sync)\n"),
      settings,
      says: ["userData exports to *"],
    },
    {
      name: "no client means everybody",
      of: machine("/srv/data (rw)"),
      settings,
      says: ["userData exports to everybody"],
    },
    { name: "a client without options", of: config("/srv/data *"), settings, says: ["data.exports exports to *"] },
    {
      name: "beside others that have some",
      of: config("/srv/data 10.10.0.0/24(rw) 0.0.0.0/0\n", "data.exports"),
      settings,
      says: ['data["data.exports"] exports to 0.0.0.0/0'],
    },
    {
      name: "before others that have some",
      of: config("/srv/data 192.0.2.7 *(ro)"),
      settings,
      says: ["data.exports exports to *"],
    },
    {
      name: "no client in a file of exports means everybody",
      of: config("/srv/data # for the nodes\n"),
      settings,
      says: ["data.exports exports to everybody"],
    },
    {
      name: "on the next line",
      of: config("/srv/data \\\n  *\n"),
      settings,
      says: ["data.exports exports to *"],
    },
    {
      name: "options for all",
      of: config("/srv/data -rw,no_root_squash 192.0.2.7"),
      settings,
      says: [`data.exports ${root("192.0.2.7")}`],
    },
    {
      name: "a script that writes exports",
      of: script('echo "/srv/data *" >> /etc/exports'),
      settings,
      says: ["userData exports to *"],
    },
    {
      name: "a file of exports in user data",
      of: machine("#cloud-config\nwrite_files:\n- path: /etc/exports\n  content: |\n    /srv/data 10.10.0.0/24 ::/0\n"),
      settings,
      says: ["userData exports to ::/0"],
    },
    {
      name: "root of one address outside",
      of: config("/srv/data 10.10.0.0/24(rw,no_root_squash) 192.0.2.7(rw,no_root_squash)"),
      settings,
      says: [`data.exports ${root("192.0.2.7")}`],
    },
    {
      name: "Filestore for others",
      of: filestore({ ipRanges: ["192.0.2.0/24"] }),
      settings,
      says: [`fileShares.nfsExportOptions[0].ipRanges[0] ${root("192.0.2.0/24")}`],
    },
    {
      name: "NetApp for everybody",
      of: netapp({ allowedClients: "0.0.0.0/0", hasRootAccess: "false" }),
      settings,
      says: ["exportPolicy.rules[0].allowedClients exports to 0.0.0.0/0"],
    },
    {
      name: "NetApp for others, not squashed",
      of: netapp({ allowedClients: "192.0.2.0/24", squashMode: "NO_ROOT_SQUASH", hasRootAccess: "false" }),
      settings,
      says: [`exportPolicy.rules[0].allowedClients ${root("192.0.2.0/24")}`],
    },
    {
      name: "NetApp for others as root",
      of: netapp({ allowedClients: "10.10.0.0/24,192.0.2.7" }),
      settings,
      says: [`exportPolicy.rules[0].allowedClients ${root("192.0.2.7")}`],
    },
    { name: "a share for the world", of: share("0.0.0.0/0"), settings, says: ["accessTo exports to 0.0.0.0/0"] },
    { name: "unknown clients", of: server("$unknown"), settings, says: ["? metadata.nfs-clients"] },
  ],
};
