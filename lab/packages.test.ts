import { notInstalled, unobtainable } from "./packages";

test("removed, half-installed and unknown packages count as missing", () => {
  const answer = "keystone ii \nglance-api rc \nnova-api iU \nmemcached ii \n";
  expect(notInstalled(["keystone", "glance-api", "nova-api", "swift-proxy", "memcached"], answer)).toEqual([
    "glance-api",
    "nova-api",
    "swift-proxy",
  ]);
});

test("a package without a candidate, or that apt has never heard of, cannot be had", () => {
  const answer = [
    "keystone:",
    "  Installed: (none)",
    "  Candidate: 2:22.0.2-0+deb12u6",
    "  Version table:",
    "rabbitmq-server:",
    "  Installed: (none)",
    "  Candidate: (none)",
  ].join("\n");
  expect(unobtainable(["keystone", "rabbitmq-server", "magnum-api"], answer)).toEqual([
    "rabbitmq-server",
    "magnum-api",
  ]);
});
