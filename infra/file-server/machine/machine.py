"""What the programs of this file server share: where things are, how programs are run, how problems are told."""

import fcntl
import os
import pathlib
import subprocess
import sys

# Tests run these programs in a folder of their own; on the machine it is the root.
ROOT = pathlib.Path(os.environ.get("SYNC_EXPORTS_ROOT", "/"))
SHARED = ROOT / "srv"
MOUNTS = ROOT / "proc/self/mountinfo"


class Problem(Exception):
    """Something that is left as it is, with the reason for the log. The next run tries again."""


def log(message):
    print(message, file=sys.stderr, flush=True)


def run(*command):
    """Runs a program and returns what it prints; Problem when it fails or is not installed (yet)."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise Problem("cannot run %s: %s" % (words[0], error))
    if done.returncode != 0:
        raise Problem("%s failed (exit %d): %s" % (" ".join(words), done.returncode, done.stderr.strip()))
    return done.stdout


def mounted():
    """{name: source} of the XFS and CephFS mounted directly below /srv; of several on top of each other the visible one."""
    found = {}
    for line in MOUNTS.read_text().splitlines():
        fields, _, rest = line.partition(" - ")
        folder = pathlib.Path(fields.split()[4])
        kind, source = rest.split()[:2]
        if folder.parent == SHARED and kind in ("xfs", "ceph"):
            found[folder.name] = (kind, source)
    return found


class Attempts:
    """Runs one action after the other; one that fails takes nothing away from the others."""

    def __init__(self):
        self.failed = []

    def __call__(self, name, action, *arguments):
        try:
            return action(*arguments)
        except (Problem, OSError) as error:
            self.failed.append(name)
            log("%s: %s" % (name, error))
            return None


def write_whole(file, text, mode=0o644):
    """Writes a file that is never seen half; False when it has that text already."""
    if file.exists() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
    return True


def alone(name, main):
    """Ends with main's exit code; with 0 at once while another run of the same program is at work."""
    file = ROOT / "run" / (name + ".lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log("another run is at work")
            sys.exit(0)
        try:
            sys.exit(main())
        except (Problem, OSError) as error:
            log("%s: everything stays as it is" % error)
            sys.exit(1)
