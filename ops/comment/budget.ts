/** Fits sections into a number of characters: what matters least gives way first, in whole pieces. Pure. */

/** A part of the comment, in the order in which it is read. */
export interface Section {
  /** 1 is the most important: it gets its room first. */
  importance: number;
  /** @returns The section in at most `room` characters, as full as it can be; "" when not even its shortest form fits. */
  write(room: number): string;
}

const separator = "\n\n";

/** @param budget Characters (UTF-16 units, which is how the forges count at most). */
export function fit(sections: readonly Section[], budget: number): string {
  const texts = new Map<Section, string>();
  let room = budget;
  for (const section of [...sections].sort((a, b) => a.importance - b.importance)) {
    const text = section.write(room - separator.length);
    texts.set(section, text);
    if (text !== "") room -= text.length + separator.length;
  }
  return sections
    .map((section) => texts.get(section) ?? "")
    .filter((text) => text !== "")
    .join(separator);
}

/** A section that is there as it is or not at all. */
export function whole(importance: number, text: string): Section {
  return { importance, write: (room) => (text.length <= room ? text : "") };
}

/** An item of a list: all of it, and what is left when there is no room for all. */
export interface Item {
  full: string;
  /** "" to leave it out. */
  short: string;
}

export interface ListOptions {
  importance: number;
  /** What stands around the items. */
  wrap: (items: string) => string;
  /** Between items. */
  glue: string;
  /** Said of items that found no room at all. */
  more: (left: number) => string;
}

/** A list whose items, first come first served, are full, short, or counted. */
export function list(items: readonly Item[], { importance, wrap, glue, more }: ListOptions): Section {
  const write = (room: number): string => {
    if (items.length === 0) return "";
    const frame = wrap("").length + glue.length + more(items.length).length;
    const shown = items.map(({ full }) => full);
    const all = wrap(shown.join(glue));
    if (all.length <= room) return all;
    let left = room - frame;
    const kept: Item[] = [];
    for (const item of items) {
      if (item.short.length + glue.length > left) break;
      left -= item.short === "" ? 0 : item.short.length + glue.length;
      kept.push(item);
    }
    const texts = kept.map(({ full, short }) => {
      const growth = full.length + (short === "" ? glue.length : 0) - short.length;
      if (growth > left) return short;
      left -= growth;
      return full;
    });
    const some = texts.filter((text) => text !== "");
    if (some.length === 0) return "";
    const missing = items.length - some.length;
    return wrap([...some, ...(missing > 0 ? [more(missing)] : [])].join(glue));
  };
  return { importance, write };
}
