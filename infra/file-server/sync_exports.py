#!/usr/bin/env python3
"""Makes the exports of this file server match the server's metadata in the cloud. Run by a systemd timer; safe at any moment.

Metadata: `nfs-clients` is the range that may mount; `nfs-export.NAME` is "VOLUME rw" or "VOLUME ro". The volume's
XFS is mounted at /srv/NAME; XFS directly below /srv belongs to this program. Volumes are attached after the machine has
started, so one that is not there yet is simply left for the next run.

An export that is wanted stays in the exports file even while it cannot be mounted. Its option `mp` then keeps the empty
folder from being exported and makes clients wait; without the line their open files would fail with ESTALE.

To take a volume away: remove the export, apply, then remove the volume. The first step lets clients and this server go.

Exit code 0: all is as wanted, or waits for volumes to be attached. 1: something needs another run or a look at the log.
"""

import fcntl
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

# Tests run this program in a folder of their own; on the machine it is the root.
ROOT = pathlib.Path(os.environ.get("SYNC_EXPORTS_ROOT", "/"))
DEVICES = ROOT / "dev/disk/by-id"
SHARED = ROOT / "srv"
EXPORTS = ROOT / "etc/exports.d/science-platform.exports"
LOCK = ROOT / "run/sync-exports.lock"
MOUNTS = ROOT / "proc/self/mountinfo"
REVOKE = ROOT / "proc/fs/nfsd/unlock_filesystem"

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
VALUE = re.compile(r"([0-9A-Za-z-]+) (rw|ro)")
CLIENTS = re.compile(r"[0-9A-Fa-f.:/]+")
MIB = 1 << 20


class Openstack:
    """Nova's metadata server, and disks as libvirt names them."""

    metadata = "http://169.254.169.254/openstack/latest/meta_data.json"
    headers = {}
    prefix = "nfs-export."

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
    prefix = "nfs-export-"

    @staticmethod
    def pairs(answer):
        return answer

    @staticmethod
    def links_of(volume):
        return ["google-" + volume]


CLOUD = {"openstack": Openstack, "google": Google}[os.environ.get("SYNC_EXPORTS_CLOUD", "openstack")]


class Problem(Exception):
    """Something that is left as it is, with the reason for the log. The next run tries again."""


def log(message):
    print(message, file=sys.stderr, flush=True)


def run(*command):
    """Runs a program; Problem when it fails or is not installed (yet)."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise Problem("cannot run %s: %s" % (words[0], error))
    if done.returncode != 0:
        raise Problem("%s failed (exit %d): %s" % (" ".join(words), done.returncode, done.stderr.strip()))


# What is wanted


def read_wanted():
    """({name: (volume, access)}, clients). Problem for any answer that is not whole: nothing may be taken away by mistake."""
    source = os.environ.get("SYNC_EXPORTS_METADATA", CLOUD.metadata)
    prefix = CLOUD.prefix
    try:
        with urllib.request.urlopen(urllib.request.Request(source, headers=CLOUD.headers), timeout=10) as answer:
            meta = CLOUD.pairs(json.load(answer))
        clients = meta["nfs-clients"]
        exports = {key[len(prefix) :]: VALUE.fullmatch(meta[key]) for key in meta if key.startswith(prefix)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("metadata cannot be used (%s: %s)" % (type(error).__name__, error))
    wrong = [prefix + name for name, value in exports.items() if not value or not NAME.fullmatch(name)]
    # A file server has at least one export (config/schema.ts), so none at all is not an order to drop everything.
    if wrong or not exports or not CLIENTS.fullmatch(clients):
        raise Problem("metadata cannot be used (wrong: %s)" % (", ".join(sorted(wrong)) or "nfs-clients or no exports"))
    return {name: value.groups() for name, value in sorted(exports.items())}, clients


# What is there


def device_of(volume):
    """The volume's device, or None while it is not attached."""
    found = [DEVICES / name for name in CLOUD.links_of(volume) if (DEVICES / name).exists()]
    return found[0] if found else None


def mounted():
    """{name: source device} of the XFS mounted directly below /srv; of several on top of each other the visible one."""
    found = {}
    for line in MOUNTS.read_text().splitlines():
        fields, _, rest = line.partition(" - ")
        folder = pathlib.Path(fields.split()[4])
        kind, source = rest.split()[:2]
        if folder.parent == SHARED and kind == "xfs":
            found[folder.name] = pathlib.Path(source)
    return found


def is_foreign(source, volume):
    """True when the mounted device is gone or is surely another volume's. Without a link, as while udev works, it stays."""
    if not source.exists():
        return True
    here = os.path.realpath(source)
    links = [link for kind in CLOUD.links_of("*") for link in DEVICES.glob(kind)]
    names = {link.name for link in links if os.path.realpath(link) == here}
    return bool(names) and names.isdisjoint(CLOUD.links_of(volume))


# The file system


def reads_zero(device):
    """Whether the first and the last MiB are all zero. Problem when they cannot be read."""
    try:
        with open(device, "rb") as disk:
            first = disk.read(MIB)
            size = disk.seek(0, os.SEEK_END)
            disk.seek(max(0, size - MIB))
            last = disk.read(MIB)
    except OSError as error:
        raise Problem("%s cannot be read (%s): left alone" % (device, error))
    if size == 0 or len(first) != min(size, MIB) or len(last) != min(size, MIB):
        raise Problem("%s cannot be read (%d bytes): left alone" % (device, size))
    return not any(first) and not any(last)


