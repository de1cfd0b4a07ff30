"""The parts of the Magnum driver that need no cloud: files and node names."""
import fcntl
import glob
import itertools
import json
import os
import re
import socket

PORTS = range(16443, 17000)  # below the range from which the kernel takes ports of outgoing connections


class InjectedFailure(Exception):
    """A test put a file `fail` into a cluster's folder."""


def node_name(group, number):
    """Nodes are DNS names, cluster names need not be."""
    return re.sub(r"[^a-z0-9.-]", "-", "%s-%d" % (group.lower(), number))


def _number(node):
    return int(node["name"].rpartition("-")[2])


def plan_nodes(group, count, nodes):
    """The nodes of a node group that is to have `count` of them: those it has, without the last or with the lowest free numbers."""
    planned = sorted(nodes, key=_number)[:count]
    taken = {_number(node) for node in planned}
    free = (number for number in itertools.count() if number not in taken)
    planned += [{"name": node_name(group, next(free))} for _ in range(count - len(planned))]
    return sorted(planned, key=_number)


def claim_port(root, folder):
    """The cluster's port, from now on: one that nobody listens on and no other cluster has, also none that is stopped now.

    Clusters made at the same moment ask at the same moment, before either has a cluster.json.
    """
    with open(root + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        claimed = {other: _port(other) for other in glob.glob(os.path.join(root, "*"))}
        port = claimed.pop(folder, None) or _free_port(set(claimed.values()))
        write_text(folder, "port.json", json.dumps(port))
        return port


def _port(folder):
    return read_json(folder, "port.json") or (read_json(folder, "cluster.json") or {}).get("port")


def _free_port(taken):
    for port in PORTS:
        if port in taken:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("No free port between %d and %d" % (PORTS[0], PORTS[-1]))


def read_json(folder, name):
    """The content of a file, None when it is not there."""
    try:
        with open(os.path.join(folder, name)) as file:
            return json.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_text(folder, name, text):
    """A reader sees the old or the new text. Only root may read: there are keys among them."""
    temporary = os.path.join(folder, ".%s.new" % name)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    os.replace(temporary, os.path.join(folder, name))


def current_status(folder):
    """What the supervisor says; nothing yet is an empty dict."""
    return read_json(folder, "status.json") or {}


def held(*folders):
    return any(os.path.exists(os.path.join(folder, "wait")) for folder in folders)


def inject_failure(*folders):
    for folder in folders:
        path = os.path.join(folder, "fail")
        if os.path.exists(path):
            with open(path) as file:
                raise InjectedFailure(file.read().strip())
