#!/usr/bin/env python3
"""Daily snapshots of this file server's exports, run by a systemd timer.

A snapshot is a second tree of names in the same file system, /srv/NAME/.snapshots/DATE, whose files share their blocks with the
originals (reflink): it takes room as the originals change, not before. Only root sees it. A file that is written meanwhile is in it as
it was at one moment; the tree as a whole is not of one moment.

A snapshot that is there is whole: it is made under another name, one folder of the export after the other. After an interruption of
that day the folders that are done stay. The oldest go when there are more than are to be kept. A file system that is fuller than
FULL gets none, and those that are there stay: whoever runs the site grows the volume or keeps fewer.

Exit code 0: every export has its snapshot of today. 1: one has not, and the log says why.
"""

import datetime
import os
import pathlib
import re
import shutil
import stat
import subprocess
import time

from machine import SHARED, Attempts, Problem, alone, log, mounted
from wanted import read_wanted

SNAPSHOTS = ".snapshots"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Of the blocks, and of the inodes.
FULL = 0.85
# What cp says of files that were removed between being seen and being read.
VANISHED = re.compile(r"cp: cannot (stat|open|access|read symbolic link) .*: No such file or directory")


def fullness(folder):
    """Between 0 and 1."""
    space = os.statvfs(folder)
    inodes = 1 - space.f_favail / space.f_files if space.f_files else 0
    return max(1 - space.f_bavail / space.f_blocks, inodes)


def refuse_if_full(folder):
    used = fullness(folder)
    if used > FULL:
        raise Problem(
            "%d %% full, more than %d %%: no snapshot; raise the volume's size or keep fewer snapshots"
            % (round(100 * used), round(100 * FULL))
        )


def home_of(folder):
    """The folder with the snapshots; Problem when somebody else has made one of that name."""
    home = folder / SNAPSHOTS
    try:
        home.mkdir(0o700)
    except FileExistsError:
        found = home.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise Problem("%s is not ours: remove it or move it away" % home)
        home.chmod(0o700)
    return home


def snapshots_in(home):
    """Oldest first."""
    return sorted(entry.name for entry in os.scandir(home) if DATE.fullmatch(entry.name))


def remove(tree):
    """First by name, so that what is half removed is no snapshot."""
    old = tree.with_name(".old-" + tree.name)
    tree.rename(old)
    shutil.rmtree(old)


def tidy(home, today):
    """Takes away what interrupted runs have left, except what today's can go on with."""
    for entry in os.scandir(home):
        if entry.name.startswith((".old-", ".new-")) and entry.name != ".new-" + today:
            shutil.rmtree(entry.path)


def copy(source, target):
    """Copies by sharing blocks, and stops when the file system fills up meanwhile."""
    command = ["cp", "--archive", "--one-file-system", "--reflink=always", "--no-target-directory", "--"]
    words = command + [str(source), str(target)]
    environment = {**os.environ, "LC_ALL": "C"}
    with open(target.parent / "errors", "w+") as errors:
        with subprocess.Popen(words, stderr=errors, env=environment) as process:
            try:
                while process.poll() is None:
                    refuse_if_full(source.parent)
                    try:
                        process.wait(1)
                    except subprocess.TimeoutExpired:
                        pass
            except Problem:
                process.kill()
                raise
        errors.seek(0)
        said = [line for line in errors.read().splitlines() if not VANISHED.fullmatch(line)]
    if process.returncode != 0 and said:
        raise Problem("cp failed (exit %d): %s" % (process.returncode, said[0]))


def take(name, folder, home, today):
    began = time.monotonic()
    new = home / (".new-" + today)
    whole, part = new / "whole", new / "part"
    whole.mkdir(parents=True, exist_ok=True)
    try:
        for entry in sorted(os.listdir(folder)):
            if entry == SNAPSHOTS or os.path.lexists(whole / entry):
                continue
            if part.exists():
                shutil.rmtree(part)
            part.mkdir()
            copy(folder / entry, part / "copy")
            if os.path.lexists(part / "copy"):
                (part / "copy").rename(whole / entry)
    except Problem:
        # Half a snapshot would keep room from those who need it.
        shutil.rmtree(new)
        raise
    shutil.copystat(folder, whole)
    os.sync()
    whole.rename(home / today)
    shutil.rmtree(new)
    log("%s: snapshot %s taken in %d s" % (name, today, round(time.monotonic() - began)))


def keep_snapshots(name, folder, keep, today):
    if keep == 0 and not (folder / SNAPSHOTS).exists():
        return
    home = home_of(folder)
    tidy(home, today)
    have = snapshots_in(home)
    try:
        if keep > 0 and today not in have:
            refuse_if_full(folder)
            take(name, folder, home, today)
    finally:
        have = snapshots_in(home)
        for date in have[: max(0, len(have) - keep)]:
            log("%s: snapshot %s removed" % (name, date))
            remove(home / date)


def main():
    wanted = read_wanted()
    today = os.environ.get("TAKE_SNAPSHOTS_DATE") or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    there = mounted()
    attempt = Attempts()
    for name, export in wanted.exports.items():
        if name in there and export.share is None:
            attempt(name, keep_snapshots, name, pathlib.Path(SHARED / name), export.snapshots, today)
    return 1 if attempt.failed else 0


if __name__ == "__main__":
    alone("take-snapshots", main)
