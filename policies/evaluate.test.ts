import { levelOf, settingsOf, type PolicyConfig } from "./config";
import { evaluate, stops } from "./evaluate";
import { container, deployment } from "./objects";
import { resourceOfManifest } from "./rule";
import { replicas } from "./rules/replicas";
import { requestRatio } from "./rules/request-ratio";

const alone = resourceOfManifest(
  deployment({ containers: [container()] }, { replicas: 1 }, { name: "web", namespace: "demo" }),
);
const run = (config: PolicyConfig, day = "2026-11-21") =>
  evaluate([alone], { rules: [replicas, requestRatio], config, day });
const exception = { rule: "replicas", resource: "demo/web", reason: "small", owner: "anna", expires: "2026-12-31" };

test.each<[string, PolicyConfig, string]>([
  ["mandatory where nothing is said", {}, "mandatory"],
  ["what is said of all", { all: "advisory" }, "advisory"],
  ["its own over that of all", { all: "advisory", replicas: "disabled" }, "disabled"],
  ["its own beside settings", { replicas: { enforcementLevel: "advisory", min: 3 } }, "advisory"],
  [
    "that of all beside settings of its own",
    { all: { enforcementLevel: "advisory" }, replicas: { min: 3 } },
    "advisory",
  ],
])("level: %s", (_, config, expected) => expect(levelOf("replicas", config)).toBe(expected));

test("settings are the rule's own where the configuration is silent, and never the level", () => {
  expect(settingsOf(replicas, { replicas: { enforcementLevel: "advisory", min: 3 } })).toEqual({
    ...replicas.defaults,
    min: 3,
  });
  expect(settingsOf(replicas, { replicas: "advisory" })).toEqual(replicas.defaults);
});

test.each<[string, PolicyConfig, boolean[]]>([
  ["a violation stops", {}, [true]],
  ["an advisory one does not", { replicas: "advisory" }, [false]],
  ["an excepted one does not", { exceptions: { list: [exception] } }, [false]],
  [
    "an exception that has expired excepts nothing",
    { exceptions: { list: [{ ...exception, expires: "2026-11-20" }] } },
    [true],
  ],
  ["a rule that is disabled says nothing", { replicas: "disabled" }, []],
  ["settings decide", { replicas: { min: 1 } }, []],
])("%s", (_, config, expected) => expect(run(config).map(stops)).toEqual(expected));
