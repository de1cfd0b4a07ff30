/** Where each box of the drawing stands, and which way its lines take. Pure. */
import type { Box, Topology } from "./model";

export interface Point {
  x: number;
  y: number;
}

export interface Placed {
  id: string;
  kind: "outside" | "entry" | "namespace" | "pool" | "store" | "network";
  /** As it fits into the box. */
  title: string;
  lines: string[];
  /** All of it. */
  full: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Plan {
  height: number;
  frames: { title: string; kind: "cloud" | "cluster"; x: number; y: number; width: number; height: number }[];
  boxes: Placed[];
  links: Point[][];
  labels: (Point & { text: string })[];
}

/** Pixels. */
const space = { edge: 12, gap: 34, between: 16, frame: 50, gutter: 30, letter: 6.7, heading: 7.4 };

interface Row {
  boxes: Placed[];
  top: number;
  bottom: number;
}

/**
 * Rows of boxes from top to bottom: outside, then the frame of the cloud with entrance, cluster, stores and network. Lines run in the gaps
 * between rows, and past rows in the gutter at the left of the boxes.
 */
export function layout(topology: Topology, { columns, width }: { width: number; columns: number }): Plan {
  const { outside, entry, cluster, stores, network } = topology;
  const rows: Row[] = [];
  const frames: Plan["frames"] = [];
  let y: number = space.edge;

  /** One or more rows of boxes within a margin on both sides. */
  const place = (boxes: readonly Box[], kind: Placed["kind"], inset: number, most = columns) => {
    const left = inset + space.gutter;
    const room = width - left - inset;
    for (let index = 0; index < boxes.length; index += most) {
      const some = boxes.slice(index, index + most);
      const each = (room - space.between * (some.length - 1)) / some.length;
      const one = some.map((box, column) => placed(box, kind, left + column * (each + space.between), y, each));
      const height = Math.max(...one.map((box) => box.height));
      rows.push({ boxes: one.map((box) => ({ ...box, height })), top: y, bottom: y + height });
      y += height + space.gap;
    }
  };
  /** A frame around what `work` places. */
  const framed = (title: string, kind: "cloud" | "cluster", inset: number, work: () => void) => {
    const top = y;
    y += space.frame;
    work();
    y -= space.gap - 14;
    const frame = { x: inset, width: width - 2 * inset, y: top, height: y - top };
    frames.push({ ...frame, kind, title: shortened(title, frame.width - 28, space.heading) });
    y += space.gap;
  };

  // Whoever sends stands next to what receives it.
  place(columns === 1 ? [...outside].reverse() : outside, "outside", space.edge);
  framed(topology.cloud, "cloud", space.edge, () => {
    place(entry, "entry", space.edge * 2);
    framed(cluster.title, "cluster", space.edge * 2, () => {
      place(cluster.namespaces.slice(0, 1), "namespace", space.edge * 3);
      place(cluster.namespaces.slice(1), "namespace", space.edge * 3);
      place(cluster.pools, "pool", space.edge * 3);
    });
    place(stores, "store", space.edge * 2, columns === 1 ? 1 : 4);
    place(network, "network", space.edge * 2);
  });
  // Outer frames are drawn first.
  frames.reverse();
  const ways = route(topology, rows, frames);
  return { height: Math.ceil(y - space.gap + space.edge), frames, boxes: rows.flatMap(({ boxes }) => boxes), ...ways };
}

function placed(box: Box, kind: Placed["kind"], x: number, y: number, width: number): Placed {
  const room = width - 24;
  return {
    id: box.id,
    kind,
    title: shortened(box.title, room, space.heading),
    lines: box.lines.map((line) => shortened(line, room, space.letter)),
    full: [box.title, ...box.lines].join("\n"),
    x: round(x),
    y,
    width: round(width),
    height: 34 + box.lines.length * 18,
  };
}

/** What fits into a width, at so many pixels a letter. */
function shortened(text: string, width: number, letter: number): string {
  const most = Math.max(4, Math.floor(width / letter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function route({ links }: Topology, rows: readonly Row[], frames: Plan["frames"]): Pick<Plan, "links" | "labels"> {
  const rowOf = (id: string) => rows.findIndex(({ boxes }) => boxes.some((box) => box.id === id));
  const boxOf = (id: string) => rows.flatMap(({ boxes }) => boxes).find((box) => box.id === id);
  const cluster = frames.find(({ kind }) => kind === "cluster");
  const lanes = new Map<string, number>();
  /** Lines that share a gap or gutter run beside each other. */
  const lane = (where: string, step: number) => {
    const count = lanes.get(where) ?? 0;
    lanes.set(where, count + 1);
    return (count % 5) * step;
  };
  const routed = links.flatMap(({ from, label, to }) => {
    const end = boxOf(to);
    const [fromRow, toRow] = [from === "cluster" ? rowOf("network") : rowOf(from), rowOf(to)];
    if (end === undefined || (from !== "cluster" && fromRow < 0)) return [];
    const target = { x: round(end.x + end.width / 2), y: end.y };
    const name = { text: label, x: target.x + 7, y: target.y - 7 };
    if (from === "cluster") {
      if (cluster === undefined) return [];
      const bottom = cluster.y + cluster.height;
      const first = rows.find(({ top }) => top >= bottom);
      if (first !== undefined && first.boxes.some(({ id }) => id === to))
        return [{ points: [{ x: target.x, y: bottom }, target], name }];
      const gutter = cluster.x + 8 + lane("left", 6);
      const above = target.y - 16;
      return [{ points: [{ x: gutter, y: bottom }, { x: gutter, y: above }, { x: target.x, y: above }, target], name }];
    }
    const start = boxOf(from);
    if (start === undefined) return [];
    if (fromRow === toRow) {
      const [left, right] = start.x < end.x ? [start, end] : [end, start];
      const middle = left.y + left.height / 2;
      const across = [
        { x: left.x + left.width, y: middle },
        { x: right.x, y: middle },
      ];
      return [{ points: left === start ? across : [...across].reverse(), name: { text: "", x: 0, y: 0 } }];
    }
    const source = { x: round(start.x + start.width / 2), y: start.y + start.height };
    if (toRow === fromRow + 1) {
      const between = source.y + 14;
      return [{ points: [source, { x: source.x, y: between }, { x: target.x, y: between }, target], name }];
    }
    const gutter =
      Math.min(...rows.slice(fromRow, toRow + 1).flatMap(({ boxes }) => boxes.map(({ x }) => x))) -
      8 -
      lane("gutter", 4);
    const [below, above] = [source.y + 14, target.y - 20];
    const points = [
      source,
      { x: source.x, y: below },
      { x: gutter, y: below },
      { x: gutter, y: above },
      { x: target.x, y: above },
      target,
    ];
    return [{ points, name }];
  });
  return {
    links: routed.map(({ points }) => points.filter((point, index) => !same(point, points[index + 1]))),
    labels: routed.map(({ name }) => name).filter(({ text }) => text !== ""),
  };
}

function same(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a.x === b.x && a.y === b.y;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
