/** The lab's cloud does what a real one does, for a tenant that uses every service. Needs a running lab (`lab start`). */
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import * as z from "zod";
import { labStatus, paths, type LabStatus } from "../../lab";

const answerSchema = z.object({
  states: z.record(z.string(), z.unknown()),
  left: z.array(z.string()),
});

const loadBalancer = (provider: string): Record<string, string> => ({
  provider,
  loadBalancer: "ACTIVE",
  listener: "ACTIVE",
  pool: "ACTIVE",
  member: "ACTIVE",
});

describe("the lab's cloud", () => {
  let status: LabStatus;
  let answer: z.infer<typeof answerSchema>;

  beforeAll(async () => {
    status = await labStatus();
    const output = execFileSync("/usr/bin/python3", [path.join(__dirname, "openstack_walk.py")], {
      env: { PATH: "/usr/bin:/bin", OS_CLIENT_CONFIG_FILE: paths.cloudsYaml, OS_CLOUD: "lab-test" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    answer = answerSchema.parse(JSON.parse(output));
  }, 300_000);

  test("is healthy, every process of it", () => {
    expect(status.processes.filter(({ health }) => health !== "ready")).toEqual([]);
    expect(status.state).toBe("healthy");
  });

  test("brings one of everything to its good state", () => {
    expect(answer.states).toEqual({
      network: "ACTIVE",
      router: "ACTIVE",
      gateway: "203.0.113",
      server: "ACTIVE",
      port: "ACTIVE",
      volume: "in-use",
      ovn: loadBalancer("ovn"),
      amphora: loadBalancer("amphora"),
      floatingIp: "ACTIVE",
      dig: "198.51.100.7",
      bucket: { body: "hello", seenBySwift: true },
      secret: "ACTIVE",
    });
  });

  test("leaves nothing behind when it is all deleted", () => {
    expect(answer.left).toEqual([]);
  });
});
