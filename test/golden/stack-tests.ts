/** The tests that every stack gets. What a stack's own file says is what it makes, what the world may reach, and what stays. */
import { runStack, type Run } from "../mocks";
import {
  countByType,
  openToTheWorld,
  plaintext,
  protectedResources,
  secretOutputs,
  withoutProvider,
} from "./assertions";
import { expectGolden } from "./golden";

export interface StackExpectations {
  /** Stack file, from the top of the repository. @default Pulumi.<stack>.yaml */
  file?: string;
  /** Number of resources by type. */
  counts: Record<string, number>;
  /** As {@link openToTheWorld} says it. */
  open: string[];
  /** As {@link protectedResources} says it. */
  stays: string[];
  /** Outputs, or parts of them, that are secret. */
  secrets: string[];
}

/** Call it once in a test file. */
export function testStack(stack: string, { file, counts, open, stays, secrets }: StackExpectations): void {
  let run: Run;
  const warnings: string[] = [];
  beforeAll(async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation((text: string) => void warnings.push(text));
    run = await runStack(stack, file);
    warn.mockRestore();
  }, 60_000);

  test("is what the golden says", () => {
    expectGolden(stack, run);
  });

  test("makes this many resources of each type", () => {
    expect(countByType(run)).toEqual(counts);
  });

  test("only this is open to the world", () => {
    expect(openToTheWorld(run)).toEqual(open);
  });

  test("only this is protected and outlives the stack", () => {
    expect(protectedResources(run)).toEqual(stays);
  });

  test("Pulumi warns of nothing but of what this version does not apply", () => {
    expect(warnings.filter((text) => !text.includes("checked, but not applied by this version"))).toEqual([]);
  });

  test("no resource uses a default provider", () => {
    expect(withoutProvider(run)).toEqual([]);
  });

  test("no secret stands in the golden, and secret outputs are marked", () => {
    expect(plaintext(run)).toEqual([]);
    expect(secretOutputs(run)).toEqual(secrets);
  });
}

/** What every platform with a landing page makes in its cluster, besides storage classes and volumes. */
export const landingPlatform = {
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": 15,
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": 15,
  "kubernetes:core/v1:LimitRange": 2,
  "kubernetes:core/v1:Namespace": 2,
  "kubernetes:core/v1:ResourceQuota": 2,
  "kubernetes:core/v1:Secret": 2,
  "kubernetes:helm.sh/v3:Release": 2,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 12,
  "pulumi:providers:kubernetes": 1,
  "pulumi:providers:random": 1,
  "pulumi:providers:tls": 1,
  "random:index/randomPassword:RandomPassword": 1,
  "science-platform:foundation:Admission": 1,
  "science-platform:foundation:Certificate": 1,
  "science-platform:foundation:GeneratedSecret": 1,
  "science-platform:foundation:HelmService": 2,
  "science-platform:foundation:IngressController": 1,
  "science-platform:foundation:ServiceNamespace": 2,
  "science-platform:foundation:Storage": 1,
  "science-platform:services:LandingPage": 1,
  "tls:index/certRequest:CertRequest": 1,
  "tls:index/locallySignedCert:LocallySignedCert": 1,
  "tls:index/privateKey:PrivateKey": 2,
  "tls:index/selfSignedCert:SelfSignedCert": 1,
};

/** What it makes with Phalanx on it, besides the Applications. */
export const phalanxPlatform = {
  ...landingPlatform,
  "kubernetes:argoproj.io/v1alpha1:AppProject": 1,
  "kubernetes:core/v1:LimitRange": 4,
  "kubernetes:core/v1:Namespace": 4,
  "kubernetes:core/v1:ResourceQuota": 4,
  "kubernetes:helm.sh/v3:Release": 4,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 22,
  "kubernetes:ricoberger.de/v1alpha1:VaultSecret": 1,
  "science-platform:foundation:HelmService": 4,
  "science-platform:foundation:ServiceNamespace": 4,
  "science-platform:services:ArgoCd": 1,
  "science-platform:services:Phalanx": 1,
  "science-platform:services:PhalanxEnvironment": 1,
  "science-platform:services:VaultSecretsOperator": 1,
};
