"""Run by test/lab/drivers.test.ts: needs Debian's python3-cinder, no cloud."""
import os
import tempfile
import unittest

import lab_cinder

MIB = 1024 ** 2


class Cinder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "volume")

    def test_a_volume_has_its_size_and_uses_no_disk(self):
        lab_cinder.grow(self.path, 100)
        self.assertEqual(os.path.getsize(self.path), 100 * lab_cinder.GIB)
        self.assertLess(os.stat(self.path).st_blocks * 512, MIB)

    def test_growing_keeps_what_is_there_and_never_shrinks(self):
        with open(self.path, "wb") as file:
            file.write(b"data")
        lab_cinder.grow(self.path, 2)
        lab_cinder.grow(self.path, 1)
        self.assertEqual(os.path.getsize(self.path), 2 * lab_cinder.GIB)
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(4), b"data")

    def test_a_copy_has_the_holes_too(self):
        lab_cinder.grow(self.path, 50)
        lab_cinder.copy(self.path, self.path + ".copy")
        self.assertEqual(os.path.getsize(self.path + ".copy"), 50 * lab_cinder.GIB)
        self.assertLess(os.stat(self.path + ".copy").st_blocks * 512, MIB)


if __name__ == "__main__":
    unittest.main()
