import * as fc from "fast-check";
import { description, drawing } from "./drawing";
import { layout, type Placed } from "./layout";
import type { Box, Topology } from "./model";

const box = (id: string, lines: string[] = ["one"]): Box => ({ id, title: id, lines });

function topology(namespaces: number, pools: number, stores: number): Topology {
  const many = (kind: string, count: number) => Array.from({ length: count }, (_, index) => box(`${kind}/${index}`));
  return {
    title: "site",
    outside: [box("users"), box("names")],
    cloud: "Cloud",
    entry: [box("entry")],
    cluster: { title: "Kubernetes", namespaces: many("namespace", namespaces), pools: many("pool", pools) },
    stores: many("store", stores),
    network: [box("network")],
    links: [
      { from: "users", to: "entry", label: "HTTPS" },
      { from: "entry", to: "namespace/0", label: "ports" },
      ...many("namespace", namespaces)
        .slice(1)
        .map(({ id }) => ({ from: "namespace/0", to: id, label: "HTTP" })),
      ...many("store", stores).map(({ id }) => ({ from: "cluster", to: id, label: "S3" })),
    ],
  };
}

const apart = (a: Placed, b: Placed) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

type Area = Pick<Placed, "x" | "y" | "width" | "height">;

const isWithin = ({ height, width, x, y }: Area, frame: Area | undefined) =>
  frame !== undefined &&
  x >= frame.x &&
  y >= frame.y &&
  x + width <= frame.x + frame.width &&
  y + height <= frame.y + frame.height;

test("boxes lie apart, inside the drawing and their frames, and every way that has both ends is drawn", () => {
  const sizes = fc.record({
    namespaces: fc.integer({ min: 0, max: 12 }),
    pools: fc.integer({ min: 1, max: 5 }),
    stores: fc.integer({ min: 0, max: 6 }),
    shape: fc.constantFrom({ width: 1040, columns: 3 }, { width: 344, columns: 1 }),
  });
  fc.assert(
    fc.property(sizes, ({ namespaces, pools, shape, stores }) => {
      const given = topology(namespaces, pools, stores);
      const plan = layout(given, shape);
      expect(plan.boxes).toHaveLength(4 + namespaces + pools + stores);
      const together = plan.boxes.flatMap((a, index) => plan.boxes.slice(index + 1).filter((b) => !apart(a, b)));
      expect(together).toEqual([]);
      const [cloud, cluster] = plan.frames;
      const paper = { x: 0, y: 0, width: shape.width, height: plan.height };
      const frameOf = (kind: Placed["kind"]) =>
        ["namespace", "pool"].includes(kind) ? cluster : kind === "outside" ? paper : cloud;
      expect(plan.boxes.filter((one) => !isWithin(one, frameOf(one.kind)))).toEqual([]);
      expect(plan.links).toHaveLength(given.links.length - (namespaces === 0 ? 1 : 0));
      const points = plan.links.flat().map((point) => ({ ...point, width: 0, height: 0 }));
      expect(points.filter((point) => !isWithin(point, paper))).toEqual([]);
    }),
  );
});

test("what does not fit is shortened, and said whole to whoever points at it", () => {
  const given = { ...topology(1, 1, 0), network: [box("network", ["x".repeat(500)])] };
  const network = layout(given, { width: 344, columns: 1 }).boxes.find(({ id }) => id === "network");
  expect(network?.lines).toEqual([`${"x".repeat(35)}…`]);
  expect(network?.full).toBe(`network\n${"x".repeat(500)}`);
});

test("the drawing says in words what it shows", () => {
  expect(description(topology(2, 1, 1))).toBe(
    "Cloud carries Kubernetes. Namespaces: namespace/0, namespace/1. Data lies in: store/0. " +
      "Data goes from users to entry (HTTPS); entry to namespace/0 (ports); namespace/0 to namespace/1 (HTTP); the cluster to store/0 (S3).",
  );
  const { text } = drawing(topology(1, 1, 1), { width: 1040, columns: 3, id: "a", style: ".x{}" });
  expect(text).toContain('aria-labelledby="a-title a-desc"');
  expect(text).toContain('<title id="a-title">site</title>');
  expect(text).toContain("<style>.x{}</style>");
});
