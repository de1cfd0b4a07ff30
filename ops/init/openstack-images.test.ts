import type { Image } from "../openstack/lookup";
import { nodeImage, nodeImages, ubuntuImages } from "./openstack-images";

const image = (name: string, more: Partial<Image> = {}): Image => ({ id: name, name, status: "active", ...more });

test("images for nodes: Cluster API's from new to old, then Fedora CoreOS", () => {
  const images = [
    image("fedora-coreos-38"),
    image("ubuntu-jammy-kube-v1.33.2"),
    image("ubuntu-jammy-kube-v1.34.10"),
    image("ubuntu-jammy-kube-v1.34.9"),
    image("ubuntu-noble-kube-v1.34.10"),
    image("capi", { distribution: "ubuntu", kubernetesVersion: "1.33.1" }),
    image("ubuntu-jammy-kube-v1.34.10-arm64"),
    image("ubuntu-focal-kube-v1.26.7"),
    image("fedora-coreos-40", { distribution: "fedora-coreos" }),
    image("ubuntu-22.04"),
  ];
  expect(nodeImages(images)).toEqual([
    { name: "ubuntu-noble-kube-v1.34.10", kubernetesVersion: "v1.34.10", driver: "capi" },
    { name: "ubuntu-jammy-kube-v1.34.10", kubernetesVersion: "v1.34.10", driver: "capi" },
    { name: "ubuntu-jammy-kube-v1.34.9", kubernetesVersion: "v1.34.9", driver: "capi" },
    { name: "ubuntu-jammy-kube-v1.33.2", kubernetesVersion: "v1.33.2", driver: "capi" },
    { name: "capi", kubernetesVersion: "v1.33.1", driver: "capi" },
    { name: "fedora-coreos-40", kubernetesVersion: "v1.34.2", driver: "heat" },
    { name: "fedora-coreos-38", kubernetesVersion: "v1.34.2", driver: "heat" },
  ]);
});

test("an image by its name, also where the cloud's are not known", () => {
  expect(nodeImage("ubuntu-jammy-kube-v1.33.2")).toEqual({
    name: "ubuntu-jammy-kube-v1.33.2",
    kubernetesVersion: "v1.33.2",
    driver: "capi",
  });
  expect(nodeImage("ours")).toEqual({ name: "ours", kubernetesVersion: "v1.34.2", driver: "capi" });
  expect(nodeImage("ours", [image("ours", { kubernetesVersion: "v1.32.0" })])).toEqual({
    name: "ours",
    kubernetesVersion: "v1.32.0",
    driver: "capi",
  });
});

test("Ubuntu's images for the file server, from new to old", () => {
  const images = [
    image("ubuntu-focal"),
    image("Ubuntu 22.04 minimal"),
    image("ubuntu-22.04"),
    image("ubuntu-jammy"),
    image("server", { distribution: "ubuntu" }),
    image("ubuntu-noble"),
    image("ubuntu-jammy-kube-v1.34.2"),
    image("ubuntu-24.04-arm64"),
    image("debian-12"),
  ];
  expect(ubuntuImages(images)).toEqual(["ubuntu-noble", "ubuntu-22.04", "ubuntu-jammy", "Ubuntu 22.04 minimal"]);
});