def make_usable(name, device):
    """Makes an XFS on a device that is proven to be blank. Problem when it holds anything but XFS, or who knows what."""
    # blkid says 2 for blank and for unreadable devices alike, so they are read first, and must be zero as well.
    zero = reads_zero(device)
    try:
        probe = subprocess.run(["blkid", "--probe", "--output", "export", str(device)], stdout=subprocess.PIPE, text=True)
    except OSError as error:
        raise Problem("cannot run blkid: %s" % error)
    kind = dict(line.split("=", 1) for line in probe.stdout.splitlines() if "=" in line).get("TYPE")
    if probe.returncode == 0 and kind == "xfs":
        return
    if probe.returncode != 2 or not zero:
        what = kind or "unknown data"
        raise Problem("%s holds %s, neither XFS nor blank (blkid: exit %d): left alone" % (device, what, probe.returncode))
    log("%s: new file system on %s" % (name, device))
    # Never -f: mkfs.xfs looks for signs of data itself.
    run("mkfs.xfs", device)


def mount(name, volume):
    """Mounts a volume at /srv/NAME, with a new XFS on it if it is blank. Nothing happens while it is not attached."""
    folder = SHARED / name
    source = mounted().get(name)
    if source is not None:
        if is_foreign(source, volume):
            raise Problem("%s is still mounted: volume %s has to wait" % (source, volume))
        # The volume may have grown; the file system then fills it. Otherwise nothing happens.
        run("xfs_growfs", "-d", folder)
        return
    device = device_of(volume)
    if device is None:
        log("%s: volume %s is not attached yet" % (name, volume))
        return
    make_usable(name, device)
    run("mount", "-t", "xfs", "-o", "prjquota,nodev,nosuid", device, folder)
    source = mounted().get(name)
    if source is None or is_foreign(source, volume):
        raise Problem("%s is not at %s after mount" % (device, folder))
    if not any(folder.iterdir()):
        # Root of the clients is squashed, so users make their own folders, as in /tmp, and nobody removes another's. Asked of
        # every empty file system, not only of a new one: this program may have been killed right after mkfs.
        folder.chmod(0o1777)


def unmount(name, source):
    """Takes a file system away that is not exported any more. Problem while somebody still uses it."""
    folder = SHARED / name
    try:
        # Open files of NFS clients hold it; newer kernels let go of them when told so.
        if REVOKE.exists():
            REVOKE.write_text("%s\n" % folder)
    except OSError as error:
        log("%s: clients keep their open files (%s)" % (name, error))
    if source.exists():
        log("%s: %s is no longer wanted here: unmounting" % (name, source))
        run("umount", folder)
    else:
        # Nothing can be written to it any more; --lazy, because whoever has open files there would hold it for ever.
        log("%s: %s is gone: unmounting" % (name, source))
        run("umount", "--lazy", folder)


# The exports


def write_exports(names, wanted, clients):
    """Makes these exports, and no others, known to the NFS server."""
    # mp: while the file system is not mounted, clients wait instead of getting the empty folder below it.
    options = "root_squash,sync,no_subtree_check,sec=sys,mp"
    lines = ["/srv/%s %s(%s,%s)\n" % (name, clients, wanted[name][1], options) for name in sorted(names)]
    text = "".join(lines)
    try:
        if not EXPORTS.exists() or EXPORTS.read_text() != text:
            EXPORTS.parent.mkdir(parents=True, exist_ok=True)
            # exportfs reads names that end in .exports only, so never a half of this one.
            new = EXPORTS.with_suffix(".new")
            with open(new, "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(EXPORTS)
    except OSError as error:
        raise Problem("exports cannot be written: %s" % error)
    # Even if the text is the same: the last run's exportfs may have failed. It also makes the kernel ask anew what is mounted.
    run("exportfs", "-ra")


def main():
    wanted, clients = read_wanted()
    failed = []

    def attempt(name, action, *arguments):
        # One bad volume must not take the others away.
        try:
            action(*arguments)
        except (Problem, OSError) as error:
            failed.append(name)
            log("%s: %s" % (name, error))

    for name in wanted:
        # exportfs asks for the folder of every export. Until something is mounted there nobody but root can write into it.
        attempt(name, (SHARED / name).mkdir, 0o755, True, True)
    before = mounted()
    leaving = {name for name in before if name not in wanted or is_foreign(before[name], wanted[name][0])}
    if leaving:
        # First not exported any more, or the NFS server would hold what is to be unmounted. What has vanished but is wanted
        # keeps its line: its clients wait until it is back.
        staying = {name for name in wanted if name not in leaving or not before[name].exists()}
        attempt("exports", write_exports, staying, wanted, clients)
        for name in sorted(leaving):
            attempt(name, unmount, name, before[name])
    for name in wanted:
        attempt(name, mount, name, wanted[name][0])
    # Another volume's files are never served under this name, not even while they cannot be unmounted.
    now = mounted()
    ready = {name for name in wanted if name not in now or not is_foreign(now[name], wanted[name][0])}
    attempt("exports", write_exports, ready, wanted, clients)
    return 1 if failed else 0


if __name__ == "__main__":
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with open(LOCK, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log("another run is at work")
            sys.exit(0)
        try:
            sys.exit(main())
        except (Problem, OSError) as error:
            log("%s: everything stays as it is" % error)
            sys.exit(1)
