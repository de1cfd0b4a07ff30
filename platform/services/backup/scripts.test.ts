/** The scripts that make copies and bring them back, run by a shell with a restic and PostgreSQL's programs of ours, which tell what they were asked. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const scripts = path.join(__dirname, "../../..", ownCharts, "restic/files");
let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "restore-"));
  for (const name of ["bin", "work", "data"]) fs.mkdirSync(at(name));
  program("chown", "exit 0");
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  fs.writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const table = [
  "ID        Time                 Host",
  "6535be26  2026-11-27 01:00:50  x",
  "1fcb9ad9  2026-11-28 01:00:52  x",
];
const size = '{"message_type":"summary","total_files":3}';
const fileLine = '{"type":"file","size":9}';

/** A restic whose repository has two snapshots. */
function restic({ snapshots = `printf '%s\\n' '${table.join("' '")}'`, restore = "exit 0" } = {}): void {
  program(
    "restic",
    `echo "$@" >> "${at("calls")}"
case "$*" in
  *"snapshots"*) ${snapshots} ;;
  *"--dry-run"*) echo '${size}' ;;
  *" ls "*) echo '${fileLine}' ;;
  *" dump "*) echo dumped ;;
  *) ${restore} ;;
esac`,
  );
}

function run(script: string, act: "check" | "restore", more: Record<string, string> = {}) {
  const env = {
    ...{ PATH: `${at("bin")}:${process.env["PATH"]}`, DO: act, REPORT: at("report"), WORK: at("work") },
    ...{ SITE: "lab", KIND: "files-homes", FOLDER: at("data"), SNAPSHOT: "latest", INCLUDE: "", STAMP: "now" },
    ...{ RESTIC_REPOSITORY: "s3:x", DATABASE: "gaf", INTO: "gaf_restored" },
    ...{ PGHOST: "db", PGPORT: "5432", PGDATABASE: "gaf", PGUSER: "gaf", ...more },
  };
  const { status } = spawnSync("sh", [path.join(scripts, script)], { env, encoding: "utf8" });
  const lines = (name: string) => (fs.existsSync(at(name)) ? fs.readFileSync(at(name), "utf8").trim().split("\n") : []);
  const report = lines("report").filter((line) => !line.startsWith("free "));
  return { status, report, calls: lines("calls") };
}

const both = "snapshots 6535be26 2026-11-27T01:00:50Z 1fcb9ad9 2026-11-28T01:00:52Z ";
const latest = "snapshot 1fcb9ad9 2026-11-28T01:00:52Z";

test("a copy leaves out what the file server keeps for itself, and makes a repository only where there is none", () => {
  restic({ restore: 'case "$*" in *" cat "*) exit "$CAT" ;; esac' });
  const [files, retain] = [at("data"), { RETAIN_DAYS: "30" }];
  const made = [
    "unlock",
    `backup --host lab --tag files-homes --exclude ${files}/.snapshots --exclude ${files}/restored ${files}`,
    "--retry-lock 1h forget --host lab --tag files-homes --group-by host,tags --keep-within 30d --keep-last 3 --prune",
  ];
  expect(run("copy.sh", "check", { ...retain, CAT: "0" }).calls).toEqual(["--no-lock cat config", ...made]);
  fs.rmSync(at("calls"));
  expect(run("copy.sh", "check", { ...retain, CAT: "10" }).calls).toEqual(["--no-lock cat config", "init", ...made]);
  fs.rmSync(at("calls"));
  expect(run("copy.sh", "check", { ...retain, CAT: "12" })).toMatchObject({
    status: 12,
    calls: ["--no-lock cat config"],
  });
});

