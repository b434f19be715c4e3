"""Lives: an outline becomes a life lived day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from sightline.ops.sample import around, breaks, episodes, places, reviewing
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.days import birthday, collection_year
from sightline.ops.sample.leaving import AGES
from sightline.ops.sample.life import Care, Life, Pace, Place
from sightline.ops.sample.plans import ChildPlan, FamilyPlan, family_plan

EARLIEST_START_SEEN = 21  # years: a care leaver of 21 may have come into care as a baby
_GROWTH = 1.015  # a year


def lives(*, seed: int, families: Iterable[tuple[int, int]], first: int, last: int, pace: Pace) -> Iterator[Life]:
    """The lives that returns of the days `first` to `last` tell of. `families`: (collection year, how many)."""
    for year, count in families:
        for number in range(count):
            yield from family_lives(family_plan(seed, year, number), seed, first, last, pace)


def family_lives(plan: FamilyPlan, seed: int, first: int, last: int, pace: Pace) -> Iterator[Life]:
    """The children of one family, as far as returns of those days tell of them."""
    seen = [child for child in plan.children if _is_seen(child, first, last)]
    if not seen:
        return
    chance = stream(seed, "home", plan.year, plan.number)
    home = None if plan.kind in ("unaccompanied", "breaks") else places.home_postcode(chance)
    together = _first_place_together(chance, plan)
    for child in seen:
        yield _life(plan, child, seed, home, together, last, pace)


def _first_place_together(chance: Random, plan: FamilyPlan) -> Place | None:
    """Brothers and sisters often go to one place first."""
    if len(plan.children) == 1 or chance.random() > 0.6:
        return None
    return places.place(chance, "U3" if chance.random() < 0.25 else "U6")


def _is_seen(child: ChildPlan, first: int, last: int) -> bool:
    if any(spell.start <= last and spell.end >= first for spell in child.spells):
        return True
    left = child.spells[-1].end
    if left > last or left < birthday(child.born, 16):
        return False
    return any(first <= birthday(child.born, age) <= last for age in AGES)


def _life(
    plan: FamilyPlan,
    child: ChildPlan,
    seed: int,
    home: str | None,
    together: Place | None,
    last: int,
    pace: Pace,
) -> Life:
    key = (seed, "child", plan.year, plan.number, child.sibling)
    chance = stream(*key)
    number = (plan.year % 100) * 10_000_000 + plan.number * 10 + child.sibling
    life = Life(f"S{number:09}", number, key, child.born, child.male, plan.ethnicity, plan.need, home)
    if plan.kind == "breaks":
        life.short_breaks = True
        life.care = [Care(spell, breaks.breaks(chance, spell)) for spell in child.spells]
        life.workers = around.workers(chance, life)
        return life
    unplanned = _live(chance, life, child, together, pace)
    if plan.kind == "unaccompanied":
        life.unaccompanied = True
        life.status_ceased = around.status_ceased(chance, life)
    life.first_child_born = around.first_child_born(chance, life)
    life.workers = around.workers(chance, life)
    life.died_aged = spread(chance, 18, 20) if chance.random() < 0.004 else None
    for care, ends in zip(life.care, unplanned, strict=True):
        if care.spell.start <= last:
            life.reviews += reviewing.reviews(chance, care, life.born, ends, last, pace)
    return life


def _live(chance: Random, life: Life, child: ChildPlan, together: Place | None, pace: Pace) -> list[list[int]]:
    """Fill in care, absences and orders; gives the unplanned ends of placements, by period of care."""
    unplanned = []
    for number, spell in enumerate(child.spells):
        first = together if number == 0 else None
        stays, ends = episodes.episodes(chance, spell, life.born, life.home, first, pace)
        care = Care(spell, stays)
        life.care.append(care)
        life.absences += around.absences(chance, care, life.born)
        life.liberty_orders += around.liberty_orders(chance, care)
        unplanned.append(ends)
    return unplanned


def families(seed: int, years: tuple[int, ...], in_last_year: float) -> Iterator[tuple[int, int]]:
    """How many families' children come into care in each collection year that the returns reach back to."""
    for year in range(min(years) - EARLIEST_START_SEEN, max(years) + 1):
        rate = in_last_year * _GROWTH ** (year - max(years))
        yield year, int(rate) + (stream(seed, "families", year).random() < rate % 1)


def window(years: tuple[int, ...]) -> tuple[int, int]:
    """The first and last day of the returns of these years."""
    return collection_year(min(years)).first, collection_year(max(years)).last
