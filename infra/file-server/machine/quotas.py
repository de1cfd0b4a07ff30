"""Bounds of the folders directly in an export, by XFS project quotas. A user's home is such a folder, so this bounds users too.

Not by the owner's UID: the snapshots' files have the same owners, and would count as the users' own.

Which project a folder is, the file system says itself, so a new machine knows it too: the inode has the number, and what comes new
below inherits it. An attribute that only root sees says that everything below has been marked. Files that lie directly in the export
are project 1, whose bound is that of one folder, or whoever writes there would have none.
"""

import errno
import fcntl
import os
import re
import stat
import struct

from machine import log, run

LOOSE = 1
FIRST = 1000
SNAPSHOTS = ".snapshots"
DONE = "trusted.science-platform.project"

FS_IOC_FSGETXATTR = 0x801C581F
FS_IOC_FSSETXATTR = 0x401C5820
PROJINHERIT = 0x200
# struct fsxattr: flags, extent size, extents, project, copy-on-write extent size, padding.
FSXATTR = "=IIIII8x"

OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def project_of(fd):
    return struct.unpack(FSXATTR, fcntl.ioctl(fd, FS_IOC_FSGETXATTR, bytes(28)))[3]


def mark(fd, project, inherit):
    flags, extent, count, now, cow = struct.unpack(FSXATTR, fcntl.ioctl(fd, FS_IOC_FSGETXATTR, bytes(28)))
    new = flags | PROJINHERIT if inherit else flags & ~PROJINHERIT
    if (new, project) != (flags, now):
        fcntl.ioctl(fd, FS_IOC_FSSETXATTR, struct.pack(FSXATTR, new, extent, count, project, cow))


def mark_entry(name, folder_fd, project, folders):
    """Marks a folder or a regular file; anything else holds nothing. What goes or changes meanwhile is left alone."""
    try:
        fd = os.open(name, OPEN, dir_fd=folder_fd)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENODEV):
            return
        raise
    try:
        mode = os.fstat(fd).st_mode
        if stat.S_ISDIR(mode) if folders else stat.S_ISREG(mode):
            mark(fd, project, inherit=folders)
    finally:
        os.close(fd)


def stop_unless_gone(error):
    if error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
        raise error


def mark_tree(fd, project):
    """A folder, then what is in it: what is made meanwhile inherits. Never through a symbolic link, whoever puts one there."""
    mark(fd, project, inherit=True)
    for _, folders, files, folder_fd in os.fwalk(".", dir_fd=fd, follow_symlinks=False, onerror=stop_unless_gone):
        for name in folders:
            mark_entry(name, folder_fd, project, folders=True)
        for name in files:
            mark_entry(name, folder_fd, project, folders=False)


def is_done(fd, project):
    try:
        return os.getxattr(fd, DONE) == str(project).encode()
    except OSError as error:
        if error.errno == errno.ENODATA:
            return False
        raise


def open_folder(name, root_fd):
    """None for what is no folder, or not there any more. To be closed by the caller."""
    try:
        return os.open(name, OPEN | os.O_DIRECTORY, dir_fd=root_fd)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
            return None
        raise


def limits_of(folder):
    """{project: bytes} of what the kernel holds, 0 for no bound."""
    report = run("xfs_quota", "-x", "-c", "report -p -n -N -b", folder)
    rows = re.findall(r"^#(\d+) +\d+ +\d+ +(\d+) ", report, re.MULTILINE)
    return {int(project): int(hard) * 1024 for project, hard in rows}


def set_limits(name, folder, limits):
    now = limits_of(folder)
    changed = {project: wanted for project, wanted in limits.items() if wanted != now.get(project, 0)}
    for project, wanted in sorted(changed.items()):
        run("xfs_quota", "-x", "-c", "limit -p bhard=%d %d" % (wanted, project), folder)
    if changed:
        log("%s: bounds set: %d" % (name, len(changed)))


def known_project(name, root_fd):
    """(is a folder, its project or None). A project counts once all below it has been marked."""
    fd = open_folder(name, root_fd)
    if fd is None:
        return False, None
    try:
        project = project_of(fd)
        return True, project if project >= FIRST and is_done(fd, project) else None
    finally:
        os.close(fd)


def make_project(name, root_fd, project):
    fd = open_folder(name, root_fd)
    if fd is not None:
        try:
            mark_tree(fd, project)
            os.setxattr(fd, DONE, str(project).encode())
        finally:
            os.close(fd)


def projects_of(name, folder, root_fd):
    """{folder: project} of the folders directly in the export; new ones get a number."""
    names = [one for one in sorted(os.listdir(root_fd)) if one != SNAPSHOTS]
    known = {one: known_project(one, root_fd) for one in names}
    projects = {one: project for one, (is_folder, project) in known.items() if is_folder}
    highest = max([FIRST - 1, *filter(None, projects.values()), *limits_of(folder)])
    for one in [one for one, project in projects.items() if project is None]:
        # After an interruption a number of its own again: half of it may be marked with one that another folder got since.
        highest += 1
        log("%s: %s becomes project %d" % (name, one, highest))
        make_project(one, root_fd, highest)
        projects[one] = highest
    for one in names:
        mark_entry(one, root_fd, LOOSE, folders=False)
    return projects


def apply(name, folder, export):
    """Makes the bounds those that are wanted. Does nothing where none are, and never were."""
    if export.share is not None:
        return
    root_fd = os.open(folder, OPEN | os.O_DIRECTORY)
    try:
        if export.quota is None and not export.quotas:
            # Those that were are lifted; the marks stay.
            if is_done(root_fd, LOOSE):
                set_limits(name, folder, dict.fromkeys(limits_of(folder), 0))
            return
        os.setxattr(root_fd, DONE, str(LOOSE).encode())
        projects = projects_of(name, folder, root_fd)
    finally:
        os.close(root_fd)
    everybody = export.quota or 0
    limits = {project: export.quotas.get(one, everybody) << 30 for one, project in projects.items()}
    # What was removed has no bound to keep.
    gone = {project: 0 for project in limits_of(folder) if project >= FIRST and project not in limits}
    set_limits(name, folder, {**gone, **limits, LOOSE: everybody << 30})
