/** StorageClasses. */
import type { Problem } from "../problems";
import type { Config } from "../schema";

export function storageClasses({ storage }: Config): Problem[] {
  const defaults = storage.classes.filter((one) => one.default).map((one) => `"${one.name}"`);
  const problems: Problem[] = storage.classes.flatMap((one, index) =>
    storage.classes.findIndex((other) => other.name === one.name) < index
      ? [{ path: `storage.classes[${index}].name`, message: `"${one.name}" is taken: choose another name` }]
      : [],
  );
  if (defaults.length !== 1) {
    const found = defaults.length === 0 ? "none is" : `${defaults.join(" and ")} are`;
    problems.push({
      path: "storage.classes",
      message: `exactly one class must be the default, ${found}: set default: true on one`,
    });
  }
  return problems;
}
