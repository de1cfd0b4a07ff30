import { maskOf } from "./mask";
import { planIn } from "./marker";
import type { PolicyFinding } from "./model";
import { defaultBudget, planOf, render } from "./render";
import { change, lines, model, modelOf } from "./testing";

const first = (text: string) => text.split("\n")[0];
const cluster = "openstack:containerinfra/cluster:Cluster";

describe("the first line says what came of it, and the counts", () => {
  const counts = { replace: 1, delete: 2, import: 0, update: 3, create: 1200, read: 0, same: 4 };
  const finding: PolicyFinding = { verdict: "mandatory", rule: "a", resource: "b", message: "c" };
  test.each([
    [
      "a preview",
      model({ counts }),
      "### Preview of <code>roe</code>: **1 to replace**, **2 to delete**, 1,200 to create, 3 to update, 4 unchanged",
    ],
    [
      "nothing to do",
      model({ counts: { ...model().counts, same: 114 } }),
      "### Preview of <code>roe</code>: no changes, 114 resources",
    ],
    [
      "broken rules",
      model({ result: "failed", policies: [finding, finding], counts: { ...model().counts, create: 1 } }),
      "### Preview of <code>roe</code> **failed**, 2 violations of mandatory rules: 1 to create",
    ],
    ["an error", model({ result: "failed", errors: ["x"] }), "### Preview of <code>roe</code> **failed**"],
    [
      "the guard",
      model({ stopped: ["volume/homes"], counts: { ...model().counts, delete: 1 } }),
      "### Preview of <code>roe</code> **stopped**: **1 to delete**",
    ],
    ["no events", model({ result: "none" }), "### Preview of <code>roe</code> **did not start**"],
    [
      "no end",
      model({ result: "unfinished", counts: { ...model().counts, create: 2 } }),
      "### Preview of <code>roe</code> **did not finish**: 2 to create",
    ],
    [
      "an update",
      model({ kind: "update", counts: { ...model().counts, update: 1, same: 9 } }),
      "### Update of <code>roe</code> done: 1 updated, 9 unchanged",
    ],
    ["cancelled", model({ kind: "update", result: "canceled" }), "### Update of <code>roe</code> **was cancelled**"],
  ])("%s", (_, given, line) => {
    expect(first(render(given))).toBe(line);
  });
});

