import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { OpenstackClient } from "./client";
import { fakeCloud } from "./testing";

test("asks the services of the catalog with the token", async () => {
  const cloud = await fakeCloud(["compute"], { "/compute/servers": { body: { servers: [] } } });
  const client = await cloud.login();
  expect([client.projectId, client.projectName, client.userId, client.has("dns")]).toEqual(["p1", "rsp", "u1", false]);
  await expect(client.get("compute", "/servers")).resolves.toEqual({ servers: [] });
  await expect(client.get("dns", "/v2/zones")).rejects.toThrow('the cloud has no service of type "dns"');
  await expect(client.get("compute", "/none")).rejects.toThrow(
    `GET ${cloud.address}/compute/none: 404 {"error":"no such thing"}`,
  );
  await client.delete("compute", "/none");
  expect(cloud.requests).toEqual(["GET /compute/servers", "GET /compute/none", "DELETE /compute/none"]);
  await cloud.close();
});

test("a cluster that Magnum has half deleted is asked for again until it is gone", async () => {
  const detail = "Invalid input for field/attribute master_count. Value: '0'. Value should be greater or equal to 1";
  const answers: Parameters<typeof fakeCloud>[1] = {
    "/container-infra/clusters/c1": { status: 400, body: { errors: [{ detail }] } },
    "/container-infra/clusters/c2": { status: 400, body: { errors: [{ detail: "something else" }] } },
  };
  const cloud = await fakeCloud(["container-infra"], answers);
  const client = await cloud.login();
  setTimeout(() => (answers["/container-infra/clusters/c1"] = { status: 404, body: {} }), 700);
  await expect(client.get("container-infra", "/clusters/c1")).rejects.toThrow("/clusters/c1: 404 {}");
  expect(cloud.requests).toEqual(Array<string>(3).fill("GET /container-infra/clusters/c1"));
  await expect(client.get("container-infra", "/clusters/c2")).rejects.toThrow("something else");
  expect(cloud.requests).toHaveLength(4);
  await cloud.close();
});

test("a region that the cloud does not have is told with those that it has", async () => {
  const cloud = await fakeCloud(["compute", "network"], {});
  const auth = { auth_url: `${cloud.address}/v3`, username: "u", password: "p", project_name: "rsp" };
  await expect(OpenstackClient.login({ auth, region_name: "RegionTwo" })).rejects.toThrow(
    'the cloud has no region "RegionTwo", only RegionOne',
  );
  await cloud.close();
});

test("a service that does not answer is an error that names it, not an endless wait", async () => {
  const server = http.createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const auth_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const login = OpenstackClient.login({ auth: { auth_url, user_id: "u", password: "p", project_id: "p1" } }, 50);
  await expect(login).rejects.toThrow(
    `POST ${auth_url}/v3/auth/tokens: no answer within 0.05 s; is the address right, and a VPN needed?`,
  );
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
