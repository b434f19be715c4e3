"""What the reviewing service of the sample did between reviews: checks, contacts, levels, changes, a last note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Protocol

from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.watching import midway
from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.cycle_around import Held
from sightline.ops.sample.cycle_days import day_of
from sightline.ops.sample.cycle_people import People
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.days import add_working_days, months_after, working_day_from
from sightline.ops.sample.life import Life

_FOUND = Weighted({"on_track": 80, "some_drift": 14, "bring_forward": 2, "challenge": 4})
_CONTACTS = Weighted(
    {
        "social_worker": 30,
        "child": 18,
        "carer": 14,
        "family": 10,
        "file_check": 16,
        "professional": 7,
        "manager": 3,
    }
    | {"panel": 2}
)
_CHANGES = Weighted({"school": 35, "health": 25, "plan": 25, "harm": 15})
_ANSWERS = Weighted({"noted": 60, "no": 28, "bring_forward": 12})
_DONE, _LATE, _CLOSED = 0.84, 0.15, 0.7
_CLOSING_DAYS, _CHANGE_DAYS = 70, 500


class Within(Protocol):
    """From when and up to when there is anything."""

    @property
    def first(self) -> int: ...
    @property
    def on(self) -> int: ...


def write(
    pen: Pen,
    chance: Random,
    life: Life,
    held: Sequence[Held],
    people: People,
    child: int,
    levels: Sequence[str],
    within: Within,
) -> None:
    """Everything of one child between reviews."""
    for review, after in zip(held, [*held[1:], None], strict=False):
        _check(pen, chance, review, after, child)
    if levels and held and held[-1].care.spell.end > within.on:
        _level(pen, chance, held[-1], child, levels)
    for care in life.care:
        start, end = max(care.spell.start + 10, within.first), min(care.spell.end, within.on + 1)
        if start < end:
            _contacts(pen, chance, life, people, child, start, end)
            _changes(pen, chance, life, people, child, max(start, end - _CHANGE_DAYS), end)
        if within.on - _CLOSING_DAYS < care.spell.end <= within.on:
            _closing(pen, chance, life, people, child, care.spell.end, within.on)


def _check(pen: Pen, chance: Random, review: Held, after: Held | None, child: int) -> None:
    """The check half-way to the next review: done, or overtaken by it, or still to do."""
    next_due = months_after(review.day, 3 if review.number == 1 else 6)
    try:
        clock = midway(date.fromordinal(review.day), date.fromordinal(next_due), england())
    except BeyondCalendar:
        return
    if clock is None:
        return
    due, on = clock.due.toordinal(), review.on
    until = min(day for day in (after.day if after else None, review.care.spell.end, on + 1) if day is not None)
    told = {"child_id": child, "since": day_of(review.day), "due_on": clock.due}
    late = chance.random() < _LATE
    done = add_working_days(due, spread(chance, 1, 15)) if late else working_day_from(due - spread(chance, 0, 9))
    if chance.random() < _DONE and done < until:
        found = _FOUND.pick(chance)
        pen.add(
            "check", **told, done_on=day_of(done), done_by_id=review.officer, found=found,
            says=pen.words["found"][found],
        )  # fmt: skip
    elif after is not None:
        pen.add("check", **told, not_needed_why=pen.words["check_not_needed"])
    elif review.care.spell.end > on:
        pen.add("check", **told)


def _level(pen: Pen, chance: Random, review: Held, child: int, levels: Sequence[str]) -> None:
    level = levels[min(int(chance.expovariate(1.6)), len(levels) - 1)] if len(levels) > 1 else levels[0]
    pen.add(
        "tracking", child_id=child, level=level, since=day_of(review.day), set_by_id=review.officer,
        set_at=pen.at(review.day), next_contact=day_of(working_day_from(review.on + spread(chance, -5, 40))),
    )  # fmt: skip


def _contacts(pen: Pen, chance: Random, life: Life, people: People, child: int, start: int, end: int) -> None:
    day = working_day_from(start + spread(chance, 5, 60))
    while day < end:
        kind = _CONTACTS.pick(chance)
        pen.add(
            "contact", child_id=child, on=day_of(day), kind=kind, says=pen.words["contacts"][kind],
            by_id=people.officer(life, day), made_at=pen.at(day),
        )  # fmt: skip
        day = working_day_from(day + spread(chance, 25, 110))


def _changes(pen: Pen, chance: Random, life: Life, people: People, child: int, start: int, end: int) -> None:
    """Changes that a social worker told; one of the last days waits for its answer."""
    day = working_day_from(start + spread(chance, 20, 700))
    while day < end:
        worker = people.worker(life, day)
        answered = add_working_days(day, spread(chance, 1, 8))
        if worker is not None:
            kind, answer = _CHANGES.pick(chance), _ANSWERS.pick(chance)
            done = answered < end
            pen.add(
                "change", child_id=child, kind=kind, happened_on=day_of(day - spread(chance, 0, 4)),
                says=pen.words["changes"][kind], planned=False, told_at=pen.at(day, 9), told_by_id=worker,
                answer=answer if done else "", answer_why=pen.words["answers"][answer] if done else "",
                answered_at=pen.at(answered) if done else None,
                answered_by_id=people.officer(life, answered) if done else None,
            )  # fmt: skip
        day = working_day_from(day + spread(chance, 120, 700))


def _closing(pen: Pen, chance: Random, life: Life, people: People, child: int, left: int, on: int) -> None:
    written = add_working_days(left, spread(chance, 1, 10))
    if written > on or chance.random() > _CLOSED:
        return
    seen = add_working_days(written, 3)
    pen.add(
        "closing", child_id=child, left_on=day_of(left), says=pen.words["closing"], written_at=pen.at(written),
        written_by_id=people.officer(life, left), seen_by_id=people.head if seen <= on else None,
        seen_at=pen.at(seen) if seen <= on else None,
    )  # fmt: skip
