"""Where a child lives, move by move, in one period of care."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from random import Random

from sightline.ops.sample import places
from sightline.ops.sample.chance import Weighted, spread, waiting
from sightline.ops.sample.days import YEAR, birthday, ordinal
from sightline.ops.sample.legal import Timeline
from sightline.ops.sample.life import AdoptionPlan, Pace, Place, Spell


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
_LONG_TERM = 1900  # mean days in a placement that is meant to last
_BEFORE_INDEPENDENCE = 520  # the same at 16 and 17
_STAY = {"U6": 400, "U3": 800, "K2": 420, "K3": 480, "P1": 900, "R3": 110, "R2": 45, "R1": 350, "R5": 70, "K1": 90}
_STAY |= {"U4": _LONG_TERM, "U1": _LONG_TERM}
_LEAST_STAY = 7  # days between moves


@dataclass(frozen=True, slots=True)
class Placing:
    """The moves of one period of care, each at least a week before the next."""

    chance: Random
    spell: Spell
    born: int
    home: str | None
    law: Timeline
    pace: Pace

    def moves(self, first: Place | None) -> list[Move]:
        """All moves. `first` is where brothers and sisters went too, if there was such a place."""
        plan, spell = self.spell.adoption, self.spell
        if plan is None:
            return self._ordinary(first, spell.start, spell.end)
        made = self._ordinary(first, spell.start, plan.placed or plan.given_up or spell.end)
        if plan.placed:
            made.append(self._to_adopters(made[-1].place, plan, plan.placed))
        if plan.given_up and plan.given_up + 30 < spell.end:
            back = plan.disrupted or plan.given_up + 20
            start, *after = self._ordinary(None, back, spell.end)
            made += [Move(back, start.place, False, "CREQO" if plan.disrupted else "CARPL"), *after]
        return made

    def _to_adopters(self, before: Place, plan: AdoptionPlan, day: int) -> Move:
        """Same carers need a foster placement to come from, and one that may be adopters."""
        same = plan.same_carer and before.kind in places.FOSTERED
        kind = ("A5" if same else "A6") if plan.ordered else ("A3" if same else "A4")
        if not same:
            return Move(day, places.place(self.chance, kind), False, "CARPL")
        provider = "PR1" if before.provider == "PR4" else before.provider
        return Move(day, Place(kind, provider, before.postcode, before.urn), True, "PLACE")

    def _ordinary(self, first: Place | None, start: int, end: int) -> list[Move]:
        made = [Move(start, first or self._somewhere(start))]
        independence = self._independence(start, end)
        while True:
            self._same_carers(made, end)
            day = self._or_in_court(made[-1].day + self._stay(made[-1]), made[-1].day, 20)
            place = None
            if independence and made[-1].day + _LEAST_STAY <= independence < day:
                day, place, independence = independence, places.place(self.chance, "K3"), 0
            if day >= end - _LEAST_STAY:
                return made
            before = made[-1].place
            place = place or self._next(before, day)
            made.append(Move(day, place, False, _why(self.chance, before, place, day)))

    def _independence(self, start: int, end: int) -> int:
        """The day of a planned move to a home of one's own with support, at 16 or 17; 0 where there is none."""
        if self.spell.ends not in ("adult", "nearly adult") or self.chance.random() > 0.4:
            return 0
        day = birthday(self.born, 16) + spread(self.chance, 120, 640)
        return day if start + 30 < day < end - 30 else 0

    def _same_carers(self, made: list[Move], end: int) -> None:
        """Carers become long-term carers; now and then a family moves house."""
        last, chance = made[-1], self.chance
        if _may_settle(last.place, self.spell, last.day - self.spell.start):
            day = self._or_in_court(last.day + spread(chance, 200, 420), last.day, 60)
            if day < end - 60 and chance.random() < 0.5:
                kind = "U4" if last.place.kind == "U6" else "U1"
                made.append(Move(day, places.same_carer(chance, last.place, kind), True, "PLACE"))
        elif chance.random() < 0.03 and last.place.kind in ("U4", "U1") and last.day + 190 < end:
            made.append(Move(last.day + 90, places.same_carer(chance, last.place, last.place.kind), True, "PLACE"))

    def _or_in_court(self, day: int, after: int, near: int) -> int:
        """The day itself, or a day near it on which a court makes an order: plans change together."""
        for order, _ in self.law[1:]:
            if abs(order - day) <= near and order >= after + _LEAST_STAY and self.chance.random() < 0.5:
                return order
        return day

    def _stay(self, last: Move) -> int:
        mean = _STAY.get(last.place.kind, 300)
        if mean > _BEFORE_INDEPENDENCE and last.place.kind[0] == "U" and last.day >= birthday(self.born, 16):
            mean = _BEFORE_INDEPENDENCE
        return waiting(self.chance, mean * self.pace.stays, _LEAST_STAY, 6000)

    def _somewhere(self, day: int) -> Place:
        age = (day - self.born) / YEAR
        if day < birthday(self.born, 16):
            age = min(age, 15.9)  # whole birthdays count, not parts of a year
        if self.spell.path == "remand":
            return places.choose(self.chance, "remand")
        if self.spell.path == "unaccompanied":
            return places.choose(self.chance, "unaccompanied" if age >= 16 else "unaccompanied, under 16")
        place = places.choose(self.chance, places.age_group(age))
        if place.kind == "K3" and age >= 17 and self.spell.end < _INDEPENDENT_PLACES_END:
            return places.place(self.chance, "P2") if self.chance.random() < 0.12 else place
        return place

    def _next(self, before: Place, day: int) -> Place:
        chance, home = self.chance, self.home
        likely = 0.45 if self.spell.ends == "home" else 0.16
        if home and before.kind != "P1" and self._may_be_with_parents(day) and chance.random() < likely:
            return places.place(chance, "P1", postcode=home)
        if self.spell.path in ("settled", "remand") and day - self.born > 14.5 * YEAR and chance.random() < 0.03:
            return places.place(chance, "R5")
        return self._somewhere(day)

    def _may_be_with_parents(self, day: int) -> bool:
        """Only under a care order, and not while adoption is planned."""
        plan = self.spell.adoption
        status = self.law[bisect_right(self.law, (day, "~")) - 1][1]
        return status in ("C1", "C2") and (plan is None or (plan.given_up is not None and day > plan.given_up))


def _may_settle(place: Place, spell: Spell, days_in_care: int) -> bool:
    return spell.path == "settled" and place.kind in ("U6", "U3") and days_in_care < 2500


def _why(chance: Random, before: Place, after: Place, day: int) -> str:
    if after.kind == "R5" and day >= _CUSTODY_IS_A_REASON_FROM:
        return "CUSTOD"
    if after.kind in ("R5", "P1"):
        return "CARPL"
    group = "fostered" if before.kind[0] == "U" else "homes" if before.kind[0] == "K" else "elsewhere"
    return _WHY[group].pick(chance)
