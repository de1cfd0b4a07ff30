import * as fc from "fast-check";
import { escaped, html, Markup } from "./html";

test("whatever is put in is escaped, and nothing twice", () => {
  const inner = html`<b>${`"Q" & 'A' <i>`}</b>`;
  expect(html`<p title="${'"'}">${inner}${[html`<i>${1}</i>`, "<"]}${undefined}</p>`.text).toBe(
    '<p title="&quot;"><b>&quot;Q&quot; &amp; &#39;A&#39; &lt;i&gt;</b><i>1</i>&lt;</p>',
  );
});

test("what is HTML already says so", () => {
  expect(html`${new Markup("<hr>")}`.text).toBe("<hr>");
});

test("control characters, which XML forbids, are left out; letters of all scripts stay", () => {
  expect(escaped("a\u0000\u001b[31mb\nø\t望")).toBe("a[31mb\nø\t望");
});

test("no text can leave its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(escaped(text)).not.toMatch(/[<>"']/);
    }),
  );
});
