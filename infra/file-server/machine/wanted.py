"""What this file server shall be, out of the server's metadata in the cloud.

nfs-clients              range that may mount
nfs-export.NAME          "VOLUME rw", "VOLUME ro"; with a third word "root" the clients' root is root in the files
nfs-quota.NAME.NUMBER    "GIB FOLDER=GIB ...": bound of each folder directly in the export ("-": none), and others for single folders;
                         what does not fit into one value goes on in the next number, as "- FOLDER=GIB ..."
nfs-snapshots.NAME       daily snapshots to keep
nfs-share.NAME           "SOURCE USER KEY": the export is not a volume but this CephFS, and VOLUME is the share's ID
second-nic               "MAC MTU NETWORK=ROUTER ...": the network card towards CephFS, MTU "-" for the network's own

Google's keys have dashes where these have dots.
"""

import json
import os
import re
import typing
import urllib.request

from machine import Problem

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
EXPORT = re.compile(r"([0-9A-Za-z-]+) (rw|ro)( root)?")
BOUND = re.compile(r"(\d+|-)((?: [A-Za-z0-9][A-Za-z0-9._-]*=\d+)*)")
COUNT = re.compile(r"\d{1,3}")
SHARE = re.compile(r"([0-9A-Za-z.:,\[\]-]+:/[^\s,]*) ([A-Za-z0-9._-]+) ([A-Za-z0-9+/=]+)")
CLIENTS = re.compile(r"[0-9A-Fa-f.:/]+")
NIC = re.compile(r"([0-9a-f:]{17}) (\d+|-)((?: [0-9.]+/\d+=[0-9.]+)*)")


class Openstack:
    """Nova's metadata server, and disks as libvirt names them."""

    metadata = "http://169.254.169.254/openstack/latest/meta_data.json"
    headers = {}
    dot = "."

    @staticmethod
    def pairs(answer):
        return answer["meta"]

    @staticmethod
    def links_of(volume):
        """Names of a Cinder volume: virtio disks carry the first 20 characters of its id, SCSI disks all of them."""
        return ["virtio-" + volume[:20], "scsi-0QEMU_QEMU_HARDDISK_" + volume]


class Google:
    """Google's metadata server, whose keys have no dots, and disks by the name they were attached by."""

    metadata = "http://169.254.169.254/computeMetadata/v1/instance/attributes/?recursive=true"
    headers = {"Metadata-Flavor": "Google"}
    dot = "-"

    @staticmethod
    def pairs(answer):
        return answer

    @staticmethod
    def links_of(volume):
        return ["google-" + volume]


CLOUD = {"openstack": Openstack, "google": Google}[os.environ.get("SYNC_EXPORTS_CLOUD", "openstack")]


class Share(typing.NamedTuple):
    source: str
    user: str
    key: str


class Export(typing.NamedTuple):
    volume: str
    access: str
    root: bool = False
    # GiB of each folder directly in it; None: no bound.
    quota: typing.Optional[int] = None
    # Folder to GiB.
    quotas: dict = {}
    snapshots: int = 0
    share: typing.Optional[Share] = None


class SecondNic(typing.NamedTuple):
    mac: str
    mtu: typing.Optional[str]
    # (network, router)
    routes: list


class Wanted(typing.NamedTuple):
    clients: str
    # By name, sorted.
    exports: dict
    second_nic: typing.Optional[SecondNic]


def answer_of_cloud():
    source = os.environ.get("SYNC_EXPORTS_METADATA", CLOUD.metadata)
    with urllib.request.urlopen(urllib.request.Request(source, headers=CLOUD.headers), timeout=10) as answer:
        return CLOUD.pairs(json.load(answer))


def read_wanted():
    """Problem for any answer that is not whole: nothing may be taken away by mistake."""
    try:
        meta = answer_of_cloud()
        clients = meta["nfs-clients"]
        keys = sorted(key for key in meta if key.startswith(("nfs-export" + CLOUD.dot)))
        names = {key[len("nfs-export" + CLOUD.dot) :]: key for key in keys}
        wrong, exports = [], {}
        for name, key in names.items():
            exports[name] = export_of(name, meta, wrong)
        nic = second_nic_of(meta, wrong)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("metadata cannot be used (%s: %s)" % (type(error).__name__, error))
    # A file server has at least one export (config/schema), so none at all is not an order to drop everything.
    if wrong or not exports or not CLIENTS.fullmatch(clients):
        raise Problem("metadata cannot be used (wrong: %s)" % (", ".join(sorted(wrong)) or "nfs-clients or no exports"))
    return Wanted(clients, exports, nic)


def export_of(name, meta, wrong):
    """One export; keys whose values make no sense are added to `wrong`."""

    def match(kind, pattern, *more):
        key = CLOUD.dot.join((kind, name) + more)
        if key not in meta:
            return None
        found = pattern.fullmatch(meta[key])
        if not found:
            wrong.append(key)
        return found

    main = match("nfs-export", EXPORT)
    if not main or not NAME.fullmatch(name):
        if main:
            wrong.append(CLOUD.dot.join(("nfs-export", name)))
        return None
    volume, access, root = main.groups()
    quota, quotas, number = None, {}, 0
    while CLOUD.dot.join(("nfs-quota", name, str(number))) in meta:
        found = match("nfs-quota", BOUND, str(number))
        if found:
            quota = int(found[1]) if found[1] != "-" else quota
            quotas.update((folder, int(gib)) for folder, gib in (pair.split("=") for pair in found[2].split()))
        number += 1
    keep = match("nfs-snapshots", COUNT)
    share = match("nfs-share", SHARE)
    return Export(
        volume, access, bool(root), quota, quotas, int(keep[0]) if keep else 0, Share(*share.groups()) if share else None
    )


def second_nic_of(meta, wrong):
    if "second-nic" not in meta:
        return None
    found = NIC.fullmatch(meta["second-nic"])
    if not found:
        wrong.append("second-nic")
        return None
    mac, mtu, routes = found.groups()
    return SecondNic(mac, None if mtu == "-" else mtu, [tuple(route.split("=")) for route in routes.split()])
