import { matchesAny } from "./patterns";

test.each([
  ["demo/web", "demo/web", true],
  ["demo/*", "demo/web", true],
  ["*", "", true],
  ["demo/w.b", "demo/web", false],
  ["web", "demo/web", false],
  ["a[b]+", "a[b]+", true],
])("the pattern %s for %s: %s", (pattern, text, expected) => expect(matchesAny([pattern], text)).toBe(expected));
