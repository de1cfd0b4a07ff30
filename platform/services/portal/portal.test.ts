import { check } from "../../../config/checks";
import { addPhalanx, openstackConfig } from "../../../config/checks/testing";
import { siteSecrets } from "../../secrets/declarations";
import { exampleGiven, exampleSite } from "../testing";
import { portal } from ".";

const site = exampleSite(portal.example);
const [instance] = portal.instances(site);
const publicSite = exampleSite({ services: { portal: { host: "portal", access: "public" } } });
const [open] = portal.instances(publicSite);

test("several pods share the export that the site names, which may be written", () => {
  expect(instance?.files).toEqual([{ export: "homes", readOnly: false }]);
  expect(instance?.values(exampleGiven)).toEqual({
    host: "portal.example.org",
    replicaCount: 2,
    access: "password",
    secretName: "portal-keys",
    workArea: { claimName: "homes" },
    priorityClassName: "platform-service",
    ingressClassName: "nginx",
  });
});

test("one pod without a work area mounts nothing", () => {
  expect(open?.files).toBeUndefined();
  expect(open?.values(exampleGiven)).not.toHaveProperty("workArea");
});

test("every container has bounds, and the namespace has room for Redis besides what the site gave Firefly", () => {
  expect(instance?.resources).toEqual({
    resources: { requests: { cpu: "500m", memory: "2Gi" }, limits: { cpu: "2", memory: "8Gi" } },
    "redis.resources": { requests: { cpu: "20m", memory: "64Mi" }, limits: { cpu: "200m", memory: "256Mi" } },
  });
  expect(instance?.namespace?.quota).toEqual({
    cpu: "8200m",
    memory: "16640Mi",
    pods: 51,
    storage: "500Gi",
    claims: 20,
  });
});

test("a password for the ingress controller only where one is asked", () => {
  expect(Object.keys(instance?.secret?.declared.keys ?? {})).toEqual([
    "ADMIN_PASSWORD",
    "REDIS_PASSWORD",
    "username",
    "password",
    "auth",
  ]);
  expect(Object.keys(open?.secret?.declared.keys ?? {})).toEqual(["ADMIN_PASSWORD", "REDIS_PASSWORD"]);
  const [declared] = siteSecrets(site).filter(({ service }) => service === "portal");
  expect(declared?.delivery).toBe("platform");
});

test("users' addresses lead neither into the cluster nor to the cloud's metadata; Redis is reached by Firefly only", () => {
  const firefly = { "app.kubernetes.io/name": "portal", "app.kubernetes.io/component": "firefly" };
  expect(instance?.openings).toEqual({
    ingress: {
      kind: "from-namespace",
      namespace: "ingress-nginx",
      fromPods: { "app.kubernetes.io/component": "controller", "app.kubernetes.io/name": "ingress-nginx" },
      pods: firefly,
      ports: [8080],
    },
    redis: {
      kind: "from-namespace",
      namespace: "portal",
      fromPods: firefly,
      pods: { ...firefly, "app.kubernetes.io/component": "redis" },
      ports: [6379],
    },
    "to-redis": { kind: "to-namespaces", pods: firefly, namespaces: { "kubernetes.io/metadata.name": "portal" } },
    archives: {
      kind: "to-anywhere",
      pods: firefly,
      ports: [80, 443],
      except: ["172.16.0.0/13", "172.24.0.0/13", "169.254.0.0/16"],
    },
  });
});

test("an installation has time for each pod, one after the other", () => {
  expect([instance?.timeout, open?.timeout]).toEqual([540, 420]);
});

test("not beside Phalanx's own, but beside a Phalanx without one", () => {
  const beside = (applications: string[]) =>
    check(
      openstackConfig((input) => {
        input.services = { portal: { host: "portal" } };
        addPhalanx(input, { applications });
      }),
    );
  expect(beside(["nublado"])).toEqual([]);
  expect(beside(["nublado", "portal"])).toEqual([
    {
      path: "services.portal",
      message:
        'Phalanx has the application "portal" already, behind its own login: take this section away, or the application out of phalanx.applications',
    },
  ]);
});
