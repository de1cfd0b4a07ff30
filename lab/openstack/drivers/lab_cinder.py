"""Cinder backend for the lab: a volume is one sparse file. No LVM, no iSCSI, no kernel module.

    [ceph]
    volume_driver = lab_cinder.SparseFileDriver
    volume_backend_name = ceph
    lab_directory = FOLDER
"""
import os

from oslo_concurrency import processutils
from oslo_config import cfg

from cinder import interface
from cinder.volume import configuration
from cinder.volume import driver

OPTIONS = [cfg.StrOpt("lab_directory", help="Folder of the volumes' files.")]
cfg.CONF.register_opts(OPTIONS, group=configuration.SHARED_CONF_GROUP)

GIB = 1024 ** 3
CAPACITY_GB = 100000


def grow(path, gigabytes):
    """Makes a file at least so long, without using disk."""
    with open(path, "ab") as file:
        file.truncate(max(gigabytes * GIB, file.tell()))


def copy(source, target):
    """Copies a file without filling its holes, which are nearly all of it."""
    processutils.execute("cp", "--sparse=always", "--reflink=auto", source, target)


@interface.volumedriver
class SparseFileDriver(driver.VolumeDriver):
    VERSION = "1.0"
    CI_WIKI_NAME = "lab"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.configuration.append_config_values(OPTIONS)
        self.directory = self.configuration.lab_directory

    def do_setup(self, context):
        os.makedirs(self.directory, exist_ok=True)

    def check_for_setup_error(self):
        pass

    def _path(self, thing):
        """The file of a volume or of a snapshot: its id."""
        return os.path.join(self.directory, thing["id"])

    def _update_volume_stats(self):
        self._stats = {
            "volume_backend_name": self.configuration.safe_get("volume_backend_name"),
            "vendor_name": "lab",
            "driver_version": self.VERSION,
            "storage_protocol": "ceph",
            "pools": [{
                "pool_name": "lab", "total_capacity_gb": CAPACITY_GB, "free_capacity_gb": CAPACITY_GB, "reserved_percentage": 0,
                "thin_provisioning_support": True, "max_over_subscription_ratio": "20.0", "provisioned_capacity_gb": 0, "multiattach": True,
            }],
        }

    def create_volume(self, volume):
        grow(self._path(volume), volume["size"])

    def delete_volume(self, volume):
        try:
            os.unlink(self._path(volume))
        except FileNotFoundError:
            pass

    def extend_volume(self, volume, new_size):
        grow(self._path(volume), new_size)

    def create_snapshot(self, snapshot):
        copy(os.path.join(self.directory, snapshot["volume_id"]), self._path(snapshot))

    delete_snapshot = delete_volume

    def create_volume_from_snapshot(self, volume, snapshot):
        copy(self._path(snapshot), self._path(volume))
        grow(self._path(volume), volume["size"])

    def create_cloned_volume(self, volume, src_vref):
        self.create_volume_from_snapshot(volume, src_vref)

    def copy_image_to_volume(self, context, volume, image_service, image_id, **kwargs):
        with open(self._path(volume), "wb") as file:
            image_service.download(context, image_id, file)
        grow(self._path(volume), volume["size"])

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        with open(self._path(volume), "rb") as file:
            image_service.update(context, image_meta["id"], {}, file)

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def initialize_connection(self, volume, connector):
        return {"driver_volume_type": "local", "data": {"device_path": self._path(volume)}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass
