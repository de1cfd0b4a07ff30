import * as http from "node:http";
import * as net from "node:net";
import { Hosts } from "./download";
import { environmentFetch } from "./fetch";

const environment = { ...process.env };
const servers: http.Server[] = [];
/** What the proxy was asked for. */
let tunnels: string[];
let site: string;
let proxy: string;
/** What the proxy answers before it hands bytes on. */
let answer: string;
let warn: jest.SpyInstance;

async function listen(server: http.Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
}

beforeEach(async () => {
  warn = jest.spyOn(process, "emitWarning");
  for (const name of ["http_proxy", "https_proxy", "no_proxy"]) {
    delete process.env[name];
    delete process.env[name.toUpperCase()];
  }
  tunnels = [];
  answer = "200 Connection established";
  const sitePort = await listen(http.createServer((_request, response) => response.end("the file")));
  site = `http://127.0.0.1:${sitePort}`;
  const server = http.createServer();
  // Whatever name is asked for, the way leads to our site: names that only the proxy can resolve work, too.
  server.on("connect", (request, socket: net.Socket) => {
    tunnels.push(request.url ?? "");
    socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
    if (!answer.startsWith("200")) return void socket.end();
    const onward = net.connect(sitePort, "127.0.0.1", () => void socket.pipe(onward).pipe(socket));
    for (const end of [socket, onward]) end.on("error", () => [socket, onward].forEach((each) => each.destroy()));
  });
  proxy = `http://127.0.0.1:${await listen(server)}`;
});
afterEach(() => {
  process.env = { ...environment };
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  const warned = warn.mock.calls;
  warn.mockRestore();
  // undici calls its proxy agent an experiment, once per process: users can do nothing about it.
  expect(warned).toEqual([]);
});

const text = async (url: string): Promise<string> => (await environmentFetch()(url)).text();

test("without a proxy, straight to the site", async () => {
  expect(await text(site)).toBe("the file");
  expect(tunnels).toEqual([]);
});

test.each(["HTTP_PROXY", "http_proxy"])("%s is used, also for names that only it knows", async (name) => {
  process.env[name] = proxy;
  expect(await text("http://releases.invalid/file")).toBe("the file");
  expect(tunnels).toEqual(["releases.invalid:80"]);
});

test("HTTPS_PROXY is used for https", async () => {
  process.env.HTTPS_PROXY = proxy;
  // The site speaks no TLS: that the tunnel was asked for is all there is to see.
  await expect(text("https://releases.invalid/file")).rejects.toThrow("fetch failed");
  expect(tunnels).toEqual(["releases.invalid:443"]);
  expect(await text(site)).toBe("the file");
  expect(tunnels).toHaveLength(1);
});

test("NO_PROXY goes around it", async () => {
  process.env.HTTP_PROXY = proxy;
  process.env.NO_PROXY = "example.org,127.0.0.1";
  expect(await text(site)).toBe("the file");
  expect(tunnels).toEqual([]);
});

test("a host that the proxy refuses counts as not reachable, with the proxy's answer", async () => {
  process.env.HTTP_PROXY = proxy;
  answer = "403 Forbidden";
  expect(await new Hosts().unreachable("http://releases.invalid/file")).toBe(
    "releases.invalid cannot be reached (Proxy response (403) !== 200 when HTTP Tunneling)",
  );
});

test.each(["proxy.example:3128", "secret-word", "socks5://proxy.example"])(
  "%j is no proxy, and is not shown",
  (value) => {
    process.env.HTTPS_PROXY = value;
    expect(environmentFetch).toThrow(
      "The variable HTTPS_PROXY is not the address of a proxy. Set it to something like http://proxy.example:3128, or unset it.",
    );
  },
);
