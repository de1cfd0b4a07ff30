import type { ResourceDifference } from "./differences";
import type { Drift } from "./index";
import { asJson, asText, isDrift } from "./report";

const none: Drift = { resources: [], added: [], errors: [], looked: 85 };
const network: ResourceDifference = {
  name: "network",
  type: "openstack:networking/network:Network",
  urn: "urn:network",
  id: "n1",
  missing: false,
  properties: [{ path: "name", cloud: '"x"', state: '"lab-nodes"', replaces: false, owner: "by hand" }],
};
const secret: ResourceDifference = {
  name: "web",
  type: "kubernetes:core/v1:Secret",
  urn: "urn:web",
  id: "web/web",
  missing: false,
  properties: [
    { path: "data.auth", cloud: "[secret]", state: "[secret]", replaces: true, owner: "by hand (kubectl edit)" },
    { path: "type", cloud: "none", state: '"Opaque"', replaces: false, owner: "Helm" },
  ],
};
const bucket: ResourceDifference = {
  name: "backup",
  type: "openstack:objectstorage/container:Container",
  urn: "urn:backup",
  id: "lab-backup",
  missing: true,
  owner: "deleted by hand",
  properties: [],
};
const rule = { group: "files", id: "r1", rule: "ingress tcp 22 from 0.0.0.0/0", description: "test" };

const back =
  "To keep a change, write it into the stack file. To put everything back: `science-platform preview --stack lab -- --refresh`, " +
  "and when that says what you want `pulumi up --refresh --stack lab`.";

test("nothing differs", () => {
  expect(asText("lab", none)).toBe("Nothing differs: the cloud is as the last run left it (85 resources).");
  expect(isDrift(none)).toBe(false);
});

test("one resource", () => {
  expect(asText("lab", { ...none, resources: [network] })).toBe(`network  openstack:networking/network:Network  n1
  name: in the cloud "x", in the state "lab-nodes"
    by hand

1 resource of 85 differs.
${back}`);
});

test("everything that can be said", () => {
  const vague = { ...network, id: "", properties: [] };
  const drift = { ...none, resources: [secret, bucket, vague], added: [rule], errors: ["a, b: no answer\nat all"] };
  expect(asText("lab", drift)).toBe(`web  kubernetes:core/v1:Secret  web/web
  data.auth: in the cloud another secret than the state's
    by hand (kubectl edit)
    PUTTING IT BACK REPLACES THE RESOURCE
  type: in the cloud none, in the state "Opaque"
    Helm

backup  openstack:objectstorage/container:Container  lab-backup
  is missing in the cloud: deleted by hand

network  openstack:networking/network:Network
  differs; its provider does not say in what

files  security group rule  r1
  ingress tcp 22 from 0.0.0.0/0 ("test") is not of the stack: added by hand
  openstack security group rule delete r1

Could not be looked at:
  a, b: no answer
  at all

3 resources of 85 differ, 1 rule was added.
${back}`);
  expect(isDrift(drift)).toBe(true);
});

test("rules alone: Pulumi would not take them back", () => {
  const two = [rule, { ...rule, id: "r2", description: "" }];
  const text = asText("lab", { ...none, added: two });
  expect(text).toMatch(/from 0\.0\.0\.0\/0 is not of the stack: added by hand\n.* r2\n\n2 rules were added\.$/);
});

test("not to have seen everything is no good either", () => {
  const drift = { ...none, errors: ["rules of the security groups: fetch failed"] };
  expect(isDrift(drift)).toBe(true);
  expect(asText("lab", drift)).toBe(
    "Could not be looked at:\n  rules of the security groups: fetch failed\n\nNothing that could be looked at differs.",
  );
});

test("as JSON", () => {
  expect(JSON.parse(asJson("lab", { ...none, resources: [network] }))).toEqual({
    stack: "lab",
    drift: true,
    resources: [network],
    added: [],
    looked: 85,
  });
  expect(JSON.parse(asJson("lab", { ...none, added: [rule] }))).toMatchObject({ drift: true });
  expect(JSON.parse(asJson("lab", { ...none, errors: ["a", "b"] }))).toMatchObject({ drift: false, error: "a\nb" });
});
