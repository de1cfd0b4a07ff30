import { serverConfig, serverNames } from "./values";

test("the servers listen by TLS and join each other by name", () => {
  expect(serverConfig({ replicas: 3 })).toBe(`ui = false

disable_mlock = true

service_registration "kubernetes" {}

listener "tcp" {
  address = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_cert_file = "/vault/tls/tls.crt"
  tls_key_file = "/vault/tls/tls.key"
}

storage "raft" {
  path = "/vault/data"
  retry_join {
    leader_api_addr = "https://vault-0.vault-internal:8200"
    leader_ca_cert_file = "/vault/tls/ca.crt"
  }
  retry_join {
    leader_api_addr = "https://vault-1.vault-internal:8200"
    leader_ca_cert_file = "/vault/tls/ca.crt"
  }
  retry_join {
    leader_api_addr = "https://vault-2.vault-internal:8200"
    leader_ca_cert_file = "/vault/tls/ca.crt"
  }
}
`);
});

test("with a key of the cloud they open themselves", () => {
  const seal = { project: "p", location: "europe-west2", keyRing: "ring", key: "unseal" };
  expect(serverConfig({ replicas: 1 }, seal)).toContain(
    'seal "gcpckms" {\n  project = "p"\n  region = "europe-west2"\n  key_ring = "ring"\n  crypto_key = "unseal"\n}\n',
  );
});

test("their certificate is good for every way to them", () => {
  expect(serverNames("vault")).toEqual(
    expect.arrayContaining(["vault-active.vault.svc", "*.vault-internal", "localhost"]),
  );
});
