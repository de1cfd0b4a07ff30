/** Quantities in resources. */
import { quantity } from "../config/quantity";
import type { Field } from "./reader";

/** JSON Schema of a setting that is a quantity, or "" for none. */
export function quantitySetting(description: string): object {
  return { type: "string", pattern: "^(|(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?)$", description };
}

/** Cores, bytes or pieces of a field; undefined for what is absent, unknown or no quantity. The API server ignores spaces around it. */
export function amount(field: Field): number | undefined {
  return field.text === undefined ? undefined : quantity(field.text.trim());
}

/** Whether a is more than b, beyond what floating point does to thousandths of cores. */
export function exceeds(a: number, b: number): boolean {
  return a > b * (1 + 1e-9);
}

/** "1.5" or "12Gi": an amount as people read it. */
export function cores(amount: number): string {
  return String(Math.round(amount * 1000) / 1000);
}

export function gibibytes(amount: number): string {
  return `${Math.round((amount / 2 ** 30) * 10) / 10}Gi`;
}
