"""The network card towards CephFS, by systemd-networkd: its MTU and the ways that lead through it, and neither gateway nor names."""

from machine import ROOT, run, write_whole

# Before netplan's 10-netplan-*.network: the first file that matches a card counts.
FILE = ROOT / "etc/systemd/network/05-second-nic.network"


def text_of(nic):
    mtu = "MTUBytes=%s\n" % nic.mtu if nic.mtu else ""
    routes = "".join("\n[Route]\nDestination=%s\nGateway=%s\n" % route for route in nic.routes)
    return (
        "[Match]\nMACAddress=%s\n\n[Link]\nRequiredForOnline=no\n%s\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\n\n"
        "[DHCPv4]\nUseGateway=no\nUseDNS=no\nUseNTP=no\nUseMTU=%s\n" % (nic.mac, mtu, "no" if nic.mtu else "yes")
    ) + routes


def apply(nic):
    """Nothing happens when it is so already."""
    if nic is None:
        if not FILE.exists():
            return
        FILE.unlink()
    elif not write_whole(FILE, text_of(nic)):
        return
    try:
        run("networkctl", "reload")
    except Exception:
        # The next run tries again.
        FILE.unlink(missing_ok=True)
        raise
