/** How a report and a drawing look: by day, by night, on paper. Contrast is at least 4.5 to 1 for text (a test measures it). */

const day = `--paper:#fff;--ink:#0f172a;--soft:#475569;--line:#94a3b8;--panel:#f8fafc;--link:#1d4ed8;--good:#166534;--notice:#854d0e;--bad:#b91c1c;--unknown:#475569;--track:#e2e8f0;--fill:#2563eb;--over:#b91c1c;--outside:#eef2ff;--entry:#fefce8;--namespace:#ecfdf5;--pool:#e0f2fe;--store:#fff1f2;--network:#f1f5f9`;
const night = `--paper:#0b1120;--ink:#e2e8f0;--soft:#a8b4c6;--line:#64748b;--panel:#131c30;--link:#93c5fd;--good:#86efac;--notice:#fcd34d;--bad:#fca5a5;--unknown:#a8b4c6;--track:#334155;--fill:#60a5fa;--over:#f87171;--outside:#1e1b4b;--entry:#3b2f06;--namespace:#06302a;--pool:#0c2f47;--store:#43141f;--network:#1a2436`;

const drawing = `.paper{fill:var(--paper)}.frame{fill:none;stroke:var(--line);stroke-width:1.4;stroke-dasharray:6 4}.frame.cluster{stroke-dasharray:none}.box{stroke:var(--line);stroke-width:1.2}.box.outside{fill:var(--outside)}.box.entry{fill:var(--entry)}.box.namespace{fill:var(--namespace)}.box.pool{fill:var(--pool)}.box.store{fill:var(--store)}.box.network{fill:var(--network)}.heading,.name{font:600 14px system-ui,sans-serif;fill:var(--ink)}.heading{stroke:var(--paper);stroke-width:4px;paint-order:stroke}.drawing .line{font:13px system-ui,sans-serif;fill:var(--ink)}.drawing .label{font:12px system-ui,sans-serif;fill:var(--ink);stroke:var(--paper);stroke-width:3px;paint-order:stroke}.drawing .link{fill:none;stroke:var(--soft);stroke-width:1.6}.tip{fill:var(--soft)}`;

/** For a drawing that stands alone, as in a README. */
export const drawingStyle = `.drawing{${day}}@media(prefers-color-scheme:dark){.drawing{${night}}}${drawing}`;

export const pageStyle = `:root{color-scheme:light dark;${day}}
@media(prefers-color-scheme:dark){:root{${night}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main,footer,nav{max-width:70rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 .25rem}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,ul,ol,dl{margin:.5rem 0}
h1,h2,h3,p,li,dd,td,th,a,summary{overflow-wrap:anywhere}
.soft{color:var(--soft)}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
nav a{display:inline-block;padding:.25rem 0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.75rem;margin:1rem 0}
.facts div{background:var(--panel);border:1px solid var(--line);border-left:5px solid var(--unknown);border-radius:6px;padding:.5rem .75rem}
.facts .good{border-left-color:var(--good)}.facts .notice{border-left-color:var(--notice)}.facts .bad{border-left-color:var(--bad)}
.facts dt{color:var(--soft);font-size:.875rem}
.facts dd{margin:0;font-weight:600}
.tone{font-weight:600;white-space:nowrap}
.tone.good{color:var(--good)}.tone.notice{color:var(--notice)}.tone.bad{color:var(--bad)}.tone.unknown{color:var(--unknown)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-bottom:1px solid var(--track);min-width:5.5rem}
thead th{border-bottom:2px solid var(--line)}
tbody th{font-weight:600}
.bars{list-style:none;padding:0}
.bars li{display:grid;grid-template-columns:minmax(7rem,14rem) 1fr minmax(9rem,16rem);gap:.25rem .75rem;align-items:center;padding:.125rem 0}
.bar{display:block;width:100%;height:.875rem}
.bar .track{fill:var(--track)}.bar .fill{fill:var(--fill)}.bar .over{fill:var(--over)}
svg.drawing{display:block;width:100%;height:auto}
.narrow{display:none}
${drawing}
@media(max-width:44rem){.wide{display:none}.narrow{display:block}.bars li{grid-template-columns:1fr}h1{font-size:1.35rem}}
@media print{nav,.skip{display:none}body{font-size:11pt}section{break-inside:avoid-page}h2{break-after:avoid}a{color:inherit}:root{${day}}.scroll{overflow:visible}details>*{display:block}}
`;
