"""The reviewing cycle of the sample council: what was held in the last years, what is going on, what is planned.

Everything follows from the lives that the case system tells of: a review that the register has gets its meeting,
its record and its decisions; the next one is planned before it is due. Days before yesterday are done as far as
they would be; nothing is done tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sightline.casework.meetings import sample as meetings
from sightline.casework.meetings.settling import settle_all
from sightline.casework.register import bulk
from sightline.casework.reviews import sample as reviews
from sightline.casework.watch import sample as cycle
from sightline.domain.practice_files import handbook
from sightline.ops.sample import cycle_ahead, cycle_between, cycle_decisions, cycle_documents, cycle_review
from sightline.ops.sample.chance import stream
from sightline.ops.sample.cycle_around import Held
from sightline.ops.sample.cycle_days import steps
from sightline.ops.sample.cycle_people import People
from sightline.ops.sample.cycle_rows import Pen
from sightline.ops.sample.life import Care, Life
from sightline.ops.sample.telling import Tonight
from sightline.ops.sample.today import family_of

YEARS = 2
_AT_ONCE = 60_000  # rows


@dataclass(frozen=True)
class Council:
    """The council with the numbers that its service gave to everybody."""

    tonight: Tonight
    people: People
    children: Mapping[str, int]
    relations: Mapping[int, list[tuple[int, str, str]]]
    told: Mapping[tuple[int, date], int]
    documents: Mapping[str, tuple[str, int]]
    first: int  # day
    on: int
    levels: Sequence[str]  # of tracking

    @classmethod
    def of(cls, tonight: Tonight, numbers: Mapping[str, int], years: int) -> Council:
        """The council, from a day so many years ago up to the last that is told."""
        first = tonight.on - timedelta(days=round(years * 365.25))
        return cls(
            tonight,
            People(tonight.staff, numbers),
            cycle.children(),
            meetings.around(),
            reviews.told_since(first),
            meetings.keep_documents(cycle_documents.made()),
            first.toordinal(),
            tonight.on.toordinal(),
            cycle.levels(tonight.on),
        )


def fill(tonight: Tonight, numbers: Mapping[str, int], *, at: datetime, years: int = YEARS) -> int:
    """Put the cycle into the service of the sample; how many rows. `numbers` is everybody by worker number."""
    council = Council.of(tonight, numbers, years)
    pen = Pen(bulk.moment)
    many = cycle.put(_in_parts(pen, past(pen, council)))
    bulk.analyze()  # all of it is read next: a database that takes the tables for empty goes the long way
    settle_all()
    cycle.hand_over(pen.words["handover"], since=tonight.on - timedelta(days=365))
    cycle.declare_conflict(says=pen.words["conflict"], manager=council.people.head, at=at)
    return many


def plan(tonight: Tonight, numbers: Mapping[str, int]) -> int:
    """Plan the reviews to come, once it is known when each is due; how many rows."""
    people, children = People(tonight.staff, numbers), cycle.children()
    pen = Pen(bulk.moment, after=cycle.last_numbers())
    lives = {children[life.child]: life for life in tonight.lives}
    coming = cycle_ahead.Coming(people, lives, meetings.around(), cycle.dues(tonight.on), tonight.on.toordinal())
    return cycle.put(_in_parts(pen, cycle_ahead.write(pen, coming, tonight.seed)))


def _in_parts(pen: Pen, writing: Iterable[None]) -> Iterator[Any]:
    """What is written, some tens of thousands of rows at a time."""
    for _ in writing:
        if pen.many >= _AT_ONCE:
            yield pen.take()
    yield pen.take()


def past(pen: Pen, council: Council) -> Iterator[None]:
    """Write what was held and done, a family at a time."""
    for venue in pen.words["venues"]:
        pen.add("venue", **venue)
    for _, family in groupby(council.tonight.lives, key=family_of):
        together: dict[tuple[int, int], int] = {}  # meetings of the family by day and chair
        for life in family:
            if not life.short_breaks and life.child in council.children:
                _life(pen, council, life, together)
        yield


def _life(pen: Pen, council: Council, life: Life, together: dict[tuple[int, int], int]) -> None:
    chance = stream(*life.key, "cycle")
    earlier: list[cycle_decisions.Made] = []
    library = handbook().wordings
    held = []
    for review in _held(council, life, chance):
        held.append(review)
        if (review.day, review.officer) not in together:
            meeting = cycle_review.meeting_of(pen, chance, review.day, review.officer, "held")
            together[review.day, review.officer] = meeting
        matter = cycle_review.write(pen, chance, review, together[review.day, review.officer], council.documents)
        if review.steps.completed <= council.on:
            here = cycle_decisions.Round(
                matter, review.steps, review.officer, review.worker, council.people.manager(life), council.on
            )
            earlier = cycle_decisions.make(pen, chance, here, earlier, library)
    cycle_decisions.leave(pen, chance, earlier)
    cycle_between.write(
        pen, chance, life, held, council.people, council.children[life.child], council.levels, council
    )


def _held(council: Council, life: Life, chance: Any) -> Iterator[Held]:
    """The reviews of a life that were held here, each with the one before it in its period of care."""
    child = council.children[life.child]
    for care in life.care:
        days = [told for told in life.reviews if care.spell.start <= told[0] <= care.spell.end]
        for number, (day, code) in enumerate(days, start=1):
            if council.first < day <= council.on:
                before = days[number - 2][0] if number > 1 else None
                yield _one(council, life, child, care, chance, number, before, day, code)


def _one(
    council: Council, life: Life, child: int, care: Care, chance: Any, number: int, before: int | None, day: int,
    code: str,
) -> Held:  # fmt: skip
    return Held(
        life, child, care, number, before, day, code, steps(chance, day), council.people.officer(life, day),
        council.people.worker(life, day), council.relations.get(child, ()),
        council.told.get((child, date.fromordinal(day))), council.on,
    )  # fmt: skip
