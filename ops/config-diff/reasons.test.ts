import { CommentedFile } from "./reasons";

test.each<[string, string, (string | number)[], string | undefined]>([
  ["beside the value", "a: 1 # reason: r", ["a"], "r"],
  ["not another key's", "a: 1 # reason: r\nb: 2", ["b"], undefined],
  ["above the value", "x: 0\n# reason: r\na: 1", ["a"], "r"],
  ["above the value, blank lines between", "x: 0\n# reason: r\n\n\na: 1", ["a"], "r"],
  ["above the first key", "# reason: r\na: 1\nb: 2", ["a"], "r"],
  ["above the first key speaks for it alone", "s:\n  # reason: r\n  a: 1\n  b: 2", ["s", "b"], undefined],
  ["above the first key says nothing of the section", "s:\n  # reason: r\n  a: 1", ["s"], undefined],
  ["beside the first key says nothing of the section", "s:\n  a: 1 # reason: r\n  b: 2", ["s"], undefined],
  ["beside the section", "s: # reason: r\n  a: {b: 1}", ["s", "a", "b"], "r"],
  ["above the section", "# reason: r\ns:\n  a:\n    b: 1", ["s", "a", "b"], "r"],
  ["above the section does not reach the next", "# reason: r\ns:\n  a: 1\nt:\n  a: 1", ["t", "a"], undefined],
  ["the nearest wins", "# reason: far\ns:\n  a: 1 # reason: near", ["s", "a"], "near"],
  ["above and beside", "# reason: one\na: 1 # reason: two", ["a"], "one; two"],
  ["another comment", "# note\na: 1 # because", ["a"], undefined],
  ["a reason that says nothing", "a: 1 # reason:", ["a"], undefined],
  ["a reason among other lines", "# A note.\n# reason: r\na: 1", ["a"], "r"],
  ["a reason of several lines", "# reason: one\n# two\n#   three\n# todo: later\na: 1", ["a"], "one two three"],
  ["a reason ends at a blank line", "# reason: one\n\n# two\na: 1", ["a"], "one"],
  ["two reasons above", "# reason: one\n# reason: two\na: 1", ["a"], "one; two"],
  ["capitals", "a: 1 # Reason: r", ["a"], "r"],
  ["at the end of the section above", "s:\n  a: 1\n  # reason: r\nb: 1", ["b"], undefined],
  ["further to the left, just above", "s:\n# reason: r\n  a: 1", ["s", "a"], "r"],
  ["a # inside a text", 'a: "1 # reason: r"', ["a"], undefined],
  ["a # inside a block of text", "a: |\n  # reason: r\n  text\nb: 1", ["b"], undefined],
  ["beside the head of a block of text", "a: | # reason: r\n  text", ["a"], "r"],
  ["beside the last line of a long text", 'a: "x\n  y" # reason: r', ["a"], "r"],
  ["inside a flow mapping of one line", "s: { a: 1, b: 2 } # reason: r", ["s", "b"], "r"],
  ["beside a line of a flow mapping", "s: {\n  a: 1, # reason: r\n  b: 2,\n}", ["s", "a"], "r"],
  ["not beside the other line", "s: {\n  a: 1, # reason: r\n  b: 2,\n}", ["s", "b"], undefined],
  ["above a line of a flow mapping", "s: {\n  a: 1,\n  # reason: r\n  b: 2,\n}", ["s", "b"], "r"],
  ["beside the end of a flow mapping", "s: {\n  a: 1,\n  b: 2,\n} # reason: r", ["s", "a"], "r"],
  ["beside an item", "l:\n  - x # reason: r\n  - y", ["l", 0], "r"],
  ["not beside the other item", "l:\n  - x # reason: r\n  - y", ["l", 1], undefined],
  ["above an item", "l:\n  - x\n  # reason: r\n  - y", ["l", 1], "r"],
  ["beside the first key of an item", "l:\n  - name: x # reason: r\n    size: 1", ["l", 0, "size"], "r"],
  ["beside another key of an item", "l:\n  - name: x\n    size: 1 # reason: r", ["l", 0, "size"], "r"],
  ["which says nothing of the item", "l:\n  - name: x\n    size: 1 # reason: r", ["l", 0], undefined],
  ["beside the dash", "l:\n  - # reason: r\n    name: x\n    size: 1", ["l", 0, "size"], "r"],
  ["beside an item in flow style", "l:\n  - { name: x, size: 1 } # reason: r", ["l", 0, "size"], "r"],
  ["items in flow style on lines of their own", "l: [\n  x, # reason: r\n  y,\n]", ["l", 0], "r"],
  ["beside a list in flow style", "l: [x, y] # reason: r", ["l", 1], "r"],
  ["what is not there, by its section", "# reason: r\ns:\n  a: 1", ["s", "b", "c"], "r"],
  ["what is not there, without", "s:\n  a: 1 # reason: r", ["s", "b"], undefined],
  ["a key that is a number", "# reason: r\n80: x", ["80"], "r"],
  ["through an anchor only up to its use", "a: &x\n  b: 1 # reason: no\nc: *x # reason: r", ["c", "b"], "r"],
  ["Windows' line ends", "# reason: r\r\na: 1\r\n", ["a"], "r"],
])("%s", (_, text, path, reason) => {
  const file = new CommentedFile(text);
  expect(file.errors).toEqual([]);
  expect(file.reasonAt(path)).toBe(reason);
});

test("what is no YAML is told by line", () => {
  expect(new CommentedFile("a: 1\nb: [x\n").errors).toEqual([
    "Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1",
  ]);
});
