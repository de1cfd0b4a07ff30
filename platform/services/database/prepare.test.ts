/** The scripts that make PostgreSQL's files, run by a shell with programs of ours: what is broken off at first comes to a good end later. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ownCharts } from "../../catalog";

const charts = path.join(__dirname, "../../..", ownCharts);
let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "prepare-"));
  fs.mkdirSync(at("bin"));
  // Like the real one it takes no folder that is there, and writes the version first.
  program(
    "initdb",
    `for one in "$@"; do case "$one" in --pgdata=*) data=\${one#--pgdata=} ;; esac; done
mkdir "$data" || exit 1
echo 17 > "$data/PG_VERSION"
${breaks("initdb")}
echo "local all all trust" > "$data/pg_hba.conf"`,
  );
  program("sync", breaks("sync"));
  // It starts only what is whole.
  program("pg_ctl", 'grep -q "^host all all all " "$PGDATA/pg_hba.conf"');
  program("psql", "");
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Each program tells that it was asked, and of what. */
function program(name: string, script: string): void {
  const told = `echo "${name} $*" >> "${at("calls")}"`;
  fs.writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${told}\n${script}\n`, { mode: 0o755 });
}

/** What ends a program where the environment says so: by an error of its own, or with the script that it is part of. */
function breaks(name: string): string {
  return `case "$BREAK" in ${name}:fails) exit 1 ;; ${name}:killed) kill -9 "$PPID"; exit 1 ;; esac`;
}

/** @param broken Where it is broken off. */
function run(chart: string, broken = "") {
  fs.rmSync(at("calls"), { force: true });
  const { status, signal } = spawnSync("sh", [path.join(charts, chart, "files/prepare.sh")], {
    env: {
      PATH: `${at("bin")}:${process.env.PATH ?? ""}`,
      PGDATA: at("pgdata"),
      PASSWORD_FILE: at("x"),
      BREAK: broken,
    },
  });
  const calls = fs.existsSync(at("calls")) ? fs.readFileSync(at("calls"), "utf8").split("\n") : [];
  return { end: status ?? signal, made: calls.filter((call) => call.startsWith("initdb ")).length };
}

const access = ["local all all trust", "host all all all scram-sha-256", ""].join("\n");

describe.each(["tap", "postgresql"])("of %s", (chart) => {
  test.each([
    ["initdb:fails", 1],
    ["initdb:killed", "SIGKILL"],
    ["sync:fails", 1],
    ["sync:killed", "SIGKILL"],
  ])("%s: the next run makes them anew, and no later one does", (broken, end) => {
    expect(run(chart, broken)).toMatchObject({ end, made: 1 });
    expect(fs.readdirSync(folder)).toContain("pgdata.new");
    expect(fs.existsSync(at("pgdata"))).toBe(false);

    expect(run(chart)).toMatchObject({ end: 0, made: 1 });
    expect(fs.readFileSync(at("pgdata/pg_hba.conf"), "utf8")).toBe(access);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith("pgdata"))).toEqual(["pgdata"]);

    fs.writeFileSync(at("pgdata/table"), "rows");
    expect(run(chart)).toEqual({ end: 0, made: 0 });
    expect(fs.readFileSync(at("pgdata/table"), "utf8")).toBe("rows");
  });
});
