/** What an alert must tell, or must not. */
export interface Case {
  alert: string;
  /** What happens, a few words. */
  title: string;
  /** Series to its values, one a minute, as promtool writes them: "0x10" ten times 0 more, "1+1x5" rising by 1. */
  series: Record<string, string>;
  /** When is looked. */
  at: string;
  /** Labels and summary of each alert that is told then. Empty: none. */
  told: { labels: Record<string, string>; summary: string }[];
}
