#!/usr/bin/env python3
"""Makes the exports of this file server match the server's metadata in Nova. Run by a systemd timer; safe at any moment.

Metadata: `nfs-clients` is the range that may mount; `nfs-export.NAME` is "VOLUME_ID rw" or "VOLUME_ID ro". Volumes are
attached after the machine has started, so one that is not there yet is simply left for the next run.
"""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request

METADATA = "http://169.254.169.254/openstack/latest/meta_data.json"
# Tests run this program in a folder of their own; on the machine it is the root.
ROOT = pathlib.Path(os.environ.get("SYNC_EXPORTS_ROOT", "/"))
DEVICES = ROOT / "dev/disk/by-id"
EXPORTS = ROOT / "etc/exports.d/science-platform.exports"


def log(message):
    print(message, file=sys.stderr, flush=True)


def run(*command):
    return subprocess.run([str(word) for word in command], check=True)


def read_metadata():
    source = os.environ.get("SYNC_EXPORTS_METADATA", METADATA)
    with urllib.request.urlopen(source, timeout=10) as answer:
        return json.load(answer).get("meta", {})


def device_of(volume):
    """Path of a Cinder volume: virtio disks carry the first 20 characters of its id, SCSI disks all of them."""
    for name in ("virtio-" + volume[:20], "scsi-0QEMU_QEMU_HARDDISK_" + volume):
        if (DEVICES / name).exists():
            return DEVICES / name
    return None


def is_blank(device):
    """True only when blkid has looked at the device and found nothing (exit 2). A device it cannot read is not blank."""
    code = subprocess.run(["blkid", "--probe", str(device)], stdout=subprocess.DEVNULL).returncode
    if code not in (0, 2):
        raise RuntimeError("blkid cannot tell what is on %s (exit %d): left alone" % (device, code))
    return code == 2


def is_mounted(folder):
    return subprocess.run(["mountpoint", "--quiet", str(folder)]).returncode == 0


def mount(name, volume):
    """Mounts a volume at /srv/NAME, with a new XFS on it if it is blank. Returns False while it is not attached."""
    folder = ROOT / "srv" / name
    if is_mounted(folder):
        # The volume may have grown; the file system then fills it. Otherwise nothing happens.
        run("xfs_growfs", "-d", folder)
        return True
    device = device_of(volume)
    if device is None:
        log("%s: volume %s is not attached yet" % (name, volume))
        return False
    if is_blank(device):
        log("%s: new file system on %s" % (name, device))
        run("mkfs.xfs", device)
    folder.mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "xfs", "-o", "prjquota,nodev,nosuid", device, folder)
    if not any(folder.iterdir()):
        # Root of the clients is squashed, so users make their own folders, as in /tmp, and nobody removes another's. Asked of
        # every empty file system, not only of a new one: this program may have been killed right after mkfs.
        folder.chmod(0o1777)
    return True


def export_line(name, access, clients):
    # mp: should the file system be gone, clients get an error instead of the empty folder below it.
    return "/srv/%s %s(%s,root_squash,sync,no_subtree_check,sec=sys,mp)\n" % (name, clients, access)


def main():
    meta = read_metadata()
    lines, failed = [], False
    for key in sorted(key for key in meta if key.startswith("nfs-export.")):
        name = key[len("nfs-export.") :]
        volume, access = meta[key].split()
        try:
            if mount(name, volume):
                lines.append(export_line(name, access, meta["nfs-clients"]))
        except (RuntimeError, subprocess.CalledProcessError) as error:
            # One bad volume must not take the others away.
            failed = True
            log("%s: %s" % (name, error))
    text = "".join(lines)
    if not EXPORTS.exists() or EXPORTS.read_text() != text:
        EXPORTS.parent.mkdir(parents=True, exist_ok=True)
        EXPORTS.write_text(text)
        run("exportfs", "-ra")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
