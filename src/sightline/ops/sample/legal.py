"""Under which law a child is looked after, day by day."""

from __future__ import annotations

from random import Random

from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.days import age_on
from sightline.ops.sample.life import AdoptionPlan, Spell

Timeline = list[tuple[int, str]]  # the day a status begins, in order; the first is the day care begins

_WAYS_IN = {
    "brief": Weighted({"V2": 66, "L1": 22, "L2": 4, "L3": 1.5, "J2": 1.5, "C1": 5}),
    "proceedings": Weighted({"V2": 30, "L1": 14, "L2": 8, "C1": 48}),
    "settled": Weighted({"V2": 42, "L1": 13, "L2": 7, "C1": 38}),
    "adoption": Weighted({"V2": 26, "L1": 10, "L2": 10, "C1": 54}),
}


def timeline(chance: Random, spell: Spell, born: int) -> Timeline:
    """The statuses of one period of care. Emergency powers end within the days that the law allows them."""
    if spell.path == "unaccompanied":
        return _unaccompanied(chance, spell)
    if spell.path == "remand":
        return [(spell.start, "J1" if chance.random() < 0.93 else "J3")]
    if spell.adoption and not spell.adoption.ordered:
        return _with_consent(spell, spell.adoption)
    begun = _beginning(chance, spell, age_on(born, spell.start))
    if spell.adoption:
        return _placement_order(begun, spell.adoption)
    if spell.path == "settled" and begun[-1][1] == "C1":
        begun.append((begun[-1][0] + spread(chance, 110, 330), "C2"))
    return [change for change in begun if change[0] < spell.end - 2 or change[0] == spell.start]


def _beginning(chance: Random, spell: Spell, age: int) -> Timeline:
    way_in = _WAYS_IN[spell.path].pick(chance)
    if way_in == "J2" and age < 10:
        way_in = "V2"
    changes = [(spell.start, way_in)]
    if way_in in _EMERGENCIES:
        least, most = _EMERGENCIES[way_in]
        over = spell.start + spread(chance, least, most)
        if over >= spell.end - 2:
            return _all_short(spell, way_in, most)
        changes.append((over, "V2" if way_in in ("L3", "J2") or chance.random() < 0.45 else "C1"))
    if changes[-1][1] == "V2" and _goes_to_court(chance, spell.path, age):
        changes.append((changes[-1][0] + spread(chance, 15, 110), "C1"))
    return changes


_EMERGENCIES = {"L1": (1, 3), "L2": (6, 15), "L3": (4, 7), "J2": (1, 2)}  # days; the law allows 3, 21, 7


def _all_short(spell: Spell, way_in: str, most: int) -> Timeline:
    """A stay so short that no second status comes: under the emergency power, if that may last so long."""
    return [(spell.start, way_in if spell.end - spell.start <= most else "V2")]


def _goes_to_court(chance: Random, path: str, age: int) -> bool:
    if path == "brief":
        return False
    return path != "settled" or chance.random() < (0.92 if age < 12 else 0.4)


def _placement_order(begun: Timeline, plan: AdoptionPlan) -> Timeline:
    assert plan.ordered is not None
    changes = [change for change in begun if change[0] < plan.decided]
    changes.append((plan.ordered, "E1"))
    if plan.given_up:
        changes.append((plan.given_up, "C2"))
    return changes


def _with_consent(spell: Spell, plan: AdoptionPlan) -> Timeline:
    changes = [(spell.start, "V2")]
    if plan.given_up:
        changes.append((plan.given_up + 40, "C1"))
        changes.append((plan.given_up + 110, "C2"))
    return changes


def _unaccompanied(chance: Random, spell: Spell) -> Timeline:
    changes = [(spell.start, "V2")]
    if chance.random() < 0.04 and spell.end - spell.start > 400:
        changes.append((spell.start + 150, "C1"))
        changes.append((spell.start + 330, "C2"))
    return changes
