"""Run by test/lab/drivers.test.ts: needs Debian's python3-nova, no cloud."""
import os
import unittest
from unittest import mock

from oslo_concurrency import processutils

import lab_nova

VIF = {"id": "0f3c2a9e-77aa-4c11-9d3e-aaaaaaaaaaaa", "address": "fa:16:3e:00:00:01"}


class Nova(unittest.TestCase):
    def test_device_has_the_name_that_neutron_expects(self):
        self.assertEqual(lab_nova.device_name(VIF), "tap0f3c2a9e-77")

    def test_plugging_names_the_logical_port_and_quotes_the_address(self):
        arguments = lab_nova.plug_arguments(VIF, "server-1")
        self.assertEqual(arguments[:4], ["--may-exist", "add-port", "br-int", "tap0f3c2a9e-77"])
        self.assertEqual(arguments[-3:], [
            "external_ids:iface-id=" + VIF["id"], "external_ids:attached-mac=fa\\:16\\:3e\\:00\\:00\\:01", "external_ids:vm-uuid=server-1"])

    def test_a_switch_that_does_not_answer_does_not_fail_the_server(self):
        with mock.patch.dict(os.environ, LAB_SWITCH="unix:/nowhere"), \
                mock.patch.object(processutils, "execute", side_effect=processutils.ProcessExecutionError()) as execute, \
                mock.patch.object(lab_nova.LOG, "exception") as told:
            lab_nova.vsctl(lab_nova.unplug_arguments(VIF))
        execute.assert_called_once_with(
            "ovs-vsctl", "--no-wait", "--timeout=10", "--db=unix:/nowhere", "--if-exists", "del-port", "br-int", "tap0f3c2a9e-77")
        told.assert_called_once()


if __name__ == "__main__":
    unittest.main()
