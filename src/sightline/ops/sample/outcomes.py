"""Health, feelings and behaviour of children looked after for a whole year (OC2)."""

from __future__ import annotations

from datetime import date
from random import Random

from sightline.domain.records import Outcome
from sightline.ops.sample.chance import Weighted, spread, stream
from sightline.ops.sample.days import CollectionYear, age_on
from sightline.ops.sample.life import Life

_NO_SCORE = Weighted({"SDQ2": 34, "SDQ3": 9, "SDQ4": 32, "SDQ5": 25})


def outcome(life: Life, year: CollectionYear) -> Outcome:
    """The row of one child for one year. Items that do not fit the child's age are blank."""
    chance = stream(*life.key, "outcome", year.name)
    at_start, at_end = age_on(life.born, year.first), age_on(life.born, year.last)
    score, reason = _strengths_and_difficulties(chance, life, at_start, at_end)
    misuse = int(at_end >= 11 and chance.random() < (0.09 if at_end >= 15 else 0.02))
    received = int(chance.random() < 0.6) if misuse else None
    return Outcome(
        life.child,
        date.fromordinal(life.born),
        score,
        reason,
        int(chance.random() < (0.045 if at_end >= 14 else 0.008)) if at_end >= 10 else None,
        int(chance.random() < 0.89) if at_end < 5 else None,
        int(chance.random() < (0.75 if life.unaccompanied else 0.87)),
        int(chance.random() < 0.82) if at_end >= 2 else int(chance.random() < 0.45),
        int(chance.random() < 0.91),
        misuse,
        received,
        int(chance.random() < 0.8) if received == 0 else None,
    )


def _strengths_and_difficulties(
    chance: Random, life: Life, at_start: int, at_end: int
) -> tuple[int | None, str | None]:
    """A score from 0 to 40, or why there is none; neither for those too young or too old all year."""
    if at_end < 4 or at_start >= 17:
        return None, None
    between_ages = at_start < 4 or at_end >= 17
    if between_ages and chance.random() < 0.6:
        return None, "SDQ1"
    if chance.random() < 0.17:
        return None, _NO_SCORE.pick(chance)
    usual = 8 + life.number % 11  # a child's scores are near each other from year to year
    return max(0, min(40, usual + spread(chance, -5, 6) + spread(chance, 0, 4))), None
