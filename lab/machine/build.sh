#!/bin/sh
# Makes the disk of a Debian machine: build.sh FILES PACKAGES DISK. PACKAGES are separated by commas.
#
# The kernel is Debian's User-Mode Linux: an ordinary program, so the machine needs no hypervisor, and unlike the kernel of many
# containers' hosts it has NFS and the quotas of XFS.
set -eu
files=$1 packages=$2 disk=$3
work=$(mktemp -d "${disk%/*}/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root

mmdebstrap --quiet --mode=root --variant=minbase --format=directory \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --include="systemd-sysv,dbus,udev,kmod,iproute2,python3,cloud-init,$packages" bookworm "$root"
mkdir -p "$root/lib/modules"
cp -a /usr/lib/uml/modules/. "$root/lib/modules/"
chroot "$root" depmod "$(ls /usr/lib/uml/modules)"
rm -rf "$root"/var/cache/apt/archives/*.deb

install -m 755 "$files/machine-agent" "$files/machine-metadata" "$root/usr/local/sbin/"
cp "$files/machine-agent.service" "$files/machine-metadata.service" "$root/etc/systemd/system/"
cp "$files/machine-cloud.cfg" "$root/etc/cloud/cloud.cfg.d/90-machine.cfg"
cp "$files/machine-fstab" "$root/etc/fstab"
echo machine > "$root/etc/hostname"
mkdir -p "$root/host" "$root/var/lib/cloud/seed"
ln -s /host/seed "$root/var/lib/cloud/seed/nocloud"
chroot "$root" systemctl --quiet enable machine-agent machine-metadata systemd-networkd
# On a machine of a cloud it is installed, and so started, when cloud-init has written its files.
[ ! -e "$root/lib/systemd/system/nfs-server.service" ] || chroot "$root" systemctl --quiet disable nfs-server rpcbind.service rpcbind.socket
# There is no card that it could wait for.
chroot "$root" systemctl --quiet mask systemd-networkd-wait-online

truncate -s 8G "$work/disk"
mke2fs -q -t ext4 -d "$root" "$work/disk"
mv "$work/disk" "$disk"