test("the whole comment", () => {
  const text = render(
    model({
      counts: { ...model().counts, replace: 1, delete: 1, update: 1, same: 7 },
      seconds: 12,
      broken: 1,
      changes: [
        change("update", "quota", {
          type: "kubernetes:core/v1:ResourceQuota",
          diff: ['- spec.hard.pods: "50"', '+ spec.hard.pods: "60"'],
        }),
        change("replace", "cluster", {
          type: cluster,
          id: "4c2f",
          guarded: "cluster/cluster",
          protected: true,
          reasons: ["masterCount: 1 -> 3"],
          diff: ["- masterCount: 1", "+ masterCount: 3"],
        }),
        change("delete", "old"),
      ],
      stopped: ["cluster/cluster"],
      policies: [
        { verdict: "mandatory", rule: "data-protected", resource: "cluster", message: "Cluster cluster: is replaced." },
        { verdict: "unknown", rule: "budget", resource: "", message: "Cannot be known." },
      ],
      exceptions: [{ rule: "probes", resource: "web", reason: "batch | only", owner: "ops", expires: "2099-01-31" }],
      errors: ["data-protected: no"],
      capacity: [{ what: "cores", before: 20, after: 22.5 }],
      uncounted: ["data: size"],
      cost: { currency: "GBP", before: 100, after: 90.456, source: "rates of 2026" },
      manifests: [
        {
          title: "web: Deployment demo/web",
          change: "changed",
          added: 1,
          removed: 1,
          diff: "-replicas: 1\n+replicas: 2",
        },
      ],
      result: "failed",
      printed: "one\n\ntwo",
    }),
    { commit: "0123456789abcdef0123", run: "https://ci.example/1" },
  );
  expect(text).toBe(
    `### Preview of <code>roe</code> **failed**, 1 violation of mandatory rules: **1 to replace**, **1 to delete**, 1 to update, 7 unchanged

commit <code>0123456789ab</code> · [run](https://ci.example/1) · 12 s · 1 line of the log could not be read

> [!CAUTION]
> **The Kubernetes cluster <code>cluster</code> is replaced**: everything that runs in it, all its
> volume claims and the address of its API are lost.

**Stopped**: <code>cluster/cluster</code> cannot be made again as it was. <code>science-platform preview --stack roe</code> says what would be lost and the ways on.

**What went wrong**

\`\`\`
data-protected: no
\`\`\`

**Replaced or deleted**

- replace <code>cluster</code> (<code>openstack&#58;containerinfra/cluster&#58;Cluster</code>): **protected**, **cannot be made again as it was**, id <code>4c2f</code>, because of masterCount: 1 -&gt; 3
- delete <code>old</code> (<code>kubernetes&#58;core/v1&#58;ConfigMap</code>): because it is no longer in the program or the stack file

**Rules**: 1 mandatory, 1 not known yet

| level | rule | resource | what |
| --- | --- | --- | --- |
| **mandatory** | <code>data-protected</code> | <code>cluster</code> | Cluster cluster: is replaced. |
| not known yet | <code>budget</code> |  | Cannot be known. |

**Capacity**, pools of nodes at their largest

|  | before | after | change |
| --- | --- | --- | --- |
| cores | 20 | 22.5 | **+2.5** |
| estimated cost of a month, GBP | 100.00 | 90.46 | **-9.54** |

Not counted, because not known yet: <code>data&#58; size</code>. Prices: rates of 2026.

<details><summary>3 resources in detail</summary>

- replace <code>cluster</code> (<code>openstack&#58;containerinfra/cluster&#58;Cluster</code>)

\`\`\`diff
- masterCount: 1
+ masterCount: 3
\`\`\`

- delete <code>old</code> (<code>kubernetes&#58;core/v1&#58;ConfigMap</code>)
- update <code>quota</code> (<code>kubernetes&#58;core/v1&#58;ResourceQuota</code>)

\`\`\`diff
- spec.hard.pods: "50"
+ spec.hard.pods: "60"
\`\`\`


</details>

<details><summary>Rendered objects of Helm releases: 1 changed</summary>

- changed <code>web&#58; Deployment demo/web</code> (+1 -1 lines)

\`\`\`diff
-replicas: 1
+replicas: 2
\`\`\`


</details>

<details><summary>1 exception from rules</summary>

| rule | resource | reason | owner | until |
| --- | --- | --- | --- | --- |
| \`probes\` | web | batch &#124; only | ops | 2099-01-31 |

</details>

<details><summary>What the run printed last</summary>

\`\`\`
one
two
\`\`\`

</details>

<!-- science-platform: science-platform/roe plan=PLAN -->
`.replace("PLAN", planIn(text, { project: "science-platform", stack: "roe" }) ?? ""),
  );
});

