/** Ports of this machine, for servers that a test starts. */
import { once } from "node:events";
import * as net from "node:net";

/** One that nobody has now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
