import * as net from "node:net";
import type { AddressInfo } from "node:net";
import { blocksLoopback, listListeners, parseListeners, socketHolder } from "./listeners";

const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

test("listening sockets are read, connections are not", () => {
  const table = [
    header,
    "   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000   107        0 41205 1 0 100 0 0 10 0",
    "   1: 0100007F:0CEA 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000   107        0 41300 1 0 20 4 30 10 -1",
    "",
  ].join("\n");
  expect(parseListeners(table)).toEqual([{ address: "127.0.0.1", port: 3306, inode: "41205" }]);
});

test("IPv6 addresses are read", () => {
  const table = `${header}\n   0: 00000000000000000000000001000000:1111 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 77 1 0\n`;
  expect(parseListeners(table)).toEqual([{ address: "0:0:0:0:0:0:0:1", port: 4369, inode: "77" }]);
});

test.each([
  ["127.0.0.1", "0100007F", true],
  ["0.0.0.0", "00000000", true],
  ["[::]", "00000000000000000000000000000000", true],
  ["[::ffff:127.0.0.1]", "0000000000000000FFFF00000100007F", true],
  ["127.0.0.53", "3500007F", false],
  ["10.0.0.5", "0500000A", false],
  ["[::1]", "00000000000000000000000001000000", false],
])("a listener on %s: in the way of one on 127.0.0.1?", (_name, hexadecimal, expected) => {
  const rows = parseListeners(`${header}\n   0: ${hexadecimal}:0CEA 0:0 0A 0:0 00:0 0 0 0 77 1 0\n`);
  expect(rows.map(blocksLoopback)).toEqual([expected]);
});

test("a port of our own is found together with its holder", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const listener = listListeners().find((candidate) => candidate.port === port);
  expect(listener?.address).toBe("127.0.0.1");
  expect(socketHolder(listener?.inode ?? "")?.pid).toBe(process.pid);
  server.close();
});

test("a socket that nobody holds has no holder", () => {
  expect(socketHolder("0")).toBeUndefined();
});