describe("too much for a comment", () => {
  /** Fences and folds that are open at the end of the text. */
  function open(text: string): string[] {
    const stack: string[] = [];
    for (const line of text.split("\n")) {
      const ticks = /^(`{3,})(\w*)$/.exec(line);
      const [, mark = "", language = ""] = ticks ?? [];
      if (stack.at(-1)?.startsWith("`")) {
        if (mark === stack.at(-1) && language === "") stack.pop();
      } else if (ticks) stack.push(mark);
      else if (line.startsWith("<details>")) stack.push("details");
      else if (line === "</details>") expect(stack.pop()).toBe("details");
    }
    return stack;
  }

  const many = (length: number, action: "update" | "delete" = "update") =>
    Array.from({ length }, (_, index) =>
      change(
        action,
        `n${String(index).padStart(5, "0")}`,
        action === "delete" ? {} : { diff: ['- a: "1"', '+ a: "``` 2"'] },
      ),
    );
  const finding: PolicyFinding = { verdict: "advisory", rule: "probes", resource: "web", message: "x".repeat(500) };

  test.each([100, 1000, 10_000])("%i updates: within the budget, nothing open, as many as fit", (length) => {
    const text = render(model({ changes: many(length), counts: { ...model().counts, update: length } }));
    expect(text.length).toBeLessThanOrEqual(defaultBudget);
    expect(open(text)).toEqual([]);
    expect(first(text)).toContain(`${length.toLocaleString("en")} to update`);
    if (length > 100) expect(text.length).toBeGreaterThan(defaultBudget - 500);
    const named = text.match(/^- update <code>/gm)?.length ?? 0;
    const left = Number(/and ([\d,]+) resources more/.exec(text)?.[1]?.replace(",", "") ?? 0);
    expect(named + left).toBe(length);
  });

  test("what is deleted and what rules say are kept when details are not", () => {
    const policies = Array.from({ length: 20 }, () => finding);
    const changes = [...many(200, "delete"), ...many(5000)];
    const text = render(
      model({
        changes,
        policies,
        manifests: [{ title: "web", change: "added", added: 1, removed: 0, diff: "x\n".repeat(70_000) }],
      }),
    );
    expect(text.length).toBeLessThanOrEqual(defaultBudget);
    expect(open(text)).toEqual([]);
    expect(text.match(/^- delete .*: because it is no longer/gm)).toHaveLength(200);
    expect(text.match(/^\| advisory \|/gm)).toHaveLength(20);
  });

  test("ever smaller budgets: the first line and the mark are the last to stay", () => {
    const given = model({
      changes: [...many(50, "delete"), ...many(50)],
      policies: [finding],
      errors: ["e\n".repeat(200)],
      result: "failed",
      printed: "p\n".repeat(500),
    });
    for (let budget = 200; budget < 9000; budget += 311) {
      const text = render(given, { budget });
      expect(text.length).toBeLessThanOrEqual(budget);
      expect(open(text)).toEqual([]);
      expect(first(text)).toMatch(/^### Preview of <code>roe<\/code> \*\*failed\*\*/);
      expect(planIn(text, given)).toBe(planOf(given));
    }
  });
});

test("hostile names and messages stay what they are: text", () => {
  const hostile = "</details><!-- @you `x` | [a](javascript:1) ```\n/close";
  const text = render(
    model({
      changes: [change("delete", hostile, { id: hostile }), change("update", hostile, { diff: [`+ a: ${hostile}`] })],
      policies: [{ verdict: "mandatory", rule: hostile, resource: hostile, message: hostile }],
      errors: [hostile],
    }),
    { run: "javascript:alert(1)", commit: hostile },
  );
  const outside = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "");
  expect(outside.replace(/<(\/?)(details|summary|code)>|<!-- science-platform: \S+ plan=\w+ -->/g, "")).not.toMatch(
    /<|`|(?<!&#)@you|^\/close/m,
  );
  expect(outside).not.toContain("](");
});

test("the engine's secrets are words already, and literal ones go even where the events had them", () => {
  const secret = "hunter22<hunter22>";
  const text = render(
    modelOf([
      lines.step("create", "kubernetes:core/v1:Secret", secret, { new: { inputs: { a: secret } } }),
      lines.error(secret),
    ]),
    { mask: maskOf([secret]) },
  );
  expect(text).not.toContain("hunter22");
  expect(text.match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(3);
});

describe("against the plan that was reviewed", () => {
  const given = model({ changes: [change("update", "a", { diff: ["+ a: 1"] })] });
  test.each([
    ["the same", planOf(given), "This is the plan that was reviewed in #&#8203;12."],
    [
      "another",
      "0123456789abcdef",
      "**This differs from the plan that was reviewed in #&#8203;12**: read it before you approve.",
    ],
    ["none", undefined, "**Nobody has reviewed this plan**: there is no comment on #&#8203;12 to compare it with."],
  ])("%s", (_, plan, sentence) => {
    expect(render(given, { reviewed: { where: "#12", plan } }).split("\n\n")[1]).toBe(sentence);
  });

  test("a plan is what is done to what, in any order", () => {
    const [a, b] = [change("update", "a", { diff: ["+ x: 1"] }), change("delete", "b")];
    expect(planOf(model({ changes: [a, b] }))).toBe(planOf(model({ changes: [b, a] })));
    expect(planOf(model({ changes: [a] }))).not.toBe(planOf(model({ changes: [{ ...a, diff: ["+ x: 2"] }] })));
  });
});
