"""A child's reviews: those to come, those that were, and those that should have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sightline.casework.practice.queries import in_force
from sightline.casework.register.lives import lives
from sightline.casework.register.models import Child
from sightline.casework.register.models import Review as Told
from sightline.casework.register.standings import clocks_of, is_open
from sightline.casework.reviews.models import Review
from sightline.domain.clocks import Clock, Standing
from sightline.domain.readings import ADJOURNED
from sightline.domain.review_kinds import kinds


@dataclass(frozen=True)
class OfChild:
    """One review of a child, as a row. `matter` is empty where it was not planned or held here.

    `clock` is the one it met or will; None for a kind without. `on` is the day it is planned for.
    """

    title: str
    clock: Clock | None
    matter: int | None = None
    state: str = ""
    on: date | None = None
    held_on: date | None = None
    completed_on: date | None = None
    code: str = ""
    late_cause: str = ""
    chair: str = ""

    @property
    def due(self) -> date | None:
        """The last day for it."""
        return self.clock.effective_due if self.clock else None

    @property
    def why(self) -> str:
        """Why that day."""
        return self.clock.why if self.clock else ""

    @property
    def standing(self) -> Standing | None:
        """How it stands."""
        return self.clock.standing if self.clock else None


@dataclass(frozen=True)
class Reviews:
    """A child's reviews: to come (the first due first), and those that are over (the latest first)."""

    coming: Sequence[OfChild]
    over: Sequence[OfChild]


def of_child(child: Child, *, on: date) -> Reviews:
    """Every review of a child in scope. A constant number of queries."""
    known = lives([child.pk])[child.pk]
    clocks = clocks_of(known, on=on, counting=in_force(on).counting)
    rows = list(
        Review.objects.filter(matter__child=child)
        .exclude(matter__state="taken_out")
        .exclude(matter__meeting__state="cancelled")
        .select_related("told", "matter", "matter__meeting", "matter__meeting__chair")
        .order_by("matter__meeting__on", "pk")
    )
    codes = dict(Told.objects.filter(child=child).values_list("held", "participation"))
    return Reviews(list(_coming(rows, clocks)), list(_over(rows, clocks, codes)))


def _coming(rows: Sequence[Review], clocks: Sequence[Clock]) -> Iterator[OfChild]:
    """What is planned or begun, each with the clock that is open; an open clock that nobody planned for."""
    waiting = [clock for clock in clocks if is_open(clock) and clock.key != ADJOURNED]
    waiting.sort(key=lambda clock: clock.effective_due or date.max)
    for row in rows:
        if row.told_id is None and row.matter.completed_on is None:
            clock = waiting.pop(0) if waiting and kinds()[row.kind].register else None
            yield _row(row, clock)
    yield from (OfChild(clock.title, clock) for clock in waiting)


def _over(rows: Sequence[Review], clocks: Sequence[Clock], codes: Mapping[date, str]) -> Iterator[OfChild]:
    """The latest first: what was held, wherever it was told; what should have been; what no clock asks for."""
    here = {row.told.held: row for row in rows if row.told is not None}
    settled = [clock for clock in clocks if clock.key != ADJOURNED and not is_open(clock)]
    found = [_settled(clock, here, codes) for clock in settled]
    found += [_row(row, None) for row in rows if row.told_id is None and row.matter.completed_on is not None]
    seen = {clock.review.held for clock in settled if clock.review}
    found += [_row(row, None) for held, row in here.items() if held not in seen]
    yield from sorted(found, key=lambda each: each.held_on or each.due or date.min, reverse=True)


def _settled(clock: Clock, here: Mapping[date, Review], codes: Mapping[date, str]) -> OfChild:
    if clock.review is None:
        return OfChild(clock.title, clock)
    held = clock.review.held
    if held in here:
        return _row(here[held], clock)
    return OfChild(
        clock.title,
        clock,
        held_on=held,
        completed_on=clock.review.completed,
        code=codes.get(held, ""),
        state="told",
    )


def _row(row: Review, clock: Clock | None) -> OfChild:
    matter = row.matter
    return OfChild(
        title=kinds()[row.kind].title,
        clock=clock,
        matter=matter.pk,
        state=matter.state,
        on=matter.meeting.on,
        held_on=matter.held_on,
        completed_on=matter.completed_on,
        code=row.code or (row.told.participation if row.told else ""),
        late_cause=row.late_cause,
        chair=matter.meeting.chair.name,
    )
