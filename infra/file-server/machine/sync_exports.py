#!/usr/bin/env python3
"""Makes this file server what the server's metadata in the cloud say (wanted.py). Run by a systemd timer; safe at any moment.

The XFS of a volume, or a CephFS, is mounted at /srv/NAME; what is of these kinds directly below /srv belongs to this program. Volumes
are attached after the machine has started, so one that is not there yet is simply left for the next run.

An export that is wanted stays in the exports file even while it cannot be mounted. Its option `mp` then keeps the empty
folder from being exported and makes clients wait; without the line their open files would fail with ESTALE.

An export that is not wanted any more is unexported and unmounted. The cloud is told to wait for that before it detaches the volume.

Exit code 0: all is as wanted, or waits for volumes to be attached. 1: something needs another run or a look at the log.
"""

import os
import pathlib
import subprocess

import quotas
import second_nic
from machine import ROOT, SHARED, Attempts, Problem, alone, log, mounted, run, write_whole
from wanted import CLOUD, read_wanted

DEVICES = ROOT / "dev/disk/by-id"
EXPORTS = ROOT / "etc/exports.d/science-platform.exports"
REVOKE = ROOT / "proc/fs/nfsd/unlock_filesystem"
CLIENTS = ROOT / "proc/fs/nfsd/clients"
SECRETS = ROOT / "run/science-platform"
MIB = 1 << 20


# What is there


def device_of(volume):
    """The volume's device, or None while it is not attached."""
    found = [DEVICES / name for name in CLOUD.links_of(volume) if (DEVICES / name).exists()]
    return found[0] if found else None


def is_gone(found):
    kind, source = found
    return kind == "xfs" and not pathlib.Path(source).exists()


def is_foreign(found, export):
    """True when what is mounted is gone or is surely another's. A device without a link, as while udev works, stays."""
    kind, source = found
    if export.share is not None or kind == "ceph":
        return kind != "ceph" or export.share is None or source != export.share.source
    if is_gone(found):
        return True
    here = os.path.realpath(source)
    links = [link for pattern in CLOUD.links_of("*") for link in DEVICES.glob(pattern)]
    names = {link.name for link in links if os.path.realpath(link) == here}
    return bool(names) and names.isdisjoint(CLOUD.links_of(export.volume))


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


def mount(name, export):
    """Mounts an export's source at /srv/NAME. Nothing happens while its volume is not attached."""
    folder = SHARED / name
    found = mounted().get(name)
    if found is not None:
        if is_foreign(found, export):
            raise Problem("%s is still mounted: volume %s has to wait" % (found[1], export.volume))
        if export.share is None:
            # The volume may have grown; the file system then fills it. Otherwise nothing happens.
            run("xfs_growfs", "-d", folder)
        return
    source = mount_share(name, export.share, folder) if export.share else mount_volume(name, export.volume, folder)
    if source is None:
        return
    found = mounted().get(name)
    if found is None or is_foreign(found, export):
        raise Problem("%s is not at %s after mount" % (source, folder))
    if not any(folder.iterdir()):
        # Root of the clients is squashed, so users make their own folders, as in /tmp, and nobody removes another's. Asked of
        # every empty file system, not only of a new one: this program may have been killed right after mkfs.
        folder.chmod(0o1777)


def mount_volume(name, volume, folder):
    """Its device; None while it is not attached. A blank one gets an XFS first."""
    device = device_of(volume)
    if device is None:
        log("%s: volume %s is not attached yet" % (name, volume))
        return None
    make_usable(name, device)
    run("mount", "-t", "xfs", "-o", "prjquota,nodev,nosuid", device, folder)
    return device


def mount_share(name, share, folder):
    # By a table of its own, because everybody can read a program's arguments; without a helper, so that no package of Ceph is needed.
    table = SECRETS / (name + ".fstab")
    options = "name=%s,secret=%s,nodev,nosuid,noatime" % (share.user, share.key)
    write_whole(table, "%s %s ceph %s 0 0\n" % (share.source, folder, options), 0o600)
    run("mount", "--internal-only", "--fstab", table, folder)
    return share.source


