/** What the project has already and the site only uses: looked up and checked before anything is made; never created, changed or deleted. */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { nodesNetworkName, type Site } from "./site";

/**
 * The floating IP that `addresses.ingress` names.
 *
 * Bound to nothing it is free for the ingress; bound to a port on the nodes' own network it is where an earlier `up` put it.
 *
 * @returns The address, once it is known to be usable.
 * @throws Unusable when the project does not have it, or something else uses it.
 */
export async function existingAddress(site: Site, address: string, opts: pulumi.InvokeOptions): Promise<string> {
  const found = await openstack.networking.getFloatingIp({ address }, opts).catch((error: unknown) => {
    const reason = notFound(error) ? "the project has no such floating IP" : text(error);
    throw new Unusable(
      `addresses.ingress: "${address}" cannot be used: ${reason}. ` +
        "`openstack floating ip list` shows those that the project has; leave the key out to have one allocated.",
    );
  });
  const user = found.portId ? await userOf(site, found.portId, opts) : undefined;
  if (user !== undefined) {
    throw new Unusable(
      `addresses.ingress: "${address}" is in use already, by ${user}. ` +
        `Free it (\`openstack floating ip unset --port ${address}\`) or choose another.`,
    );
  }
  return address;
}

/** Who has the port; undefined when it is on the network of our own nodes. */
async function userOf(site: Site, portId: string, opts: pulumi.InvokeOptions): Promise<string | undefined> {
  try {
    const port = await openstack.networking.getPort({ portId }, opts);
    const network = await openstack.networking.getNetwork({ networkId: port.networkId }, opts);
    if (network.name === nodesNetworkName(site)) return undefined;
    return `${port.name || port.deviceOwner || "a port"} (port ${portId}, network ${network.name || port.networkId})`;
  } catch {
    // A port that the project cannot see belongs to somebody else.
    return `port ${portId}`;
  }
}

/**
 * The router that `network.router` names.
 *
 * @param external Name and id of the network that floating IPs come from: the router must lead there.
 * @returns Its id.
 * @throws Unusable when there is no such router, or it leads elsewhere.
 */
export async function existingRouter(
  name: string,
  external: { name: string; id: string },
  opts: pulumi.InvokeOptions,
): Promise<string> {
  const router = await openstack.networking.getRouter({ name }, opts).catch((error: unknown) => {
    const reason = notFound(error) ? "the project can see no router of that name" : text(error);
    throw new Unusable(
      `network.router: "${name}" cannot be used: ${reason}. ` +
        "`openstack router list` shows those there are; leave the key out to have one made.",
    );
  });
  if (router.externalNetworkId !== external.id) {
    throw new Unusable(
      `network.router: "${name}" has no gateway to "${external.name}" (openstack.externalNetwork), ` +
        "so floating IPs from there would lead nowhere. Choose another router, or leave the key out to have one made.",
    );
  }
  return router.id;
}

/**
 * The newest image of the name that `storage.fileServer.image` says.
 *
 * @returns Its id.
 * @throws Unusable when the project can see none.
 */
export async function existingImage(name: string, opts: pulumi.InvokeOptions): Promise<string> {
  const image = await openstack.images.getImage({ name, mostRecent: true }, opts).catch((error: unknown) => {
    const reason = notFound(error) ? "the project can see no image of that name" : text(error);
    throw new Unusable(
      `storage.fileServer.image: "${name}" cannot be used: ${reason}. \`openstack image list\` shows those there are.`,
    );
  });
  return image.id;
}

/** Shown without a stack trace, and as it is: at each property that waits for the value Pulumi would put "error serializing property" before it. */
class Unusable extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
  }
}

/** The provider's words for an empty answer, like "No Router found" or "Your query returned no results". */
function notFound(error: unknown): boolean {
  return /\bNo \w+ found|query returned no results/.test(text(error));
}

function text(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim();
}
