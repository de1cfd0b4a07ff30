import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { OpenstackClient } from "./client";
import { inventory, itemsOf, survey } from "./inventory";

test("picks id and name, wherever the service keeps them", () => {
  expect(itemsOf({ kind: "server", list: "servers" }, { servers: [{ id: "1", name: "a" }] })).toEqual([
    { kind: "server", id: "1", name: "a" },
  ]);
  expect(
    itemsOf(
      { kind: "keypair", list: "keypairs", id: "keypair.name", name: "keypair.name" },
      { keypairs: [{ keypair: { name: "k" } }] },
    ),
  ).toEqual([{ kind: "keypair", id: "k", name: "k" }]);
  expect(itemsOf({ kind: "bucket", id: "name" }, [{ name: "b" }])).toEqual([{ kind: "bucket", id: "b", name: "b" }]);
});

test("takes along what tells whose a thing is: tags, metadata, description, and what it lies on", () => {
  const of = (row: object) => itemsOf({ kind: "x", list: "rows" }, { rows: [{ id: "1", name: "a", ...row }] })[0];
  expect(of({ tags: ["site=roe"], network_id: "n1", description: "Node" })).toEqual({
    kind: "x",
    id: "1",
    name: "a",
    marks: ["site=roe"],
    on: "n1",
    description: "Node",
  });
  expect(of({ metadata: { site: "roe", owner: "team" } })).toMatchObject({ marks: ["site=roe", "owner=team"] });
  expect(of({ vip_network_id: "n2" })).toMatchObject({ on: "n2" });
  expect(of({ volume_id: "v1" })).toMatchObject({ on: "v1" });
  expect(of({ tags: [], metadata: {}, description: "", network_id: null })).toEqual({ kind: "x", id: "1", name: "a" });
});

describe("against a server that answers as OpenStack does", () => {
  const answers: Record<string, unknown> = {
    "/v2.0/networks?project_id=p1": { networks: [] },
    "/v2.0/subnets?project_id=p1": { subnets: [] },
    "/v2.0/routers?project_id=p1": { routers: [] },
    "/v2.0/ports?project_id=p1": { ports: [{ id: "port-1", name: "", project_id: "p1" }] },
    "/v2.0/floatingips?project_id=p1": {
      floatingips: [{ id: "f", floating_ip_address: "203.0.113.9", project_id: "p1" }],
    },
    "/v2.0/security-groups?project_id=p1": {
      security_groups: [
        { id: "d", name: "default", project_id: "p1" },
        { id: "s", name: "web", project_id: "p1" },
        { id: "t", name: "others", project_id: "p2" },
      ],
    },
    "/v3/users/u1/credentials/OS-EC2": { credentials: [] },
    "/v3/users/u1/application_credentials": { application_credentials: [] },
  };
  let server: http.Server;
  let address: string;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      if (request.method === "POST" && request.url === "/v3/auth/tokens") {
        const endpoint = { interface: "public", region: "R", url: `${address}/` };
        const catalog = [{ type: "network", endpoints: [endpoint] }];
        response.setHeader("x-subject-token", "t").writeHead(201);
        response.end(JSON.stringify({ token: { user: { id: "u1" }, project: { id: "p1", name: "lab" }, catalog } }));
        return;
      }
      const answer = request.headers["x-auth-token"] === "t" ? answers[request.url ?? ""] : undefined;
      response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? { error: "no such thing" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const login = () =>
    OpenstackClient.login({ auth: { auth_url: `${address}/v3`, username: "u", password: "p", project_name: "lab" } });

  test("lists what the project owns, without what Neutron makes by itself, and skips services the site lacks", async () => {
    expect(await inventory(await login())).toEqual([
      { kind: "floating IP", id: "f", name: "203.0.113.9", project: "p1" },
      { kind: "port", id: "port-1", name: "", project: "p1" },
      { kind: "security group", id: "s", name: "web", project: "p1" },
    ]);
  });

  test("lists only what is asked for", async () => {
    expect((await survey(await login(), ["port"])).items.map(({ id }) => id)).toEqual(["port-1"]);
  });

  test("one service that refuses keeps nobody from seeing the rest", async () => {
    const { "/v2.0/ports?project_id=p1": ports, ...others } = answers;
    delete answers["/v2.0/ports?project_id=p1"];
    try {
      const { items, refused } = await survey(await login());
      expect(items.map(({ id }) => id)).toEqual(["f", "s"]);
      expect(refused.map(({ kind, error }) => [kind, error.message])).toEqual([
        ["port", `GET ${address}/v2.0/ports?project_id=p1: 404 {"error":"no such thing"}`],
      ]);
      await expect(inventory(await login())).rejects.toThrow("/v2.0/ports?project_id=p1: 404");
    } finally {
      Object.assign(answers, others, { "/v2.0/ports?project_id=p1": ports });
    }
  });

  test("a refusal carries the service's own words", async () => {
    await expect((await login()).get("network", "/v2.0/nothing")).rejects.toThrow(
      `GET ${address}/v2.0/nothing: 404 {"error":"no such thing"}`,
    );
  });

  test("a service that is not in the catalog is named", async () => {
    await expect((await login()).get("dns", "/v2/zones")).rejects.toThrow('the cloud has no service of type "dns"');
  });
});
