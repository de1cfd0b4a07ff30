/**
 * Guarded reading of resource properties.
 *
 * During a preview many values are unknown, and the policy SDK throws at the first unknown that a rule touches. That ends the rule
 * for the whole resource (or the whole stack), so one unknown would hide every other violation. `readable` turns what the SDK hands
 * out into plain data in which unknowns are a symbol, and `Field` walks it without ever throwing.
 */

/** Stands for a value that is filled in only while `pulumi up` runs. */
export const UNKNOWN: unique symbol = Symbol("unknown until up");

export type Value =
  | typeof UNKNOWN
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A copy of `raw` in which every value that cannot be read is `UNKNOWN`. */
export function readable(raw: unknown): Value {
  if (raw === null || raw === undefined) return raw;
  if (typeof raw === "boolean" || typeof raw === "number" || typeof raw === "string") return raw;
  if (Array.isArray(raw)) return Array.from({ length: raw.length }, (_, index) => guarded(raw, String(index)));
  if (typeof raw !== "object") return undefined;
  return Object.fromEntries(Object.keys(raw).map((key) => [key, guarded(raw, key)]));
}

function guarded(holder: object, key: string): Value {
  let value: unknown;
  try {
    value = (holder as Record<string, unknown>)[key];
  } catch {
    // The SDK's proxies throw for one reason only: the value is unknown.
    return UNKNOWN;
  }
  return readable(value);
}

/** One place in a resource: its value, and its path as people write it (`spec.template.spec.containers[web].image`). */
export class Field {
  constructor(
    readonly value: Value,
    readonly path = "",
  ) {}

  get unknown(): boolean {
    return this.value === UNKNOWN;
  }

  /** Neither there nor unknown. Kubernetes treats null like an absent field. */
  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** The field below; below an unknown everything is unknown, and the path names what is unknown. */
  get(...keys: string[]): Field {
    return keys.reduce<Field>((field, key) => field.child(key), this);
  }

  /** The elements of a list, named by their `name` where they have one. Nothing for what is not a list. */
  get items(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item: Value, index) => {
      const name = new Field(item).get("name").text ?? String(index);
      return new Field(item, `${this.path}[${name}]`);
    });
  }

  /** The fields of a map. Nothing for what is not a map. */
  get entries(): [string, Field][] {
    return isMap(this.value) ? Object.keys(this.value).map((key) => [key, this.child(key)]) : [];
  }

  /** The text of a string or number. */
  get text(): string | undefined {
    return typeof this.value === "string" || typeof this.value === "number" ? String(this.value) : undefined;
  }

  /** Another value at the same place: a part of what stands there. */
  as(value: Value): Field {
    return new Field(value, this.path);
  }

  /** The same with another value at one place below; maps on the way are copied. */
  with(value: Value, ...keys: string[]): Field {
    const [key, ...rest] = keys;
    if (key === undefined) return this.as(value);
    const inner = this.child(key).with(value, ...rest).value;
    return this.as({ ...(isMap(this.value) ? this.value : {}), [key]: inner });
  }

  /** This field and everything below it, depth first. */
  *walk(): Generator<Field> {
    yield this;
    for (const item of this.items) yield* item.walk();
    for (const [, field] of this.entries) yield* field.walk();
  }

  private child(key: string): Field {
    if (this.unknown) return this;
    const path = this.path === "" ? key : /^[\w-]+$/.test(key) ? `${this.path}.${key}` : `${this.path}["${key}"]`;
    return new Field(isMap(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined, path);
  }
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
