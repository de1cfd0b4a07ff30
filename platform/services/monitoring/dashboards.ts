/** From declared dashboards to what Grafana reads. Pure. */
import type { Dashboard, Panel } from "../../foundation/watch";

/** Name under which the chart makes Prometheus known to Grafana. */
const datasource = { type: "prometheus", uid: "prometheus" };
/** Grafana divides the width of a page into 24; two panels stand beside each other. */
const [width, height] = [12, 8];

/** @returns The dashboard as JSON; the same for the same declaration. */
export function dashboardJson({ name, title, panels }: Dashboard): string {
  return JSON.stringify(
    {
      uid: `science-platform-${name}`,
      title,
      tags: ["science-platform"],
      // Changes belong into the declaration: what is changed in Grafana goes with its pod.
      editable: false,
      schemaVersion: 41,
      timezone: "utc",
      refresh: "1m",
      time: { from: "now-6h", to: "now" },
      panels: panels.map(panel),
    },
    null,
    2,
  );
}

function panel({ title, expr, legend, unit }: Panel, index: number): object {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource,
    gridPos: { w: width, h: height, x: (index % 2) * width, y: Math.floor(index / 2) * height },
    fieldConfig: {
      defaults: { unit, min: 0, ...(unit === "percentunit" ? { max: 1 } : {}) },
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
    targets: [{ refId: "A", datasource, expr, legendFormat: legend }],
  };
}
