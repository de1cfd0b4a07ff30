"""The program nova-compute with the lab's driver: python3 lab_nova_compute.py --config-file FILE.

The package nova-compute is not installed because it depends on a hypervisor; its code is in python3-nova.
"""
import sys

# The order matters: nova.cmd patches the standard library for eventlet, before anything else of Nova may be imported.
from nova.cmd import compute

import lab_nova

if __name__ == "__main__":
    # Nova names the service in its database after the program.
    sys.argv[0] = "nova-compute"
    # Nova takes a compute_driver only from inside nova.virt.
    sys.modules["nova.virt.lab_nova"] = lab_nova
    compute.main()
