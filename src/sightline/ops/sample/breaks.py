"""Series of short breaks: each break recorded (V3), or the agreement alone (V4)."""

from __future__ import annotations

from random import Random

from sightline.ops.sample import places
from sightline.ops.sample.chance import spread
from sightline.ops.sample.days import leaving_day
from sightline.ops.sample.life import Place, Spell, Stay


def breaks(chance: Random, spell: Spell) -> list[Stay]:
    """The episodes of one series, all in one place. At most 5 nights a month and 10 once a year: the law allows
    17 days a break and 75 days a year. No postcode or Ofsted number is returned for these children."""
    chosen = places.choose(chance, "breaks")
    place = Place(chosen.kind, chosen.provider, None, None)
    if spell.path == "breaks, agreement recorded":
        return [Stay(spell.start, "S", "V4", place, spell.end, "E4A")]
    found: list[Stay] = []
    day = spell.start
    while day < spell.end - 12:
        nights = spread(chance, 6, 10) if len(found) % 9 == 4 else spread(chance, 1, 4)
        end = leaving_day(day + nights)
        if end > day:
            found.append(Stay(day, "S", "V3", place, end, "E4A"))
        day += spread(chance, 25, 38)
    return found
