import { providedByPlatform } from "../../config/checks/phalanx-applications";
import { gafaelfawrErrors, rspIngressValues } from "./ingress-rsp";

test("what is installed by us, Phalanx must not", () => {
  expect(providedByPlatform).toEqual(["argocd", "cert-manager", "ingress-nginx", "vault-secrets-operator"]);
});

test("Rubin's fork of the controller, with snippets, the user's address and room for large cookies and tables", () => {
  expect(rspIngressValues()).toMatchObject({
    controller: {
      image: {
        registry: "ghcr.io",
        image: "lsst-sqre/ingress-nginx-controller",
        tag: "v1.15.6-lsstsqre-chainguard",
        digest: "",
      },
      allowSnippetAnnotations: true,
      config: {
        "annotations-risk-level": "Critical",
        "compute-full-forwarded-for": "true",
        "use-forwarded-headers": "true",
        "large-client-header-buffers": "4 64k",
        "proxy-buffer-size": "64k",
        "proxy-body-size": "100m",
        "ssl-redirect": "true",
      },
      podLabels: { "gafaelfawr.lsst.io/ingress": "true", "hub.jupyter.org/network-access-proxy-http": "true" },
    },
  });
});

test("Gafaelfawr's refusals: every variable has a value before it is used, and every answer its status", () => {
  const text = gafaelfawrErrors();
  const set = [...text.matchAll(/^set \$(\w+) '';$/gm)].map(([, name]) => name);
  const used = [...text.matchAll(/\$(auth_\w+)/g)].map(([, name]) => name);
  expect(set).toHaveLength(9);
  expect(used.filter((name) => !set.includes(name))).toEqual([]);
  expect([...text.matchAll(/if \(\$auth_status = (\d+)\)/g)].map(([, status]) => status)).toEqual(["400", "429"]);
  expect([...text.matchAll(/return ([^;]+);/g)].map(([, what]) => what)).toEqual([
    "400 $auth_error_body",
    "429 $auth_error_body",
    "403",
  ]);
  expect(text.split("{")).toHaveLength(text.split("}").length);
});
