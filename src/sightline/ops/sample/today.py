"""The sample council's children on a day: whom a case system would tell of tonight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from sightline.ops.sample import council, living
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.days import birthday, collection_year, working_day_from, year_holding
from sightline.ops.sample.life import Life, Pace
from sightline.ops.sample.plans import family_plan

_PUT_OFF = 0.08
_YEARS = 6  # that the case system is asked for


def lives(seed: int, looked_after: int, on: date) -> Iterator[Life]:
    """Everybody in care in the last years, and a family that came into care on the last Tuesday."""
    day = on.toordinal()
    made = council.make(seed=seed, looked_after=looked_after, years=_years(on))
    newest = [family for tuesday in _tuesdays(on) for family in tuesday_family(seed, looked_after, tuesday)]
    for life in (*made.lives(), *newest):
        if life.care[0].spell.start <= day:
            yield _put_off(life)


def _put_off(life: Life) -> Life:
    """The life with a few reviews held weeks later than they were to be: somebody's is overdue on any day.

    Which ones does not depend on the day it is: what is told one night is told the next.
    """
    chance = stream(*life.key, "put off")
    held: list[tuple[int, str]] = []
    for (day, code), after in zip(life.reviews, [*life.reviews[1:], None], strict=False):
        later = working_day_from(day + spread(chance, 14, 45))
        end = next((care.spell.end for care in life.care if care.spell.start <= day <= care.spell.end), day)
        fits = later < end and not day < birthday(life.born, 4) <= later
        fits = fits and (after is None or later < after[0] - 40)
        held.append((later if chance.random() < _PUT_OFF and fits else day, code))
    return replace(life, reviews=held)


def tuesday_family(seed: int, looked_after: int, tuesday: date) -> Iterator[Life]:
    """Brothers and sisters who came into care on a Tuesday: there is always somebody without an officer."""
    years = _years(tuesday)
    taken = dict(living.families(seed, years, looked_after))[years[-1]]
    first, last = living.window(years)
    for number in count(taken):
        plan = family_plan(seed, years[-1], number)
        spells = [child.spells[0] for child in plan.children]
        fits = plan.kind == "ordinary" and len(spells) == 2 and spells[0].start == tuesday.toordinal()
        if fits and min(spell.end - spell.start for spell in spells) > 150:
            return living.family_lives(plan, seed, first, last, Pace())
    raise AssertionError  # every day comes up


def _tuesdays(on: date) -> Iterator[date]:
    """Those since the month before began: who is told of one night is told of the next."""
    day = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    while day <= on:
        if day.weekday() == 1:
            yield day
        day += timedelta(days=1)


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
