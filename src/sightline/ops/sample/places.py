"""Where children live: kinds of placement by age and legal status, providers, and invented addresses.

Postcode areas YB, YC and YD are not in use, so that no postcode here is anybody's.
"""

from __future__ import annotations

from random import Random

from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.life import Place

OWN_AREA = "YB"
OTHER_AREAS = ("YC", "YD")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

FOSTERED = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
NO_URN = frozenset({"P1", "P3", "R1", "R2", "R5", "T0", "T1", "T2", "T3", "T4", "Z11", "Z12", "Z13", "Z14"})
NOT_INSPECTED = "XXXXXXX"

_KINDS = {
    "baby": Weighted({"U6": 66, "U3": 20, "U5": 6, "U2": 2, "R3": 5, "R2": 1}),
    "young": Weighted({"U6": 69, "U3": 24, "K2": 2, "R3": 2, "R1": 0.5, "R2": 0.5, "Z14": 0.5}),
    "middle": Weighted({"U6": 62, "U3": 17, "K2": 18, "S1": 1, "R1": 0.5, "Z14": 0.5}),
    "teens": Weighted({"U6": 42, "U3": 10, "K2": 41, "S1": 1.5, "K1": 1, "R1": 1, "R2": 0.5, "Z12": 1, "Z13": 1}),
    "older": Weighted({"U6": 26, "U3": 6, "K2": 24, "K3": 41, "R1": 0.8, "K1": 0.7, "P3": 0.3, "Z11": 1.2}),
    "unaccompanied": Weighted({"U6": 42, "K3": 52, "K2": 4, "U3": 2}),
    "unaccompanied, under 16": Weighted({"U6": 88, "K2": 10, "U3": 2}),
    "remand": Weighted({"R5": 55, "K1": 15, "K2": 20, "U6": 10}),
    "breaks": Weighted({"U6": 55, "K2": 35, "R1": 10}),
}
_FOSTERERS = Weighted({"PR1": 42, "PR2": 2, "PR4": 46, "PR5": 10})
_PROVIDERS = {
    "P": Weighted({"PR4": 60, "PR5": 40}),
    "P1": Weighted({"PR0": 1}),
    "A3": Weighted({"PR1": 70, "PR2": 15, "PR5": 15}),
    "A4": Weighted({"PR1": 60, "PR2": 20, "PR5": 20}),
    "A5": Weighted({"PR1": 70, "PR2": 15, "PR5": 15}),
    "A6": Weighted({"PR1": 60, "PR2": 20, "PR5": 20}),
    "U1": Weighted({"PR1": 1}),
    "U2": Weighted({"PR1": 1}),
    "U3": Weighted({"PR1": 1}),
    "U4": _FOSTERERS,
    "U5": _FOSTERERS,
    "U6": _FOSTERERS,
    "K1": Weighted({"PR1": 20, "PR2": 60, "PR4": 20}),
    "K2": Weighted({"PR1": 15, "PR4": 77, "PR5": 8}),
    "K3": Weighted({"PR1": 5, "PR4": 75, "PR5": 20}),
    "R1": Weighted({"PR4": 80, "PR5": 20}),
    "R2": Weighted({"PR3": 90, "PR4": 10}),
    "R3": Weighted({"PR1": 20, "PR4": 65, "PR5": 15}),
    "R5": Weighted({"PR3": 85, "PR4": 15}),
    "S1": Weighted({"PR4": 70, "PR5": 30}),
}


def age_group(age: float) -> str:
    """The name of the placements' age group."""
    if age < 1.5:
        return "baby"
    if age < 8:
        return "young"
    if age < 12.5:
        return "middle"
    return "teens" if age < 16 else "older"


def choose(chance: Random, group: str) -> Place:
    """A place of a kind that suits an age group, or one of the special groups."""
    return place(chance, _KINDS[group].pick(chance))


def place(chance: Random, kind: str, *, postcode: str | None = None) -> Place:
    """A new place of one kind, with a provider that may run it."""
    providers = _PROVIDERS.get(kind) or _PROVIDERS.get(kind[0])
    provider = providers.pick(chance) if providers else None
    if postcode is None:
        area = OWN_AREA if provider == "PR1" or chance.random() < 0.62 else OTHER_AREAS[spread(chance, 0, 1)]
        postcode = invented_postcode(chance, area)
    return Place(kind, provider, postcode, None if kind in NO_URN else registration(chance, kind))


def same_carer(chance: Random, before: Place, kind: str) -> Place:
    """The same carer, whose placement has another status now."""
    if before.kind == kind:
        return Place(kind, before.provider, invented_postcode(chance, OWN_AREA), before.urn)
    return Place(kind, before.provider, before.postcode, before.urn)


def home_postcode(chance: Random) -> str:
    """Districts 1 to 14 of the council's own area are where families live, and no placement is."""
    return _postcode(chance, OWN_AREA, 1, 14)


def invented_postcode(chance: Random, area: str = OWN_AREA) -> str:
    """A postcode for a placement."""
    return _postcode(chance, area, 15, 39)


def _postcode(chance: Random, area: str, first: int, last: int) -> str:
    return (
        f"{area}{spread(chance, first, last)} {spread(chance, 1, 9)}"
        f"{_LETTERS[int(chance.random() * 20)]}{_LETTERS[int(chance.random() * 20)]}"
    )


def registration(chance: Random, kind: str) -> str:
    """An invented Ofsted number, or the mark of a place that Ofsted does not inspect (a flat, some adopters)."""
    if kind == "P2" or (kind[0] == "A" and chance.random() < 0.3):
        return NOT_INSPECTED
    if chance.random() < 0.8:
        return f"SC9{spread(chance, 0, 99999):05}"
    return f"29{spread(chance, 0, 99999):05}"