def unmount(name, found):
    """Takes a file system away that is not exported any more. Problem while somebody still uses it."""
    folder = SHARED / name
    source = found[1]
    try:
        # Open files of NFS clients hold it; newer kernels let go of them when told so.
        if REVOKE.exists():
            REVOKE.write_text("%s\n" % folder)
    except OSError as error:
        log("%s: clients keep their open files (%s)" % (name, error))
    if is_gone(found):
        # Nothing can be written to it any more; --lazy, because whoever has open files there would hold it for ever.
        log("%s: %s is gone: unmounting" % (name, source))
        run("umount", "--lazy", folder)
    else:
        log("%s: %s is no longer wanted here: unmounting" % (name, source))
        try:
            run("umount", folder)
        except Problem:
            if not expire_clients(folder):
                raise
            run("umount", folder)


def expire_clients(folder):
    """Before Linux 6.9 nothing else closes what clients have open there. They come back at once, and keep what they have elsewhere."""
    device = os.stat(folder).st_dev
    mark = 'superblock: "%02x:%02x:' % (os.major(device), os.minor(device))
    holders = [client for client in CLIENTS.glob("*") if mark in (client / "states").read_text()]
    for client in holders:
        (client / "ctl").write_text("expire\n")
    return bool(holders)


# The exports


def line_of(name, export, clients):
    # mp: while the file system is not mounted, clients wait instead of getting the empty folder below it.
    options = [export.access, "no_root_squash" if export.root else "root_squash", "sync", "no_subtree_check", "sec=sys", "mp"]
    if export.share is not None:
        # CephFS lies on no device by whose number the clients' file handles could be known.
        options.append("fsid=" + export.volume)
    return "/srv/%s %s(%s)\n" % (name, clients, ",".join(options))


def write_exports(names, wanted):
    """Makes these exports, and no others, known to the NFS server."""
    lines = [line_of(name, wanted.exports[name], wanted.clients) for name in sorted(names)]
    try:
        # exportfs reads names that end in .exports only, so never a half of this one.
        write_whole(EXPORTS, "".join(lines))
    except OSError as error:
        raise Problem("exports cannot be written: %s" % error)
    # Even if the text is the same: the last run's exportfs may have failed. It also makes the kernel ask anew what is mounted.
    run("exportfs", "-ra")


def main():
    wanted = read_wanted()
    exports = wanted.exports
    attempt = Attempts()

    # First, because CephFS is reached through it.
    attempt("second network card", second_nic.apply, wanted.second_nic)
    for name in exports:
        # exportfs asks for the folder of every export. Until something is mounted there nobody but root can write into it.
        attempt(name, (SHARED / name).mkdir, 0o755, True, True)
    before = mounted()
    leaving = {name for name in before if name not in exports or is_foreign(before[name], exports[name])}
    if leaving:
        # First not exported any more, or the NFS server would hold what is to be unmounted. What has vanished but is wanted
        # keeps its line: its clients wait until it is back.
        staying = {name for name in exports if name not in leaving or is_gone(before[name])}
        attempt("exports", write_exports, staying, wanted)
        for name in sorted(leaving):
            attempt(name, unmount, name, before[name])
    for name in exports:
        attempt(name, mount, name, exports[name])
    # Another volume's files are never served under this name, not even while they cannot be unmounted.
    now = mounted()
    ready = {name for name in exports if name not in now or not is_foreign(now[name], exports[name])}
    attempt("exports", write_exports, ready, wanted)
    # Last, because the first time it takes as long as there are files.
    for name in sorted(ready & now.keys()):
        attempt(name, quotas.apply, name, SHARED / name, exports[name])
    return 1 if attempt.failed else 0


if __name__ == "__main__":
    alone("sync-exports", main)
