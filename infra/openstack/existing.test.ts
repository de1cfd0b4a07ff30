/** What the project has already: used when it fits, refused with a reason when it does not. */
import { validConfig, type validInput } from "../../config/testing";
import { type Answers, record, type RecordedResource } from "../../test/mocks";
import { createOpenstack } from ".";
import { existingAddress, existingImage, existingRouter } from "./existing";

type Change = (input: ReturnType<typeof validInput>) => void;

const site = { name: "test", owner: "team", lifecycle: "disposable" as const };
const address = "203.0.113.77";
const getFloatingIp = "openstack:networking/getFloatingIp:getFloatingIp";
const getNetwork = "openstack:networking/getNetwork:getNetwork";
const getPort = "openstack:networking/getPort:getPort";
const getRouter = "openstack:networking/getRouter:getRouter";

async function make(change: Change, answers: Answers) {
  const config = validConfig(change);
  return record("test", () => ({ infrastructure: createOpenstack(config, ["rsp"]) }), answers);
}

/** What a person would see of a look-up that fails. */
async function problem(answers: Answers, lookUp: () => Promise<string>): Promise<string> {
  let message = "no problem";
  await record("test", () => ({ done: lookUp().catch((error: Error) => (message = error.message)) }), answers);
  return message;
}

const ofType = (resources: RecordedResource[], type: string) =>
  resources.filter((one) => one.type.endsWith(`:${type}`));

const withAddress: Change = (input) => (input.addresses = { ingress: address });
const withRouter: Change = (input) => (input.network.router = "campus");

const bound = (port: Record<string, unknown>, network: string): Answers => ({
  [getFloatingIp]: (inputs) => ({ ...inputs, id: "f1", portId: "p1" }),
  [getPort]: (inputs) => ({ ...inputs, id: "p1", networkId: "n1", ...port }),
  [getNetwork]: (inputs) =>
    inputs["networkId"] === "n1" ? { ...inputs, id: "n1", name: network } : { ...inputs, id: "found-network-public" },
});
/** An error as gRPC brings it from a provider. */
const fails = (details: string) => () => {
  throw Object.assign(new Error(details), { details });
};

describe("addresses.ingress", () => {
  test("a free one is the platform's, and nothing is allocated", async () => {
    const run = await make(withAddress, {});
    expect(run.outputs).toMatchObject({
      infrastructure: {
        ingress: { address },
        dnsRecords: [{ name: "rsp.test.example.", type: "A", ttl: 300, values: [address] }],
      },
    });
    expect(ofType(run.resources, "FloatingIp")).toEqual([]);
    expect(ofType(run.resources, "RecordSet")[0]?.inputs).toMatchObject({ records: [address] });
  });

  test("one that the ingress of this site has is still the platform's", async () => {
    const run = await make(withAddress, bound({ deviceOwner: "Octavia" }, "test-nodes"));
    expect(run.outputs).toMatchObject({ infrastructure: { ingress: { address } } });
  });

  test.each<[string, Answers, string]>([
    [
      "not the project's",
      { [getFloatingIp]: fails("1 error occurred:\n\t* No openstack_networking_floatingip_v2 found\n\n") },
      'addresses.ingress: "203.0.113.77" cannot be used: the project has no such floating IP. ' +
        "`openstack floating ip list` shows those that the project has; leave the key out to have one allocated.",
    ],
    [
      "Neutron out of order",
      { [getFloatingIp]: fails("503 Service Unavailable") },
      'addresses.ingress: "203.0.113.77" cannot be used: 503 Service Unavailable. ' +
        "`openstack floating ip list` shows those that the project has; leave the key out to have one allocated.",
    ],
    [
      "used by a machine elsewhere",
      bound({ name: "", deviceOwner: "compute:nova" }, "others"),
      'addresses.ingress: "203.0.113.77" is in use already, by compute:nova (port p1, network others). ' +
        "Free it (`openstack floating ip unset --port 203.0.113.77`) or choose another.",
    ],
    [
      "used by a port that the project cannot see",
      { ...bound({}, "others"), [getPort]: fails("No openstack_networking_port_v2 found") },
      'addresses.ingress: "203.0.113.77" is in use already, by port p1. ' +
        "Free it (`openstack floating ip unset --port 203.0.113.77`) or choose another.",
    ],
  ])("%s", async (_, answers, message) => {
    expect(await problem(answers, () => existingAddress(site, address, {}))).toBe(message);
  });
});

describe("network.router", () => {
  const leadingTo = (network: string): Answers => ({
    [getRouter]: (inputs) => ({ ...inputs, id: "r1", externalNetworkId: network }),
  });

  test("only the interface is ours", async () => {
    const { resources } = await make(withRouter, leadingTo("found-network-public"));
    expect(ofType(resources, "Router")).toEqual([]);
    const [routerInterface] = ofType(resources, "RouterInterface");
    expect(routerInterface?.inputs).toEqual({ routerId: "r1", subnetId: "Subnet-network" });
    expect(routerInterface?.deleteBeforeReplace).toBe(true);
  });

  test.each<[string, Answers, string]>([
    [
      "not there",
      { [getRouter]: fails("1 error occurred:\n\t* No Router found\n\n") },
      'network.router: "campus" cannot be used: the project can see no router of that name. ' +
        "`openstack router list` shows those there are; leave the key out to have one made.",
    ],
    [
      "two of that name",
      { [getRouter]: fails("More than one Router found") },
      'network.router: "campus" cannot be used: More than one Router found. ' +
        "`openstack router list` shows those there are; leave the key out to have one made.",
    ],
    [
      "to another network",
      leadingTo("elsewhere"),
      'network.router: "campus" has no gateway to "public" (openstack.externalNetwork), so floating IPs from there ' +
        "would lead nowhere. Choose another router, or leave the key out to have one made.",
    ],
  ])("%s", async (_, answers, message) => {
    const external = { name: "public", id: "found-network-public" };
    expect(await problem(answers, () => existingRouter("campus", external, {}))).toBe(message);
  });
});

test("the message stays as it is, whatever the runtime puts before it on the way", async () => {
  let message = "";
  const lookUp = () => existingRouter("campus", { name: "public", id: "n1" }, {});
  const spoil = (error: Error) => {
    error.message = `error serializing property "routerId": ${error.message}`;
    return (message = error.message);
  };
  await record("test", () => ({ done: lookUp().catch(spoil) }), { [getRouter]: fails("No Router found") });
  expect(message).toMatch(/^network\.router: "campus" cannot be used/);
});

describe("storage.fileServer.image", () => {
  const getImage = "openstack:images/getImage:getImage";
  const lookUp = (answers: Answers) => problem(answers, () => existingImage("ubuntu", {}));

  test("the newest of the name", async () => {
    expect(
      await lookUp({ [getImage]: (inputs) => ({ ...inputs, id: inputs["mostRecent"] === true ? "newest" : "any" }) }),
    ).toBe("no problem");
  });

  test("none of the name, and a refusal", async () => {
    const nothing = "Your query returned no results. Please change your search criteria and try again.";
    expect(await lookUp({ [getImage]: fails(nothing) })).toBe(
      'storage.fileServer.image: "ubuntu" cannot be used: the project can see no image of that name. `openstack image list` shows those there are.',
    );
    expect(await lookUp({ [getImage]: fails("Glance is away") })).toBe(
      'storage.fileServer.image: "ubuntu" cannot be used: Glance is away. `openstack image list` shows those there are.',
    );
  });
});
