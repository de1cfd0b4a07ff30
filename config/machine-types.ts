/** Cores and memory of Google Cloud's machine types, computed from their names. */

/** One machine of a type. */
export interface MachineType {
  /** Cores. */
  cpu: number;
  /** MiB. */
  memory: number;
}

/** GiB for each core, and the numbers of cores that exist. */
interface Series {
  memory: number;
  cores: readonly number[];
}

const e2 = [2, 4, 8, 16, 32];
const n1 = [1, 2, 4, 8, 16, 32, 64, 96];
const n2 = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128];
const n2d = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224];
const n4 = [2, 4, 8, 16, 32, 48, 64, 80];
const c2d = [2, 4, 8, 16, 32, 56, 112];
const c3 = [4, 8, 22, 44, 88, 176];
const c3d = [4, 8, 16, 30, 60, 90, 180, 360];
const c4 = [4, 8, 16, 32, 48, 96, 192];
const t2 = [1, 2, 4, 8, 16, 32, 48];
const upTo = (most: number, cores: readonly number[]) => cores.filter((count) => count <= most);
const from = (least: number, cores: readonly number[]) => cores.filter((count) => count >= least);

const series: Readonly<Record<string, Series>> = {
  "e2-standard": { memory: 4, cores: e2 },
  "e2-highmem": { memory: 8, cores: upTo(16, e2) },
  "e2-highcpu": { memory: 1, cores: e2 },
  "n1-standard": { memory: 3.75, cores: n1 },
  "n1-highmem": { memory: 6.5, cores: from(2, n1) },
  "n1-highcpu": { memory: 0.9, cores: from(2, n1) },
  "n2-standard": { memory: 4, cores: n2 },
  "n2-highmem": { memory: 8, cores: upTo(96, n2) },
  "n2-highcpu": { memory: 1, cores: upTo(96, n2) },
  "n2d-standard": { memory: 4, cores: n2d },
  "n2d-highmem": { memory: 8, cores: upTo(96, n2d) },
  "n2d-highcpu": { memory: 1, cores: n2d },
  "n4-standard": { memory: 4, cores: n4 },
  "n4-highmem": { memory: 8, cores: n4 },
  "n4-highcpu": { memory: 2, cores: n4 },
  "c2-standard": { memory: 4, cores: [4, 8, 16, 30, 60] },
  "c2d-standard": { memory: 4, cores: c2d },
  "c2d-highmem": { memory: 8, cores: c2d },
  "c2d-highcpu": { memory: 2, cores: c2d },
  "c3-standard": { memory: 4, cores: c3 },
  "c3-highmem": { memory: 8, cores: c3 },
  "c3-highcpu": { memory: 2, cores: c3 },
  "c3d-standard": { memory: 4, cores: c3d },
  "c3d-highmem": { memory: 8, cores: c3d },
  "c4-standard": { memory: 3.75, cores: c4 },
  "c4-highcpu": { memory: 2, cores: [2, ...c4] },
  "t2d-standard": { memory: 4, cores: [...t2, 60] },
  "t2a-standard": { memory: 4, cores: t2 },
  "g2-standard": { memory: 4, cores: [4, 8, 12, 16, 24, 32, 48, 96] },
};

/** Types whose memory is no multiple of their cores. */
const single: Readonly<Record<string, MachineType>> = {
  "e2-micro": { cpu: 2, memory: 1024 },
  "e2-small": { cpu: 2, memory: 2048 },
  "e2-medium": { cpu: 2, memory: 4096 },
  "n2-highmem-128": { cpu: 128, memory: 864 * 1024 },
  "c4-standard-2": { cpu: 2, memory: 7 * 1024 },
  "a2-highgpu-1g": { cpu: 12, memory: 85 * 1024 },
  "a2-highgpu-2g": { cpu: 24, memory: 170 * 1024 },
  "a2-highgpu-4g": { cpu: 48, memory: 340 * 1024 },
  "a2-highgpu-8g": { cpu: 96, memory: 680 * 1024 },
};

/** Every type that is known by name, without the custom ones, which are too many to list. */
export const machineTypes: readonly string[] = [
  ...Object.keys(single),
  ...Object.entries(series).flatMap(([name, { cores }]) => cores.map((count) => `${name}-${count}`)),
];

/**
 * @param name Like "n2-standard-8", "c3-standard-8-lssd" or "n2-custom-6-20480" (cores and MiB; without a family it is N1).
 * @returns Undefined for a type that is not known here.
 */
export function machineType(name: string): MachineType | undefined {
  const custom = /^(?:(?:n1|n2|n2d|n4|e2|g2)-)?custom-([1-9]\d*)-([1-9]\d*)(?:-ext)?$/.exec(name);
  if (custom) return { cpu: Number(custom[1]), memory: Number(custom[2]) };
  // Local SSDs change neither cores nor memory.
  const plain = name.replace(/^(c3d?|c4)(-.*)-lssd$/, "$1$2");
  const known = Object.hasOwn(single, plain) ? single[plain] : undefined;
  if (known) return { ...known };
  const parts = /^([a-z0-9]+-[a-z]+)-(\d+)$/.exec(plain);
  const [, family = "", cores] = parts ?? [];
  const found = Object.hasOwn(series, family) ? series[family] : undefined;
  const cpu = Number(cores);
  return found?.cores.includes(cpu) ? { cpu, memory: Math.round(cpu * found.memory * 1024) } : undefined;
}
