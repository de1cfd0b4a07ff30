import * as pulumi from "@pulumi/pulumi";
import { assertReleases } from "./releases";

test("values of releases that there are", () => {
  expect(() => assertReleases({ "ingress-nginx": {}, "argo-cd": { a: 1 } })).not.toThrow();
});

test("a name that no release has stops the run, with all of them and the nearest that there is", () => {
  const run = () => assertReleases({ "ingres-nginx": {}, vault: {}, grafana: {} });
  expect(run).toThrow(pulumi.RunError);
  let message = "";
  try {
    run();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split("\n")).toEqual([
    "Values for releases that are not there:",
    '  platform.values.ingres-nginx: "ingres-nginx" is not in the charts of platform/catalog.ts: did you mean "ingress-nginx"?',
    expect.stringContaining("  platform.values.grafana: "),
  ]);
});
