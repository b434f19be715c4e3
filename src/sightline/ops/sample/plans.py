"""What a family's children will go through, in outline: when care begins, which way it goes, when it ends.

An outline is quick to draw. It tells whether a child will be seen in the years wanted; only then is the life
lived in detail. Shares and lengths are set so that a council in a steady state looks like an English city's:
about a fifth under 5, a third 16 and over, two starts for every five children looked after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sightline.ops.sample.chance import Weighted, spread, stream, waiting
from sightline.ops.sample.days import YEAR, birth_day, birthday, collection_year, leaving_day
from sightline.ops.sample.life import AdoptionPlan, Spell

_KINDS = Weighted({"ordinary": 85.5, "unaccompanied": 9, "remand": 2, "breaks": 3.5})
_MORE_CHILDREN = Weighted({0: 66, 1: 19, 2: 10, 3: 4, 4: 1})
_AGES = Weighted(
    {(0.0, 0.15): 14, (0.15, 1): 6, (1, 5): 17, (5, 10): 20, (10, 14): 20, (14, 16): 15, (16, 17.8): 8}
)
_NEEDS = Weighted({"N1": 64, "N2": 3, "N3": 4, "N4": 8, "N5": 15, "N6": 2.5, "N7": 0.2, "N8": 3.3})
_ETHNICITIES = Weighted(
    {
        "WBRI": 62, "WIRI": 0.5, "WIRT": 0.4, "WROM": 2.3, "WOTH": 5, "MWBC": 5, "MWBA": 1.5, "MWAS": 2.7,
        "MOTH": 2.6, "AIND": 0.8, "APKN": 5, "ABAN": 0.9, "AOTH": 1.6, "CHNE": 0.1, "BCRB": 1.6, "BAFR": 3.6,
        "BOTH": 1.1, "OOTH": 2, "REFU": 0.3, "NOBT": 1,
    }
)  # fmt: skip
_UNACCOMPANIED_ETHNICITIES = Weighted({"BAFR": 38, "OOTH": 34, "AOTH": 22, "WOTH": 5, "BOTH": 1})
_PATHS = {
    "young": Weighted({"brief": 20, "proceedings": 28, "adoption": 30, "settled": 22}),
    "middle": Weighted({"brief": 25, "proceedings": 27, "adoption": 3, "settled": 45}),
    "older": Weighted({"brief": 36, "proceedings": 12, "settled": 52}),
    "oldest": Weighted({"brief": 36, "settled": 64}),
}
_GOING_HOME = frozenset({"home", "kin without responsibility"})


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """One child's outline."""

    sibling: int
    born: int
    male: bool
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """Children of one family who come into care on one day, for one reason."""

    year: int
    number: int
    kind: str
    need: str
    ethnicity: str
    children: tuple[ChildPlan, ...]


def family_plan(seed: int, year: int, number: int) -> FamilyPlan:
    """The outline of one family, the `number`th of those whose care begins in a collection year."""
    chance = stream(seed, "family", year, number)
    kind = _KINDS.pick(chance)
    start = collection_year(year).first + int(chance.random() * 365)
    need, ethnicity = _NEEDS.pick(chance), _ETHNICITIES.pick(chance)
    if kind == "unaccompanied":
        return FamilyPlan(
            year, number, kind, "N8", _UNACCOMPANIED_ETHNICITIES.pick(chance), (_unaccompanied(chance, start),)
        )
    if kind == "remand":
        return FamilyPlan(year, number, kind, "N6", ethnicity, (_on_remand(chance, start),))
    if kind == "breaks":
        return FamilyPlan(year, number, kind, "N2", ethnicity, (_on_short_breaks(chance, start),))
    return FamilyPlan(year, number, kind, need, ethnicity, tuple(_siblings(chance, start)))


def _siblings(chance: Random, start: int) -> Iterator[ChildPlan]:
    low, high = _AGES.pick(chance)
    age = (low + chance.random() * (high - low)) * YEAR
    more = _MORE_CHILDREN.pick(chance)
    for sibling in range(more + 1):
        yield _ordinary(chance, start, sibling, birth_day(start - int(age)))
        age -= (0.9 + chance.random() * 3.2) * YEAR
        if age < 0:
            return


def _ordinary(chance: Random, start: int, sibling: int, born: int) -> ChildPlan:
    male = chance.random() < 0.545
    adult = birthday(born, 18)
    spells = []
    while True:
        spell = _spell(chance, start, born, adult)
        spells.append(spell)
        if spell.ends not in _GOING_HOME or chance.random() > 0.16 or len(spells) == 3:
            return ChildPlan(sibling, born, male, tuple(spells))
        start = spell.end + waiting(chance, 240, 20, 1500)
        if start > adult - 150:
            return ChildPlan(sibling, born, male, tuple(spells))


def _spell(chance: Random, start: int, born: int, adult: int) -> Spell:
    age = (start - born) / YEAR
    group = "young" if age < 5 else "middle" if age < 10 else "older" if age < 15 else "oldest"
    path = _PATHS[group].pick(chance)
    if path == "adoption":
        return _towards_adoption(chance, start, adult)
    if path == "brief":
        end = start + waiting(chance, 45, 2, 240)
    elif path == "proceedings":
        end = start + spread(chance, 150, 430)
    elif chance.random() < (0.42 if age < 10 else 0.62 if age < 14 else 0.8):
        return _until_adult(chance, start, path, adult)
    else:
        end = start + spread(chance, 300, 700) + int(chance.expovariate(1 / 850))
    return _leaving_before(chance, start, leaving_day(end), path, adult)


def _leaving_before(chance: Random, start: int, end: int, path: str, adult: int) -> Spell:
    if end >= adult - 40:
        return _until_adult(chance, start, path, adult)
    return Spell(start, end, path, _ENDINGS[path].pick(chance))


_ENDINGS = {
    "brief": Weighted({"home": 92, "kin without responsibility": 5, "other": 2, "another authority": 1}),
    "proceedings": Weighted({"guardianship": 44, "arrangements": 18, "home": 35, "kin without responsibility": 3}),
    "settled": Weighted(
        {"home": 44, "guardianship": 34, "arrangements": 10, "kin without responsibility": 5}
        | {"another authority": 2, "other": 3, "abroad": 1, "died": 0.4, "custody": 0.6}
    ),
}


def _until_adult(chance: Random, start: int, path: str, adult: int) -> Spell:
    if chance.random() < 0.1 and adult - start > 90:
        return Spell(start, leaving_day(adult - spread(chance, 1, 50)), path, "nearly adult")
    return Spell(start, adult, path, "adult")


def _towards_adoption(chance: Random, start: int, adult: int) -> Spell:
    """Decision, placement order, match, placement, order; or, for some, not."""
    consent = chance.random() < 0.05
    decided = start + spread(chance, 90, 260)
    ordered = None if consent else decided + spread(chance, 7, 110)
    ready = ordered or decided + 30
    outcome = chance.random()
    if outcome > 0.86 and ordered:
        given_up = ordered + spread(chance, 200, 560)
        plan = AdoptionPlan(decided, ordered, None, None, False, None, given_up, None)
        return _after_adoption_plan(chance, start, given_up, plan, adult)
    placed = ready + waiting(chance, 150, 30, 700)
    matched = max(decided, placed - spread(chance, 10, 60))
    same_carer = chance.random() < 0.18
    if outcome > 0.81:
        disrupted = placed + spread(chance, 40, 250)
        given_up = disrupted + (0 if consent else spread(chance, 20, 150))
        plan = AdoptionPlan(decided, ordered, placed, matched, same_carer, disrupted, given_up, None)
        return _after_adoption_plan(chance, start, given_up, plan, adult)
    adopted = leaving_day(placed + spread(chance, 110, 420))
    plan = AdoptionPlan(decided, ordered, placed, matched, same_carer, None, None, adopted)
    return Spell(start, adopted, "adoption", "adopted", plan)


def _after_adoption_plan(chance: Random, start: int, given_up: int, plan: AdoptionPlan, adult: int) -> Spell:
    end = leaving_day(given_up + spread(chance, 120, 500) + int(chance.expovariate(1 / 1500)))
    if end >= adult - 40:
        return Spell(start, adult, "adoption", "adult", plan)
    return Spell(start, end, "adoption", _ENDINGS["settled"].pick(chance), plan)


_UNACCOMPANIED_ENDINGS = Weighted(
    {"adult": 80, "missing until adult": 5, "found adult": 6, "another authority": 9}
)


def _unaccompanied(chance: Random, start: int) -> ChildPlan:
    """Most are 16 or 17 when they come, and nearly all are boys."""
    age = 13.5 if chance.random() < 0.05 else 16.75 - chance.expovariate(1.1) + chance.random() * 0.9
    born = birth_day(start - int(max(13.2, min(17.75, age)) * YEAR))
    adult = birthday(born, 18)
    ends = _UNACCOMPANIED_ENDINGS.pick(chance)
    end = adult if ends in ("adult", "missing until adult") else start + waiting(chance, 80, 10, 300)
    if end < adult - 20:
        spell = Spell(start, leaving_day(end), "unaccompanied", ends)
    else:
        spell = Spell(start, adult, "unaccompanied", ends if ends == "missing until adult" else "adult")
    return ChildPlan(0, born, chance.random() < 0.94, (spell,))


def _on_remand(chance: Random, start: int) -> ChildPlan:
    born = birth_day(start - int((14.2 + chance.random() * 3.2) * YEAR))
    adult = birthday(born, 18)
    end = min(leaving_day(start + waiting(chance, 60, 8, 240)), leaving_day(adult - 5))
    ends = Weighted({"remand over": 60, "custody": 30, "home": 10}).pick(chance)
    return ChildPlan(0, born, chance.random() < 0.92, (Spell(start, end, "remand", ends),))


def _on_short_breaks(chance: Random, start: int) -> ChildPlan:
    born = birth_day(start - int((4.5 + chance.random() * 10) * YEAR))
    end = min(leaving_day(start + spread(chance, 300, 1500)), leaving_day(birthday(born, 17)))
    path = "breaks, each recorded" if chance.random() < 0.7 else "breaks, agreement recorded"
    return ChildPlan(0, born, chance.random() < 0.64, (Spell(start, max(end, start + 60), path, "home"),))
