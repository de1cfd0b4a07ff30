/** What a report says of a stack: plain data, made by build.ts and written by page.ts. Holds no secret. */

/** How good something is. The page says it in words too, never by colour alone. */
export type Tone = "good" | "notice" | "bad" | "unknown";

export interface Fact {
  label: string;
  value: string;
  tone: Tone;
}

export interface Box {
  /** Unique in the drawing. */
  id: string;
  title: string;
  lines: string[];
}

/** A way that data takes. */
export interface Link {
  from: string;
  to: string;
  /** Like "HTTPS", "NFS 4.2". */
  label: string;
}

/** What stands on what, from the users down to the network. */
export interface Topology {
  title: string;
  /** Outside of the cloud: users, and who answers for names. */
  outside: Box[];
  /** The cloud, as a frame around all that follows. */
  cloud: string;
  /** Where traffic comes in. */
  entry: Box[];
  cluster: { title: string; namespaces: Box[]; pools: Box[] };
  /** Where data lies. */
  stores: Box[];
  network: Box[];
  /** Ends are ids of boxes, or "cluster". */
  links: Link[];
}

export interface PoolRow {
  name: string;
  nodes: string;
  cores: string;
  memory: string;
}

export interface Bar {
  label: string;
  /** Part of the whole; more than 1 is too much. Undefined: one of the two is not known. */
  share: number | undefined;
  /** Like "8 of 23.5 cores". */
  text: string;
}

export interface BarGroup {
  title: string;
  note: string;
  bars: Bar[];
}

export interface Capacity {
  pools: PoolRow[];
  groups: BarGroup[];
  stores: { name: string; kind: string; size: string; place: string }[];
}

export interface CertificateRow {
  name: string;
  hosts: string[];
  issuer: string;
  /** Last day, like "2027-12-30"; undefined: only the cluster knows. */
  ends: string | undefined;
  /** Like "in 397 days". */
  left: string;
  tone: Tone;
}

export interface FindingRow {
  rule: string;
  level: string;
  resource: string;
  text: string;
  tone: Tone;
}

export interface ExceptionRow {
  rule: string;
  resource: string;
  reason: string;
  owner: string;
  ends: string;
  left: string;
  tone: Tone;
}

export interface PinRow {
  what: string;
  kind: string;
  /** "none": it is not installed. */
  installed: string;
  pinned: string;
  /** Where it is published. */
  from: string;
  verdict: string;
  tone: Tone;
}

export interface BackupRow {
  what: string;
  how: string;
  when: string;
  keeps: string;
}

export interface DriftRow {
  resource: string;
  property: string;
  cloud: string;
  state: string;
  owner: string;
}

export interface DriftSection {
  /** When somebody looked, ISO 8601; undefined: nobody did. */
  asked: string | undefined;
  rows: DriftRow[];
  errors: string[];
  /** Resources that were compared. */
  looked: number;
}

export interface Report {
  stack: string;
  site: string;
  owner: string;
  lifecycle: string;
  cloud: string;
  /** When this report was made, ISO 8601. */
  made: string;
  /** Where the state came from, and when the last run ended. */
  source: string;
  updated: string;
  engine: string;
  facts: Fact[];
  topology: Topology;
  capacity: Capacity;
  endpoints: { service: string; address: string }[];
  records: { name: string; type: string; ttl: string; values: string }[];
  certificates: CertificateRow[];
  findings: FindingRow[];
  /** How many rules were held against how many resources. */
  checked: string;
  exceptions: ExceptionRow[];
  pins: PinRow[];
  backups: BackupRow[];
  /** What the site asks for and this version does not do. */
  pending: string[];
  drift: DriftSection;
  kinds: { kind: string; count: number; protected: number }[];
}
