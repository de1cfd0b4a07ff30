/**
 * Kubernetes quantities ("500m", "2", "256Mi", "1G") as numbers. Ours, because no library that is kept knows all of them:
 * `quantityToScalar` of @kubernetes/client-node 2.0.1 throws at fractions ("1.5Gi"), and kubernetes-resource-parser stopped at 0.1.0.
 */
const suffixes: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Cores, bytes or pieces; undefined for what Kubernetes would not take as a quantity. */
export function quantity(text: string): number | undefined {
  const parts = /^([+-]?\d+\.?\d*|[+-]?\.\d+)(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, number, exponent, suffix] = parts;
  const scale = exponent === undefined ? suffixes[suffix ?? ""] : 10 ** Number(exponent);
  return scale === undefined ? undefined : Number(number) * scale;
}

/** The same for a text that the schema has let through; NaN otherwise, which is neither more nor less than anything. */
export function amount(text: string): number {
  return quantity(text) ?? NaN;
}
