"""Where a child lives, move by move, in one period of care."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from random import Random

from sightline.ops.sample import places
from sightline.ops.sample.chance import Weighted, spread, waiting
from sightline.ops.sample.days import YEAR, birthday, ordinal
from sightline.ops.sample.legal import Timeline
from sightline.ops.sample.life import AdoptionPlan, Place, Spell


@dataclass(frozen=True, slots=True)
class Move:
    """A child comes to a place. `why` is the reason the last one ended; None on the first day of care."""

    day: int
    place: Place
    same_carer: bool = False
    why: str | None = None


UNPLANNED = frozenset({"ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ"})
_WHY = {
    "fostered": Weighted(
        {"CARPL": 55, "CREQB": 14, "CREQO": 11, "CHILD": 4, "LAREQ": 5, "STAND": 2, "ALLEG": 2.5, "CLOSE": 4}
        | {"APPRR": 0.5, "OTHER": 2}
    ),
    "homes": Weighted(
        {
            "CARPL": 58,
            "CREQB": 18,
            "CREQO": 3,
            "CHILD": 5,
            "LAREQ": 7,
            "STAND": 2,
            "ALLEG": 1,
            "CLOSE": 4,
            "OTHER": 2,
        }
    ),
    "elsewhere": Weighted({"CARPL": 78, "CHILD": 6, "LAREQ": 10, "OTHER": 6}),
}
_CUSTODY_IS_A_REASON_FROM = ordinal(2018, 4, 1)
_INDEPENDENT_PLACES_END = ordinal(2024, 3, 30)  # P2 is in no return after this
_STAY = {"U6": 420, "U3": 900, "K2": 330, "K3": 420, "P1": 700, "R3": 110, "R2": 45, "R1": 350, "R5": 70, "K1": 90}
_LONG_TERM = 2600  # mean days in a placement that is meant to last


def moves(
    chance: Random, spell: Spell, born: int, home: str | None, law: Timeline, first: Place | None
) -> list[Move]:
    """The moves of one period of care, each at least a week before the next. `first`: where siblings went."""
    plan = spell.adoption
    if plan is None:
        return _ordinary(chance, spell, born, home, law, first, spell.start, spell.end)
    until = plan.placed or plan.given_up or spell.end
    made = _ordinary(chance, spell, born, None, law, first, spell.start, until)
    if plan.placed:
        made.append(_to_adopters(chance, made[-1].place, plan, plan.placed))
    if plan.given_up and plan.given_up + 30 < spell.end:
        back = plan.disrupted or plan.given_up + 20
        after = _ordinary(chance, spell, born, home, law, None, back, spell.end)
        made += after if not plan.disrupted else [_with_reason(after[0], "CREQO"), *after[1:]]
        if not plan.disrupted:
            made[-len(after)] = _with_reason(after[0], "CARPL")
    return made


def _with_reason(move: Move, why: str) -> Move:
    return Move(move.day, move.place, False, why)


def _to_adopters(chance: Random, before: Place, plan: AdoptionPlan, day: int) -> Move:
    """Same carers need a foster placement to come from, and one that may be adopters."""
    same = plan.same_carer and before.kind in places.FOSTERED
    kind = ("A5" if same else "A6") if plan.ordered else ("A3" if same else "A4")
    if not same:
        return Move(day, places.place(chance, kind), False, "CARPL")
    adopters = Place(kind, "PR1" if before.provider == "PR4" else before.provider, before.postcode, before.urn)
    return Move(day, adopters, True, "PLACE")


def _ordinary(
    chance: Random,
    spell: Spell,
    born: int,
    home: str | None,
    law: Timeline,
    first: Place | None,
    start: int,
    end: int,
) -> list[Move]:
    place = first or _somewhere(chance, spell, born, start)
    made = [Move(start, place)]
    day = start
    while True:
        if _may_settle(place, spell, day - spell.start):
            settled = day + spread(chance, 200, 420)
            if settled < end - 60 and chance.random() < 0.75:
                place = places.same_carer(chance, place, "U4" if place.kind == "U6" else "U1")
                made.append(Move(settled, place, True, "PLACE"))
                day = settled
        elif chance.random() < 0.03 and place.kind in ("U4", "U1") and day + 190 < end:
            day += 90
            place = places.same_carer(chance, place, place.kind)
            made.append(Move(day, place, True, "PLACE"))
        mean = _LONG_TERM if place.kind in ("U4", "U1") else _STAY.get(place.kind, 300)
        day += waiting(chance, mean, 7, 6000)
        if day >= end - 7:
            return made
        before = place
        place = _next(chance, spell, born, home, law, day)
        if place.kind == "P1" and before.kind == "P1":
            place = places.choose(chance, places.age_group((day - born) / YEAR))
        made.append(Move(day, place, False, _why(chance, before, place, day)))


def _may_settle(place: Place, spell: Spell, days_in_care: int) -> bool:
    return spell.path == "settled" and place.kind in ("U6", "U3") and days_in_care < 2500


def _somewhere(chance: Random, spell: Spell, born: int, day: int) -> Place:
    age = (day - born) / YEAR
    if day < birthday(born, 16):
        age = min(age, 15.9)  # whole birthdays count, not parts of a year
    if spell.path == "remand":
        return places.choose(chance, "remand")
    if spell.path == "unaccompanied":
        return places.choose(chance, "unaccompanied" if age >= 16 else "unaccompanied, under 16")
    place = places.choose(chance, places.age_group(age))
    if place.kind == "K3" and age >= 17 and spell.end < _INDEPENDENT_PLACES_END and chance.random() < 0.12:
        return places.place(chance, "P2")
    return place


def _next(chance: Random, spell: Spell, born: int, home: str | None, law: Timeline, day: int) -> Place:
    status = law[bisect_right(law, (day, "~")) - 1][1]
    if home and status in ("C1", "C2") and chance.random() < (0.4 if spell.ends == "home" else 0.12):
        return places.place(chance, "P1", postcode=home)
    if spell.path in ("settled", "remand") and (day - born) / YEAR > 14.5 and chance.random() < 0.03:
        return places.place(chance, "R5")
    return _somewhere(chance, spell, born, day)


def _why(chance: Random, before: Place, after: Place, day: int) -> str:
    if after.kind == "R5" and day >= _CUSTODY_IS_A_REASON_FROM:
        return "CUSTOD"
    if after.kind in ("R5", "P1"):
        return "CARPL"
    group = "fostered" if before.kind[0] == "U" else "homes" if before.kind[0] == "K" else "elsewhere"
    return _WHY[group].pick(chance)
