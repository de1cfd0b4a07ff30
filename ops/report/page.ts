/** The report as one HTML page: nothing is loaded from anywhere, and no program runs in it. Pure. */
import { createHash } from "node:crypto";
import { drawing } from "./drawing";
import { html, Markup } from "./html";
import type { Bar, BarGroup, Report, Tone } from "./model";
import { pageStyle } from "./style";
import { minuteOf } from "./time";

export function page(report: Report): string {
  // The policy names the style sheet by its hash: not a blank may be added to it.
  const style = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
  const parts = sections(report);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.site}: report of stack ${report.stack}</title>
        ${new Markup(`<style>${pageStyle}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header>
          <h1>Science platform ${report.site}</h1>
          <p class="soft">
            Stack ${report.stack}, ${report.lifecycle}, kept by ${report.owner}. Last run:
            ${report.updated === "" ? "not known" : minuteOf(report.updated)}, engine
            ${report.engine === "" ? "not known" : report.engine}. State from ${report.source}. Made
            ${minuteOf(report.made)}.
          </p>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li> `)}
          </ul>
        </nav>
        <main id="content">
          <dl class="facts">
            ${report.facts.map(
              ({ label, tone: kind, value }) =>
                html`<div class="${kind}">
                  <dt>${label}</dt>
                  <dd>${value} ${word(kind)}</dd>
                </div> `,
            )}
          </dl>
          ${parts.map(
            ({ body, id, title }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <footer>
          <p class="soft">Written by <code>science-platform report</code>. Secrets are no part of it.</p>
        </footer>
      </body>
    </html> `.text;
}

interface Section {
  id: string;
  title: string;
  body: Markup;
}

function sections(report: Report): Section[] {
  return [
    { id: "topology", title: "Topology", body: topology(report) },
    { id: "capacity", title: "Capacity and quotas", body: capacity(report) },
    { id: "endpoints", title: "Endpoints and certificates", body: endpoints(report) },
    { id: "policies", title: "Policies", body: policies(report) },
    { id: "versions", title: "Versions", body: versions(report) },
    { id: "backups", title: "Backups", body: backups(report) },
    { id: "drift", title: "Drift", body: drift(report) },
    { id: "resources", title: "Resources", body: resources(report) },
  ];
}

function topology({ topology }: Report): Markup {
  return html`<div class="wide">${drawing(topology, { width: 1040, columns: 3, id: "wide" })}</div>
    <div class="narrow">${drawing(topology, { width: 344, columns: 1, id: "narrow" })}</div>`;
}

function capacity({ capacity: { groups, pools, stores } }: Report): Markup {
  return html`${table(
    "Worker nodes",
    ["Pool", "Nodes", "Cores", "Memory"],
    pools.map(({ cores, memory, name, nodes }) => [name, nodes, cores, memory]),
  )}
  ${groups.map(barGroup)}
  ${table(
    "Where data lies",
    ["Name", "Kind", "Size", "Place"],
    stores.map(({ kind, name, place, size }) => [name, kind, size, place]),
  )}`;
}

function barGroup({ bars, note, title }: BarGroup): Markup {
  return html`<h3>${title}</h3>
    <p class="soft">${note}</p>
    <ul class="bars">
      ${bars.map(bar)}
    </ul> `;
}

/** The text says all of it: the bar itself is for the eye only. */
function bar({ label, share, text }: Bar): Markup {
  const width = Math.round(Math.min(share ?? 0, 1) * 1000) / 10;
  const percent =
    share === undefined ? "" : share === Infinity ? ", more than nothing" : `, ${Math.round(share * 100)} %`;
  return html`<li>
    <span>${label}</span
    ><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="track" width="100" height="8" />
      <rect class="${(share ?? 0) > 1 ? "over" : "fill"}" width="${width}" height="8" /></svg
    ><span>${text}${percent}</span>
  </li> `;
}

function endpoints({ certificates, endpoints, records }: Report): Markup {
  return html`${table(
    "Addresses for users",
    ["Service", "Address"],
    endpoints.map(({ address, service }) => [service, link(address)]),
  )}
  ${table(
    "Certificates",
    ["Certificate", "Names", "Issuer", "Ends", "State"],
    certificates.map(({ ends, hosts, issuer, left, name, tone }) => [
      name,
      hosts.join(", "),
      issuer,
      ends ?? "not known",
      [left, " ", word(tone)],
    ]),
  )}
  ${table(
    "DNS records",
    ["Name", "Type", "TTL in seconds", "Values"],
    records.map(({ name, ttl, type, values }) => [name, type, ttl, values]),
  )}`;
}

/** Only what a browser would open as a page becomes a link. */
function link(address: string): Markup | string {
  return /^https?:\/\//.test(address) ? html`<a href="${address}" rel="noreferrer">${address}</a>` : address;
}

function policies({ checked, exceptions, findings }: Report): Markup {
  return html`<p>${checked}: ${findings.length === 0 ? "all are kept." : `${findings.length} findings.`}</p>
    ${table(
      "Findings",
      ["Resource", "Rule", "Level", "What"],
      findings.map(({ level, resource, rule, text, tone }) => [resource, rule, [level, " ", word(tone)], text]),
    )}
    ${table(
      "Exceptions",
      ["Resource", "Rule", "Reason", "Owner", "Ends", "State"],
      exceptions.map(({ ends, left, owner, reason, resource, rule, tone }) => [
        resource,
        rule,
        reason,
        owner,
        ends,
        [left, " ", word(tone)],
      ]),
    )}`;
}

function versions({ pins }: Report): Markup {
  return html`<p class="soft">
      Compared with what this program pins. Whether something newer is published cannot be known without a network.
    </p>
    ${table(
      "Pins",
      ["What", "Kind", "Installed", "Pinned", "From", "State"],
      pins.map(({ from, installed, kind, pinned, tone, verdict, what }) => [
        what,
        kind,
        installed,
        pinned,
        from,
        [verdict, " ", word(tone)],
      ]),
    )}`;
}

function backups({ backups, pending }: Report): Markup {
  return html`${table(
    "What is kept",
    ["What", "How", "When", "Kept"],
    backups.map(({ how, keeps, what, when }) => [what, how, when, keeps]),
  )}
  ${pending.length === 0
    ? undefined
    : html`<h3>Asked for in the stack file, not done by this version</h3>
        <ul>
          ${pending.map((one) => html`<li>${one}</li>`)}
        </ul>`}`;
}

function drift({ drift: { asked, errors, looked, rows } }: Report): Markup {
  if (asked === undefined)
    return html`<p>
      Nobody asked the cloud. <code>science-platform report --live</code> does, and <code>--drift FILE</code> takes the
      answer of <code>science-platform drift --json</code>.
    </p>`;
  const ending = rows.length > 0 || errors.length > 0 ? `${rows.length} differences` : "nothing differs";
  return html`<p>Asked ${minuteOf(asked)}: ${looked} resources were compared, ${ending}.</p>
    ${errors.length === 0
      ? undefined
      : html`<h3>Could not be looked at</h3>
          <ul>
            ${errors.map((one) => html`<li>${one}</li>`)}
          </ul>`}
    ${table(
      "Differences",
      ["Resource", "Property", "In the cloud", "In the state", "Who"],
      rows.map(({ cloud, owner, property, resource, state }) => [resource, property, cloud, state, owner]),
    )}`;
}

function resources({ kinds }: Report): Markup {
  const rows = kinds.map(({ count, kind, protected: kept }) => [kind, String(count), kept === 0 ? "" : String(kept)]);
  return html`<details>
    <summary>${kinds.length} types</summary>
    ${table("Resources by type", ["Type", "Number", "Protected"], rows)}
  </details>`;
}

type Cell = string | Markup | readonly (string | Markup | undefined)[];

/** The first cell of each row is its heading. An empty table is a sentence. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  if (rows.length === 0)
    return html`<h3>${caption}</h3>
      <p>None.</p>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `;
}

const words: Readonly<Record<Tone, string>> = { good: "", notice: "look at it", bad: "wrong", unknown: "" };

/** What the colour says. */
function word(tone: Tone): Markup | undefined {
  return words[tone] === "" ? undefined : html`<span class="tone ${tone}">(${words[tone]})</span>`;
}