describe("files", () => {
  /** Only root's own folder will do. */
  const asRoot = () => program("stat", "echo directory 0");

  test("a look takes no lock and writes nothing", () => {
    restic();
    expect(run("restore-files.sh", "check", { INCLUDE: "/ada" })).toEqual({
      status: 0,
      report: [both, latest, `size ${size}`],
      calls: [
        "--no-lock snapshots --compact --host lab --tag files-homes",
        `--no-lock --json restore --dry-run --include /ada --target ${at("data/restored/now")} 1fcb9ad9:${at("data")}`,
      ],
    });
    expect(fs.readdirSync(at("data"))).toEqual([]);
  });

  test("they come into a new folder, which is root's alone", () => {
    restic();
    const { status, calls } = run("restore-files.sh", "restore", { SNAPSHOT: "6535" });
    expect([status, calls.at(-1)]).toEqual([
      0,
      `--retry-lock 30m restore --overwrite never --target ${at("data/restored/now")} 6535be26:${at("data")}`,
    ]);
    expect(fs.statSync(at("data/restored/now")).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(at("data/restored/now"))).toEqual([]);
  });

  test.each<[string, () => void, Record<string, string>, string[]]>([
    [
      "there is no repository",
      () => restic({ snapshots: "exit 10" }),
      {},
      ["There is no repository s3:x: nothing was ever copied there"],
    ],
    [
      "another password",
      () => restic({ snapshots: "exit 12" }),
      {},
      ["The password does not open the repository s3:x: another one made it"],
    ],
    [
      "no answer",
      () => restic({ snapshots: "echo 'dial tcp: timeout' >&2; exit 1" }),
      {},
      ["The repository s3:x does not answer: dial tcp: timeout"],
    ],
    ["no such snapshot", () => restic(), { SNAPSHOT: "abcd" }, ["There is no snapshot abcd of files-homes"]],
    ["not yet one", () => restic({ snapshots: "echo ID" }), {}, ["There is no snapshot latest of files-homes"]],
    [
      "somebody has made the folder",
      () => {
        restic();
        fs.mkdirSync(at("data/restored"));
        program("stat", "echo directory 1000");
      },
      {},
      ["restored is there already and is no folder of root: somebody else could take away what is put into it"],
    ],
    [
      "the folder points elsewhere",
      () => {
        restic();
        asRoot();
        fs.symlinkSync(folder, at("data/restored"));
      },
      {},
      ["restored is there already and is no folder of root: somebody else could take away what is put into it"],
    ],
    [
      "this very restore was there, and the repository is not",
      () => {
        restic({ snapshots: "exit 10" });
        asRoot();
        fs.mkdirSync(at("data/restored/now"), { recursive: true });
      },
      {},
      ["There is no repository s3:x: nothing was ever copied there", "restored/now is there already"],
    ],
  ])("%s: nothing is done", (_, prepare, more, problems) => {
    prepare();
    const { status, report, calls } = run("restore-files.sh", "restore", more);
    const said = report.filter((line) => line.startsWith("problem "));
    expect(
      said.map((line) =>
        line
          .replace("problem ", "")
          .replace(`${at("data")}/`, "")
          .trim(),
      ),
    ).toEqual(problems);
    expect(status).toBe(3);
    expect(calls.filter((line) => line.includes("retry-lock"))).toEqual([]);
  });

  test("an export that lets root give no file away takes nothing", () => {
    restic();
    program("chown", "exit 1");
    const { status, report } = run("restore-files.sh", "restore");
    expect([status, report.at(-1)]).toEqual([
      3,
      `problem Root may not give files in ${at("data")} to their owners: the export needs rootAccess`,
    ]);
    expect(fs.readdirSync(at("data/restored"))).toEqual([]);
  });

  test("one that did not come back whole has failed, and says why", () => {
    restic({ restore: "echo 'no space left' >&2; exit 1" });
    const { status, report } = run("restore-files.sh", "restore");
    expect([status, report.at(-1)]).toEqual([
      1,
      `problem Not everything came back into ${at("data/restored/now")} (restic ended with 1): no space left`,
    ]);
  });
});

