/** What people see while tools are made: a line when something happens, and one now and then while a build runs. */
import type { ToolRecord } from "./store";
import type { Tool } from "./types";

/** 75 -> "1 min 15 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const origins: Record<ToolRecord["source"], string> = {
  found: "found on this machine",
  download: "official download",
  debian: "Debian package",
  go: "built with Go",
};

export class Progress {
  private readonly running = new Map<Tool, { began: number; packages: number }>();
  private readonly ticker: NodeJS.Timeout;
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly write: (line: string) => void,
    /** Milliseconds between the lines of a running build. */
    private readonly interval = 15_000,
  ) {
    this.ticker = setInterval(() => this.tick(), interval);
    this.ticker.unref();
  }

  note(tool: Tool, what: string): void {
    this.write(`tools: ${tool.name} ${tool.version} ${what}`);
  }

  building(tool: Tool, why: string): void {
    this.running.set(tool, { began: Date.now(), packages: 0 });
    const usual = tool.go ? `, about ${duration(tool.go.seconds)} on two free cores` : "";
    this.note(tool, `is being built with Go${usual}: ${why}`);
  }

  package(tool: Tool): void {
    const state = this.running.get(tool);
    if (state) state.packages++;
  }

  finished(tool: Tool, record: ToolRecord): void {
    this.running.delete(tool);
    this.done++;
    this.note(tool, `is ready: ${origins[record.source]}, ${duration(record.seconds)} (${this.done} of ${this.total})`);
  }

  failed(tool: Tool): void {
    this.running.delete(tool);
    this.note(tool, "failed");
  }

  stop(): void {
    clearInterval(this.ticker);
  }

  private tick(): void {
    for (const [tool, { began, packages }] of this.running) {
      if (Date.now() - began < this.interval / 2) continue; // it has just said that it begins
      const compiled = packages > 0 ? `, ${packages} packages compiled` : "";
      this.note(tool, `builds since ${duration((Date.now() - began) / 1000)}${compiled}`);
    }
  }
}

/** The closing table. */
export function table(records: readonly ToolRecord[]): string[] {
  const rows = records.map((r) => [r.name, r.version, origins[r.source], duration(r.seconds)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) =>
      "  " +
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
  );
}
