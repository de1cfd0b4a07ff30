/**
 * What the Rubin Science Platform asks of its ingress controller, as values of ingress-nginx's chart: Phalanx configures its own
 * application ingress-nginx like this. Pure.
 */
import type { Values } from "./values";

/** ingress-nginx gets no fixes any more; Rubin keeps this fork of it, for Gafaelfawr needs what no other controller has. */
const image = {
  registry: "ghcr.io",
  image: "lsst-sqre/ingress-nginx-controller",
  tag: "v1.15.6-lsstsqre-chainguard",
  // The chart's own digest is that of the upstream image.
  digest: "",
};

/** Parts of Gafaelfawr's answer that its Ingresses keep in nginx variables, by the header in which the user shall get them. */
const rateLimit: Readonly<Record<string, string>> = {
  "Retry-After": "retry_after",
  "X-RateLimit-Limit": "ratelimit_limit",
  "X-RateLimit-Remaining": "ratelimit_remaining",
  "X-RateLimit-Reset": "ratelimit_reset",
  "X-RateLimit-Resource": "ratelimit_resource",
  "X-RateLimit-Used": "ratelimit_used",
};

/** Gafaelfawr's Ingresses send its refusals to the location @autherror, which must exist in every server. */
export function gafaelfawrErrors(): string {
  const variables = ["error_body", "status", "www_authenticate", ...Object.values(rateLimit)].sort();
  const noCache = 'add_header Cache-Control "no-cache, must-revalidate" always;';
  const challenge = "add_header WWW-Authenticate $auth_www_authenticate always;";
  const limits = Object.entries(rateLimit).map(([header, name]) => `add_header ${header} $auth_${name} always;`);
  const answer = (status: number, headers: string[]) => [
    `  if ($auth_status = ${status}) {`,
    ...headers.map((header) => `    ${header}`),
    `    return ${status} $auth_error_body;`,
    "  }",
  ];
  return [
    ...variables.map((name) => `set $auth_${name} '';`),
    "location @autherror {",
    "  default_type application/json;",
    ...answer(400, [noCache, challenge]),
    ...answer(429, [noCache, ...limits]),
    `  ${noCache}`,
    `  ${challenge}`,
    "  return 403;",
    "}",
    "",
  ].join("\n");
}

export function rspIngressValues(): Values {
  return {
    controller: {
      image,
      // Gafaelfawr's operator writes them. On a cluster with users who may make Ingresses they would be a way to every secret.
      allowSnippetAnnotations: true,
      config: {
        "annotations-risk-level": "Critical",
        // Gafaelfawr is told the user's own address.
        "use-forwarded-headers": "true",
        "compute-full-forwarded-for": "true",
        // Cookies of a user with many sessions.
        "large-client-header-buffers": "4 64k",
        "proxy-buffer-size": "64k",
        // Tables that users upload.
        "proxy-body-size": "100m",
        "ssl-redirect": "true",
        "server-snippet": gafaelfawrErrors(),
      },
      // Phalanx's network policies let pods with these labels in, and no others.
      podLabels: { "gafaelfawr.lsst.io/ingress": "true", "hub.jupyter.org/network-access-proxy-http": "true" },
    },
  };
}
