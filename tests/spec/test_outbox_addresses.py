"""Where a webhook may lead, by example: each refusal beside one that is like it and is let through."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from sightline.casework.outbox import addresses
from sightline.casework.outbox.addresses import NotThere, place_of, understood

PUBLIC = "93.184.215.14"


@pytest.fixture
def known(monkeypatch: Any) -> dict[str, list[str]]:
    """The names that the name service knows, each with its addresses."""
    names: dict[str, list[str]] = {}

    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        if host not in names:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (machine, port)) for machine in names[host]]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", looked_up)
    return names


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/told", "ftp://example.org/told", "file:///etc/passwd", "//example.org/told",
        "https:///told", "https://", "https://user@example.org/", "https://user:word@example.org/",
        "https://example.org/#part", "https://example.org:99999/", "https://example.org:x/", "https://[::1/",
        "https://example.org/told\r\nX-Other: yes", "https://example.org/a b", "https://exämple.org/",
        "https://example.org\\@127.0.0.1/\x00", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_refused(url: str) -> None:
    with pytest.raises(NotThere):
        understood(url)


def test_an_https_address_is_taken_apart() -> None:
    assert understood("https://example.org/told?by=us") == (True, "example.org", 443, "/told?by=us")
    assert understood("https://example.org:8443") == (True, "example.org", 8443, "/")


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_a_machine_of_a_network_that_is_not_public_is_not_called(
    machine: str, known: dict[str, list[str]]
) -> None:
    known["example.org"] = [machine]
    with pytest.raises(NotThere):
        place_of("https://example.org/told")


def test_a_public_machine_is_called_by_the_address_that_was_judged(known: dict[str, list[str]]) -> None:
    known["example.org"] = [PUBLIC]
    place = place_of("https://example.org/told")
    assert (place.machine, place.host, place.port, place.https) == (PUBLIC, "example.org", 443, True)


def test_a_name_with_one_inner_address_among_public_ones_is_not_called(known: dict[str, list[str]]) -> None:
    known["example.org"] = [PUBLIC, "10.0.0.1"]
    with pytest.raises(NotThere):
        place_of("https://example.org/told")


def test_a_name_that_nobody_knows_is_not_called(known: dict[str, list[str]]) -> None:
    with pytest.raises(NotThere):
        place_of("https://nowhere.example.org/")


def test_our_own_network_is_called_where_the_installation_says_so(
    known: dict[str, list[str]], settings: Any
) -> None:
    settings.HOOKS = "inside"
    known.update(
        inner=["10.0.0.1"], here=["127.0.0.1"], cloud=["169.254.169.254"], mapped=["::ffff:169.254.169.254"]
    )
    assert place_of("https://inner/").machine == "10.0.0.1"
    for host in ("here", "cloud", "mapped"):
        with pytest.raises(NotThere):
            place_of(f"https://{host}/")


def test_without_https_only_this_machine_is_called_and_only_to_try_it(
    known: dict[str, list[str]], settings: Any
) -> None:
    settings.HOOKS = "local"
    known.update(here=["127.0.0.1"], there=[PUBLIC])
    assert place_of("http://here:8080/").machine == "127.0.0.1"
    with pytest.raises(NotThere):
        place_of("http://there:8080/")
