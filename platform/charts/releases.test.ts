import * as pulumi from "@pulumi/pulumi";
import { assertReleases } from "./releases";

const known = ["ingress-nginx", "argo-cd", "vault", "lab-one"];

test("values of releases that there are", () => {
  expect(() => assertReleases({ "ingress-nginx": {}, "lab-one": { a: 1 } }, known)).not.toThrow();
});

test("a name that no release has stops the run, with all of them and the nearest that there is", () => {
  const run = () => assertReleases({ "ingres-nginx": {}, vault: {}, grafana: {} }, known);
  expect(run).toThrow(pulumi.RunError);
  let message = "";
  try {
    run();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split("\n")).toEqual([
    "Values for releases that are not there:",
    '  platform.values.ingres-nginx: "ingres-nginx" is not in the releases of this stack: did you mean "ingress-nginx"?',
    expect.stringContaining("  platform.values.grafana: "),
  ]);
});
