/** The topology as SVG. Pure. Colours are classes: the page, or the drawing itself where it stands alone, says what they are. */
import { html, Markup } from "./html";
import { layout, type Placed, type Plan } from "./layout";
import type { Topology } from "./model";

export interface DrawingOptions {
  /** Width in pixels, and boxes beside each other. */
  width: number;
  columns: number;
  /** Unique in the page: prefix of ids. */
  id: string;
  /** Style sheet to carry along, for a drawing that stands alone. */
  style?: string;
}

export function drawing(topology: Topology, { columns, id, style, width }: DrawingOptions): Markup {
  const plan = layout(topology, { width, columns });
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${plan.height}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
    class="drawing"
  >
    <title id="${id}-title">${topology.title}</title>
    <desc id="${id}-desc">${description(topology)}</desc>
    ${style === undefined ? undefined : new Markup(`<style>${style}</style>`)}
    <defs>
      <marker id="${id}-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
        <path class="tip" d="M0 0L10 5L0 10z" />
      </marker>
    </defs>
    <rect class="paper" width="${width}" height="${plan.height}" />
    ${plan.frames.map(frame)}
    ${plan.links.map(
      (points) =>
        html`<polyline
          class="link"
          points="${points.map(({ x, y }) => `${x},${y}`).join(" ")}"
          marker-end="url(#${id}-arrow)"
        /> `,
    )}
    ${plan.frames.map(heading)}
    ${plan.labels.map(({ text, x, y }) => html`<text class="label" x="${x}" y="${y}">${text}</text> `)}
    ${plan.boxes.map(box)}
  </svg>`;
}

function frame({ height, kind, width, x, y }: Plan["frames"][number]): Markup {
  return html`<rect class="frame ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10" /> `;
}

/** Over the lines, which may pass below it. */
function heading({ title, x, y }: Plan["frames"][number]): Markup {
  return html`<text class="heading" x="${x + 14}" y="${y + 21}">${title}</text> `;
}

function box({ full, height, kind, lines, title, width, x, y }: Placed): Markup {
  const text = (name: string, line: string, index: number) =>
    html`<text class="${name}" x="${x + 12}" y="${y + 22 + index * 18}">${line}</text> `;
  return html`<g>
    <title>${full}</title>
    <rect class="box ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />
    ${text("name", title, 0)} ${lines.map((line, index) => text("line", line, index + 1.1))}
  </g> `;
}

/** The drawing in words, for whoever does not see it. */
export function description({ cloud, cluster, entry, links, network, outside, stores }: Topology): string {
  const boxes = [...outside, ...entry, ...cluster.namespaces, ...cluster.pools, ...stores, ...network];
  const named = (id: string) => (id === "cluster" ? "the cluster" : (boxes.find((one) => one.id === id)?.title ?? id));
  const ways = links.map(({ from, label, to }) => `${named(from)} to ${named(to)} (${label})`);
  return [
    `${cloud} carries ${cluster.title}.`,
    cluster.namespaces.length === 0 ? "" : `Namespaces: ${cluster.namespaces.map(({ title }) => title).join(", ")}.`,
    stores.length === 0 ? "" : `Data lies in: ${stores.map(({ title }) => title.toLowerCase()).join(", ")}.`,
    ways.length === 0 ? "" : `Data goes from ${ways.join("; ")}.`,
  ]
    .filter((text) => text !== "")
    .join(" ");
}
