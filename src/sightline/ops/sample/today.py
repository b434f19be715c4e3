"""The sample council's children on a day: whom a case system would tell of tonight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from sightline.ops.sample import council, living
from sightline.ops.sample.days import collection_year, year_holding
from sightline.ops.sample.life import Life, Pace
from sightline.ops.sample.plans import family_plan

_YEARS = 6  # that the case system is asked for


def lives(seed: int, looked_after: int, on: date) -> Iterator[Life]:
    """Everybody in care in the last years, and a family that came into care on the last Tuesday."""
    day = on.toordinal()
    made = council.make(seed=seed, looked_after=looked_after, years=_years(on))
    newest = tuesday_family(seed, looked_after, on)
    for life in (*made.lives(), *newest):
        if life.care[0].spell.start <= day:
            yield life


def tuesday_family(seed: int, looked_after: int, on: date) -> Iterator[Life]:
    """Brothers and sisters who came into care on the last Tuesday: there is always somebody without an officer."""
    tuesday = on - timedelta(days=(on.weekday() - 1) % 7)
    year = year_holding(tuesday.toordinal()).name
    taken = dict(living.families(seed, _years(on), looked_after))[year]
    first, last = living.window(_years(on))
    for number in count(taken):
        plan = family_plan(seed, year, number)
        spells = [child.spells[0] for child in plan.children]
        fits = plan.kind == "ordinary" and len(spells) == 2 and spells[0].start == tuesday.toordinal()
        if fits and min(spell.end for spell in spells) > on.toordinal() + 20:
            return living.family_lives(plan, seed, first, last, Pace())
    raise AssertionError  # every day comes up


def _years(on: date) -> tuple[int, ...]:
    last = year_holding(on.toordinal()).name
    return tuple(range(last - _YEARS + 1, last + 1))


def in_care(life: Life, on: date) -> bool:
    """Whether the child is in care on a day, short breaks left out."""
    day = on.toordinal()
    return not life.short_breaks and any(care.spell.start <= day < care.spell.end for care in life.care)


def family_of(life: Life) -> str:
    """The number of the family that a child is of."""
    _, _, year, number, _ = life.key
    return f"F{int(year) % 100:02}{int(number):05}"


def year_to(on: date) -> int:
    """The collection year that a day is in."""
    return collection_year(year_holding(on.toordinal()).name).name
