/** Which of a cloud's images are for what, as far as their names and properties tell. */
import { kubernetesWindow } from "../../config/versions";
import type { Image } from "../openstack/lookup";

/** An image for nodes. */
export interface NodeImage {
  name: string;
  kubernetesVersion: string;
  /** The Magnum driver that it is for. */
  driver: "capi" | "heat";
}

const usualVersion = "v1.34.2";

/** What is written when nothing is known. */
export const guessedNodeImage: NodeImage = {
  name: `ubuntu-jammy-kube-${usualVersion}`,
  kubernetesVersion: usualVersion,
  driver: "capi",
};

/** The image of a name, with what its name or properties say of Kubernetes. */
export function nodeImage(name: string, images: readonly Image[] = []): NodeImage {
  const found = images.find((image) => image.name === name) ?? { name };
  const version = versionOf(found);
  if (version !== undefined) return { name, kubernetesVersion: version, driver: "capi" };
  return { name, kubernetesVersion: usualVersion, driver: isCoreos(found) ? "heat" : "capi" };
}

/** Images for nodes from new to old: of Cluster API's first, then Fedora CoreOS, which the older Heat driver wants. */
export function nodeImages(images: readonly Image[]): NodeImage[] {
  const withKubernetes = images
    .filter((image) => !isForeign(image) && isSupported(versionOf(image)))
    .sort((a, b) => compareVersions(versionOf(b), versionOf(a)) || b.name.localeCompare(a.name));
  const coreos = images
    .filter((image) => !isForeign(image) && isCoreos(image))
    .sort((a, b) => b.name.localeCompare(a.name, "en", { numeric: true }));
  return [...withKubernetes, ...coreos].map(({ name }) => nodeImage(name, images));
}

/** Ubuntu's releases from 22.04 on, which the file server can be made of. */
const codenames: Readonly<Record<string, string>> = { jammy: "22.04", noble: "24.04", resolute: "26.04" };

/** Ubuntu's cloud images from new to old. */
export function ubuntuImages(images: readonly Image[]): string[] {
  return images
    .filter((image) => !isForeign(image) && versionOf(image) === undefined && release(image) !== undefined)
    .sort((a, b) => (release(b) ?? "").localeCompare(release(a) ?? "") || a.name.length - b.name.length)
    .map(({ name }) => name);
}

type Named = Pick<Image, "name" | "distribution" | "kubernetesVersion">;

function versionOf({ name, kubernetesVersion }: Named): string | undefined {
  const version = /kube-v?(\d+\.\d+\.\d+)/.exec(name)?.[1] ?? kubernetesVersion?.replace(/^v/, "");
  return version !== undefined && /^1\.\d+\.\d+$/.test(version) ? `v${version}` : undefined;
}

function isSupported(version: string | undefined): boolean {
  const minor = (text: string | undefined) => Number(text?.split(".")[1]);
  return minor(version) >= minor(kubernetesWindow.oldest) && minor(version) <= minor(kubernetesWindow.newest);
}

function isCoreos({ name, distribution }: Named): boolean {
  return distribution === "fedora-coreos" || /fedora-?coreos/i.test(name);
}

/** For machines that clouds seldom have. */
function isForeign({ name }: Named): boolean {
  return /arm|aarch64|ppc64|s390x|gpu|cuda/i.test(name);
}

function release({ name, distribution }: Named): string | undefined {
  if (distribution !== "ubuntu" && !/ubuntu/i.test(name)) return undefined;
  const found =
    /\b(\d\d\.04)\b/.exec(name)?.[1] ??
    Object.entries(codenames).find(([one]) => name.toLowerCase().includes(one))?.[1];
  return found !== undefined && found >= "22.04" ? found : undefined;
}

function compareVersions(a = "", b = ""): number {
  return a.localeCompare(b, "en", { numeric: true });
}
