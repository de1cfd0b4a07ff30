import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { address, downloadTool, findChecksum, Hosts } from "./download";
import { Unavailable, WrongChecksum } from "./errors";
import type { Download, Tool } from "./types";

const hash = "0123456789abcdef".repeat(4);

describe("a publisher's checksum file", () => {
  test.each([
    ["sha256sum lines", `${"f".repeat(64)}  other\n${hash}  tool.tar.gz\n`],
    ["binary mode", `${hash} *tool.tar.gz\n`],
    ["with a folder", `${hash}  ./tool.tar.gz\n`],
    ["a bare hash", `${hash}\n`],
    ["a bare hash in capitals, without newline", hash.toUpperCase()],
  ])("%s", (_what, text) => expect(findChecksum(text, "tool.tar.gz")).toBe(hash));

  test.each([
    ["another file", `${hash}  tool.tar.gz.sig\n`],
    ["a SHA-512 sum", `${hash}${hash}  tool.tar.gz\n`],
    ["a page that says no", "<html>404</html>"],
  ])("%s is no checksum", (_what, text) => expect(findChecksum(text, "tool.tar.gz")).toBeUndefined());
});

describe("hosts", () => {
  test("each is asked once, and any answer will do", async () => {
    const asked: unknown[] = [];
    const hosts = new Hosts(100, (url) => {
      asked.push(url);
      return Promise.resolve(new Response(null, { status: 403 }));
    });
    expect(await hosts.unreachable("https://a.example/1")).toBeUndefined();
    expect(await hosts.unreachable("https://a.example/2")).toBeUndefined();
    expect(await hosts.unreachable("https://b.example/1")).toBeUndefined();
    expect(asked).toEqual(["https://a.example", "https://b.example"]);
  });

  test("says why a host cannot be reached", async () => {
    const cause = Object.assign(new Error(), { code: "ENOTFOUND" });
    const hosts = new Hosts(100, () => Promise.reject(new TypeError("fetch failed", { cause })));
    expect(await hosts.unreachable("https://a.example/1")).toBe("a.example cannot be reached (ENOTFOUND)");
  });

  test("a silent host is given up", async () => {
    const hosts = new Hosts(
      30,
      (_url, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error)),
        ),
    );
    expect(await hosts.unreachable("https://a.example/1")).toBe("a.example cannot be reached (no answer)");
  });
});

describe("downloads", () => {
  let server: http.Server;
  let files: Record<string, Buffer | string>;
  let folder: string;
  let base: string;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "download-"));
    files = {};
    server = http.createServer((request, response) => {
      const file = files[request.url ?? ""];
      response.writeHead(file === undefined ? 404 : 200).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  const sum = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
  const tool = (download: Partial<Download>): Tool => ({
    name: "sample",
    version: "1.2.3",
    programs: [],
    downloads: [{ url: `${base}/v{version}/sample`, checksums: `${base}/sums`, programs: { sample: "" }, ...download }],
  });
  const fetchTool = (download: Partial<Download> = {}): Promise<string> =>
    downloadTool(tool(download), folder, new Hosts());

  test("a bare program", async () => {
    files = { "/v1.2.3/sample": "#!/bin/sh", "/sums": `${sum("#!/bin/sh")}  sample\n` };
    expect(await fetchTool()).toBe(`${base}/v1.2.3/sample`);
    expect(fs.readdirSync(folder)).toEqual(["sample"]);
    expect(fs.readFileSync(path.join(folder, "sample"), "utf8")).toBe("#!/bin/sh");
    expect(fs.statSync(path.join(folder, "sample")).mode & 0o777).toBe(0o755);
  });

  test("members of an archive, each under its own name", async () => {
    const scratch = path.join(folder, "pack");
    fs.mkdirSync(path.join(scratch, "inner"), { recursive: true });
    fs.writeFileSync(path.join(scratch, "inner", "a"), "A");
    fs.writeFileSync(path.join(scratch, "inner", "b"), "B");
    const archive = execFileSync("tar", ["-cz", "-C", scratch, "inner"]);
    fs.rmSync(scratch, { recursive: true });
    files = { "/s-1.2.3.tar.gz": archive, "/sums": `${sum(archive)}  s-1.2.3.tar.gz\n` };
    await fetchTool({ url: `${base}/s-{version}.tar.gz`, programs: { first: "inner/a", second: "inner/b" } });
    expect(fs.readdirSync(folder).sort()).toEqual(["first", "second"]);
    expect(fs.readFileSync(path.join(folder, "second"), "utf8")).toBe("B");
  });

  test("a wrong checksum is refused, and nothing of the file stays usable", async () => {
    files = { "/v1.2.3/sample": "evil", "/sums": `${sum("good")}  sample\n` };
    await expect(fetchTool()).rejects.toThrow(WrongChecksum);
    await expect(fetchTool()).rejects.toThrow(
      `${base}/v1.2.3/sample has SHA-256 ${sum("evil")}, but its publisher says ${sum("good")}. It was not used.`,
    );
    expect(fs.existsSync(path.join(folder, "sample"))).toBe(false);
  });

  test("a pinned checksum is compared without asking the publisher", async () => {
    files = { "/v1.2.3/sample": "x" };
    await fetchTool({ sha256: { amd64: sum("x"), arm64: sum("x") } });
    expect(fs.existsSync(path.join(folder, "sample"))).toBe(true);
  });

  test.each([
    ["a missing file", { "/sums": `${hash}  sample` }, "/v1.2.3/sample answers 404 Not Found"],
    ["missing checksums", { "/v1.2.3/sample": "x" }, "/sums answers 404 Not Found"],
    ["checksums of other files", { "/v1.2.3/sample": "x", "/sums": `${hash}  other` }, "/sums does not name sample"],
  ])("%s means another way", async (_what, served, message) => {
    files = served;
    const failed = await fetchTool().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Unavailable);
    expect((failed as Error).message).toBe(base + message);
  });

  test("an archive without the program means another way", async () => {
    const archive = execFileSync("tar", ["-cz", "-C", folder, "--files-from=/dev/null"]);
    files = { "/s.tar.gz": archive, "/sums": `${sum(archive)}  s.tar.gz\n` };
    const failed = await fetchTool({ url: `${base}/s.tar.gz`, programs: { first: "inner/a" } }).catch(
      (e: unknown) => e,
    );
    expect(failed).toBeInstanceOf(Unavailable);
    expect((failed as Error).message).toBe(`${base}/s.tar.gz cannot be unpacked (tar: inner/a: Not found in archive)`);
  });

  test("a host that is not there means another way, at once", async () => {
    server.close();
    const began = Date.now();
    const failed = await fetchTool().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Unavailable);
    expect((failed as Error).message).toMatch(/^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/);
    expect(Date.now() - began).toBeLessThan(1000);
  });
});

test("addresses use the publisher's word for the processor", () => {
  const download = { url: "https://x.example/{version}/{arch}", checksums: "", programs: {} };
  const arch = process.arch === "x64" ? "amd64" : "arm64";
  expect(address({ version: "1.0" }, download, download.url)).toBe(`https://x.example/1.0/${arch}`);
  const named = { ...download, arch: { amd64: "x64", arm64: "aarch64" } };
  expect(address({ version: "1.0" }, named, download.url)).toBe(
    `https://x.example/1.0/${arch === "amd64" ? "x64" : "aarch64"}`,
  );
});
