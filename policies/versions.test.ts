import { minorVersion } from "./versions";

test.each([
  ["v1.34.2", 34],
  ["1.9", 9],
  ["ubuntu-jammy-kube-v1.34.2", 34],
  ["1.34.4-gke.1193000", 34],
  ["fedora-coreos-35.20211203.3.0", undefined],
  ["2.1.34", undefined],
  ["", undefined],
])("the minor version of %s", (text, expected) => expect(minorVersion(text)).toBe(expected));
