import { code, escapeMarkdown, fence, folded } from "./markdown";

test.each<[string, string]>([
  ["plain words, 3 of them.", "plain words, 3 of them."],
  ["<script>alert(1)</script> & co", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"],
  ["@everybody and a@b", "@&#8203;everybody and a@&#8203;b"],
  ["fixes #12, !3, &#35;1", "fixes #&#8203;12, !&#8203;3, &amp;#&#8203;35;1"],
  [
    "`code` *bold* _it_ [a](b) a|b ~x~ $y$ \\z",
    "&#96;code&#96; &#42;bold&#42; &#95;it&#95; &#91;a&#93;(b) a&#124;b &#126;x&#126; &#36;y&#36; &#92;z",
  ],
  ["two\nlines\n\n# no heading", "two lines # no heading"],
  ["# heading", "# heading"],
  ["- item", "&#8203;- item"],
  ["/close", "&#8203;/close"],
  ["1. item", "&#8203;1. item"],
])("%j", (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test("a name as code mentions nobody, ends nothing, and holds no tag", () => {
  expect(code("a`b|<b>@you\nimage@sha256:1")).toBe(
    "<code>a&#96;b&#124;&lt;b&gt;&#64;you image&#64;sha256&#58;1</code>",
  );
  expect(code("")).toBe("");
});

test.each<[string, number]>([
  ["plain", 3],
  ["a ``` b", 4],
  ["`````", 6],
])("the fence around %j has %i ticks", (text, ticks) => {
  const [first, ...rest] = fence(text, "diff").split("\n");
  expect([first, rest.at(-1), rest.slice(0, -1).join("\n")]).toEqual([
    `${"`".repeat(ticks)}diff`,
    "`".repeat(ticks),
    text,
  ]);
});

test("a summary is words", () => {
  expect(folded("1 <b>", "x")).toBe("<details><summary>1 &lt;b&gt;</summary>\n\nx\n\n</details>");
});
