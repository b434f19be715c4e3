"""Where a webhook may lead: https, and to no machine of our own network unless the installation says so.

The name is looked up once, every address it has is judged, and the call goes to the one that was judged: a name
that answers otherwise the second time leads nowhere else. `settings.HOOKS` is "public", "inside" (the council's
own network too) or "local" (this machine too, and without https: for trying it out).
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LOCAL = "local"

#: Addresses that hold another, of any network at all.
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class NotThere(Exception):
    """A call may not go there; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart, and the machine that was judged."""

    https: bool
    host: str
    port: int
    path: str
    machine: str


def understood(url: str) -> tuple[bool, str, int, str]:
    """Whether it is https, host, port and path of an address. Raises NotThere."""
    if not url.isascii() or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise NotThere("The address has a sign in it that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotThere("This is not an address such as https://example.org/told") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.HOOKS == LOCAL):
        raise NotThere("The address has to begin with https://")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotThere("This is not an address such as https://example.org/told")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme == "https", parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def place_of(url: str) -> Place:
    """Where to call. Asks the name service. Raises NotThere."""
    https, host, port, path = understood(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotThere("No machine of this name is known.") from None
    machines = [str(each[4][0]) for each in found]
    if not machines or not all(_may_be_called(machine) for machine in machines):
        raise NotThere("The address leads into a network that is not to be called.")
    if not https and not all(_address(machine).is_loopback for machine in machines):
        raise NotThere("The address has to begin with https://")
    return Place(https, host, port, path, machines[0])


def _may_be_called(machine: str) -> bool:
    address = _address(machine)
    if address.is_loopback:
        return bool(settings.HOOKS == LOCAL)
    if any(address in network for network in _TRANSLATED) or address.is_link_local:
        return False
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    return address.is_global or (settings.HOOKS != "public" and address.is_private)


def _address(machine: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(machine.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address
