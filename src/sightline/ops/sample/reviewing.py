"""When a child's reviews were held, near the days that law asks for, and how the child took part.

Follows docs/review-track.md: ordinary track, authority to place, placed for adoption.
"""

from __future__ import annotations

from bisect import bisect_right
from random import Random

from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.days import (
    add_working_days,
    birthday,
    months_after,
    working_day_from,
    working_day_up_to,
)
from sightline.ops.sample.life import Care, Pace

_PARTICIPATION = {
    "child": Weighted({"PN1": 26, "PN2": 4, "PN3": 1.5, "PN4": 2, "PN5": 33, "PN6": 28, "PN7": 5.5}),
    "teen": Weighted({"PN1": 43, "PN2": 3, "PN3": 0.5, "PN4": 1, "PN5": 18, "PN6": 29, "PN7": 5.5}),
}
_LATE_FIRST, _LATE_AFTER = 0.16, 0.028
_FIRST_LIMIT = 20  # working days
_ORDINARY, _AUTHORITY, _PLACED = "ordinary", "authority", "placed"
Tracks = list[tuple[int, str]]


def reviews(
    chance: Random, care: Care, born: int, unplanned: list[int], until: int, pace: Pace
) -> list[tuple[int, str]]:
    """Day and participation code of every review in one period of care, up to a day."""
    held: list[int] = []
    tracks = _tracks(care)
    end = min(care.spell.end, until + 1)
    day = care.spell.start
    while (day := _next(chance, day, held, tracks, unplanned, pace)) < end:
        held.append(day)
    four, twelve = birthday(born, 4), birthday(born, 12)
    return [(day, _part(chance, day, four, twelve)) for day in held]


def _part(chance: Random, day: int, four: int, twelve: int) -> str:
    if day < four:
        return "PN0"
    return _PARTICIPATION["child" if day < twelve else "teen"].pick(chance)


def _tracks(care: Care) -> Tracks:
    """Days on which the child came to be on another track."""
    tracks: Tracks = []
    for stay in care.stays:
        kind = stay.place.kind
        track = _PLACED if kind[0] == "A" else _AUTHORITY if stay.legal == "E1" else _ORDINARY
        if not tracks or tracks[-1][1] != track:
            tracks.append((stay.start, track))
    return tracks


def _next(chance: Random, trigger: int, held: list[int], tracks: Tracks, unplanned: list[int], pace: Pace) -> int:
    at = bisect_right(tracks, (trigger, "~")) - 1
    due = _due_from_trigger(trigger, held, tracks, at)
    late, day = _held(chance, trigger, due, first=not held)
    while at + 1 < len(tracks) and tracks[at + 1][0] <= due and not late and day > tracks[at + 1][0]:
        at += 1
        due = _due_from_change(trigger, held, tracks, at)
        late, day = _held(chance, max(trigger, tracks[at][0]), due, first=False)
    return _brought_forward(chance, trigger, day, unplanned, pace)


def _due_from_trigger(trigger: int, held: list[int], tracks: Tracks, at: int) -> int:
    began, track = tracks[at]
    if track == _PLACED and held:
        return months_after(trigger, 3 if bisect_right(held, began) == len(held) - 1 else 6)
    if not held:
        return add_working_days(trigger, _FIRST_LIMIT)
    return months_after(trigger, 3 if len(held) == 1 and len(tracks[: at + 1]) == 1 else 6)


def _due_from_change(trigger: int, held: list[int], tracks: Tracks, at: int) -> int:
    began, track = tracks[at]
    if track == _PLACED:
        return began + 28
    if track == _AUTHORITY and tracks[at - 1][1] == _ORDINARY:
        return months_after(began, 3)
    return months_after(trigger, 6) if held else add_working_days(trigger, _FIRST_LIMIT)


def _held(chance: Random, after: int, due: int, *, first: bool) -> tuple[bool, int]:
    """Whether the review is late, and its day: a working day, most often in the fortnight before it is due."""
    if chance.random() < (_LATE_FIRST if first else _LATE_AFTER):
        return True, working_day_from(due + 1 + int(chance.expovariate(1 / 13)))
    room = due - after
    early = min(int(chance.expovariate(1 / (4 if room < 50 else 9))), room * 2 // 3)
    return False, max(after + 1, working_day_up_to(due - early))


def _brought_forward(chance: Random, trigger: int, day: int, unplanned: list[int], pace: Pace) -> int:
    """Sooner than due: after an unplanned end of a placement, or because somebody asked."""
    if pace.review_days and day - trigger > pace.review_days:
        day = working_day_from(trigger + max(1, int(pace.review_days * (0.8 + 0.4 * chance.random()))))
    elif day - trigger > 60 and chance.random() < 0.025:
        day = working_day_from(trigger + spread(chance, 20, day - trigger - 10))
    for end in unplanned:
        if trigger < end < day - 30:
            return working_day_from(end + spread(chance, 5, 24)) if chance.random() < 0.45 else day
    return day