describe("databases", () => {
  const database = { KIND: "database-gaf" };

  /** Databases of the server with the number of things in them, and whether more may be made. */
  function server(databases: Record<string, number>, mayMake: "t" | "f" = "f", load = "cat"): void {
    const cases = Object.entries(databases).map(([name, things]) => `*"--dbname=${name} "*count*) echo ${things} ;;`);
    const there = Object.keys(databases).map((name) => `*"--dbname=${name} "*"SELECT 1"*) echo 1 ;;`);
    program(
      "psql",
      `case "$*" in
  ${[...cases, ...there].join("\n  ")}
  *rolcreatedb*) echo ${mayMake} ;;
  *"SELECT 1"*) echo "FATAL:  database \\"$(echo "$*" | sed 's/.*--dbname=\\([^ ]*\\).*/\\1/')\\" does not exist" >&2; exit 2 ;;
  *) ${load} >> "${at("sql")}" ;;
esac`,
    );
  }
  const pgRestore = (end = "exit 0") =>
    program(
      "pg_restore",
      `printf '%s\\n' 'SET lock_timeout = 0;' 'SET transaction_timeout = 0;' 'CREATE TABLE t ();'; ${end}`,
    );
  const sql = () => (fs.existsSync(at("sql")) ? fs.readFileSync(at("sql"), "utf8").trim().split("\n") : []);

  test("the dump is fetched whole, or not at all", () => {
    restic();
    expect(run("restore-fetch.sh", "check", database).report.at(-1)).toBe(`size ${fileLine}`);
    expect(fs.readdirSync(at("data"))).toEqual([]);
    expect(run("restore-fetch.sh", "restore", database).status).toBe(0);
    expect(fs.readFileSync(at("data/gaf.dump"), "utf8")).toBe("dumped\n");
  });

  test("into an empty one, in one transaction, without what an older server does not know", () => {
    server({ gaf_restored: 0 });
    pgRestore();
    expect(run("restore-database.sh", "restore", database)).toMatchObject({
      status: 0,
      report: ["into empty", "tables 0"],
    });
    expect(sql()).toEqual(["BEGIN;", "SET lock_timeout = 0;", "CREATE TABLE t ();", "COMMIT;"]);
  });

  test("a dump that breaks off is not committed, and what was made for it goes again", () => {
    server({ gaf: 5, gaf_restored: 0 }, "t");
    pgRestore("echo 'end of file' >&2; exit 1");
    const { status, report } = run("restore-database.sh", "restore", database);
    expect([status, report.at(-1)]).toEqual([1, "problem Nothing came back into gaf_restored: end of file"]);
    expect(sql()).not.toContain("COMMIT;");
  });

  test("a new one is made where that is allowed, and dropped when nothing came", () => {
    server({ gaf: 5 }, "t");
    pgRestore("exit 1");
    expect(run("restore-database.sh", "restore", database).status).toBe(1);
    expect(sql()).toEqual([
      'CREATE DATABASE :"into";',
      ...["BEGIN;", "SET lock_timeout = 0;", "CREATE TABLE t ();"],
      'DROP DATABASE :"into";',
    ]);
  });

  test.each<[string, () => void, string[]]>([
    [
      "one that is not empty",
      () => server({ gaf_restored: 3 }),
      ["problem The database gaf_restored is not empty: it has 3 tables. What is there is never overwritten"],
    ],
    [
      "one that nobody may make",
      () => server({ gaf: 5 }),
      ["into forbidden", "problem There is no database gaf_restored, and gaf may make none"],
    ],
    [
      "a server that lets nobody in",
      () => program("psql", "echo 'FATAL:  password authentication failed' >&2; exit 2"),
      ["problem The database gaf_restored at db:5432 does not let gaf in: FATAL:  password authentication failed"],
    ],
  ])("%s is refused, and nothing is written", (_, prepare, report) => {
    prepare();
    pgRestore();
    const found = run("restore-database.sh", "restore", database);
    expect([found.status, found.report.map((line) => line.trim())]).toEqual([3, report]);
    expect(sql()).toEqual([]);
  });
});
