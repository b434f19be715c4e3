"""Young people who left care, around their birthdays from 17 to 21 (OC3)."""

from __future__ import annotations

from datetime import date
from random import Random

from sightline.domain.records import CareLeaver
from sightline.ops.sample.chance import Weighted, stream
from sightline.ops.sample.days import CollectionYear, birthday
from sightline.ops.sample.life import Life

AGES = (17, 18, 19, 20, 21)
_NEVER_LEAVERS = frozenset({"E2", "E3", "E11", "E12", "E15"})
_WEEKS_13 = 91  # days
_TRAINING_SPLIT_FROM = 2022

_IN_TOUCH = Weighted({"YES": 905, "NO": 55, "REFU": 18, "NREQ": 12, "RHOM": 10})
_ACTIVITY = {
    False: Weighted({"F2": 34, "P2": 4, "F4": 4, "F5": 14, "P4": 0.5, "P5": 4, "G4": 8, "G5": 26, "G6": 5.5}),
    True: Weighted(
        {"F1": 7, "F2": 18, "P2": 3, "F4": 3, "F5": 22, "P4": 0.5, "P5": 6, "G4": 10, "G5": 23, "G6": 7.5}
    ),
}
_ACCOMMODATION = {
    False: Weighted(
        {"B1": 42, "B2": 2, "D1": 26, "D2": 1, "E1": 8, "C1": 6, "S2": 2, "R2": 3, "U1": 6, "Y1": 2, "X2": 2}
    ),
    True: Weighted(
        {"B1": 13, "B2": 1, "C1": 3, "D1": 19, "D2": 1, "E1": 5, "G1": 0.5, "K1": 5, "K2": 0.5, "R2": 3, "S2": 2}
        | {"T1": 1.5, "U1": 33, "U2": 1.5, "V2": 0.7, "W2": 0.6, "X2": 3, "Y1": 2, "Z1": 8, "H2": 0.2}
    ),
}
_BEFORE_2022 = {"F4": "F3", "F5": "F3", "P4": "P3", "P5": "P3"}


def care_leaver(life: Life, year: CollectionYear) -> CareLeaver | None:
    """The row of one care leaver, if a birthday of the year and the life before it ask for one."""
    age = next((age for age in AGES if year.first <= birthday(life.born, age) <= year.last), None)
    if age is None or not _qualifies(life, birthday(life.born, age)):
        return None
    chance = stream(*life.key, "leaver", age)
    touch = "DIED" if life.died_aged and age >= life.died_aged else _IN_TOUCH.pick(chance)
    activity, home = ("0", "0") if touch != "YES" else _activity_and_home(chance, year, adult=age > 17)
    return CareLeaver(life.child, date.fromordinal(life.born), touch, activity, home)


def _activity_and_home(chance: Random, year: CollectionYear, *, adult: bool) -> tuple[str, str]:
    activity = _ACTIVITY[adult].pick(chance)
    if year.name < _TRAINING_SPLIT_FROM:
        activity = _BEFORE_2022.get(activity, activity)
    return activity, _ACCOMMODATION[adult].pick(chance)


def _qualifies(life: Life, on: int) -> bool:
    """Looked after for 13 weeks since 14, some of them since 16, and no longer so on the birthday.

    Somebody who leaves on the 18th birthday itself is first asked after at 19."""
    last = life.care[-1]
    if last.stays[-1].reason_ended in _NEVER_LEAVERS or last.spell.end >= on:
        return False
    fourteen, sixteen = birthday(life.born, 14), birthday(life.born, 16)
    days = sum(max(0, care.spell.end - max(fourteen, care.spell.start)) for care in life.care)
    return days >= _WEEKS_13 and last.spell.end > sixteen
