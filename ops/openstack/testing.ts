/** For tests: a server on this machine that answers as the services of an OpenStack cloud do, and a client logged in to it. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { OpenstackClient } from "./client";

/** What a path answers: a JSON body with status 200, or another status, headers or body. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface FakeCloud {
  address: string;
  /** "METHOD /service/path" of every request after the login. */
  requests: string[];
  login(): Promise<OpenstackClient>;
  close(): Promise<void>;
}

/**
 * @param answers "/<service type>/<path with query>" to its answer, or "HEAD /..." for that method alone; they may be changed while the
 *   server runs. The catalog has the services that `services` names. Project p1, user u1, region RegionOne.
 * @param granted What the token says besides, like roles.
 */
export async function fakeCloud(
  services: readonly string[],
  answers: Record<string, Answer>,
  granted: object = {},
): Promise<FakeCloud> {
  const requests: string[] = [];
  let address = "";
  const token = (): object => ({
    user: { id: "u1" },
    project: { id: "p1", name: "rsp" },
    ...granted,
    catalog: services.map((type) => ({
      type,
      endpoints: [{ interface: "public", region: "RegionOne", url: `${address}/${type}` }],
    })),
  });
  const server = http.createServer((request, response) => {
    const { method = "", url = "" } = request;
    if (method === "POST" && url === "/v3/auth/tokens") {
      response
        .setHeader("x-subject-token", "t")
        .writeHead(201)
        .end(JSON.stringify({ token: token() }));
      return;
    }
    requests.push(`${method} ${url}`);
    const known = request.headers["x-auth-token"] === "t" ? (answers[`${method} ${url}`] ?? answers[url]) : undefined;
    const { status = 200, headers = {}, body } = known ?? { status: 404, body: { error: "no such thing" } };
    const type = { "content-type": "application/json" };
    response.writeHead(status, { ...type, ...headers }).end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const auth = { auth_url: `${address}/v3`, username: "u", password: "p", project_name: "rsp" };
  return {
    address,
    requests,
    login: () => OpenstackClient.login({ auth, region_name: "RegionOne" }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
