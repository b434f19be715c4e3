"""How children stand on a day, for lists of thousands: worked out from their lives, kept till it may be otherwise.

`fresh` is the only door. What is kept says until when it holds: a clock that is not yet due stands the same every
day up to the day it is due, a child who left care for ever. So a new day costs only the few for whom it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from sightline.casework.practice.once import once
from sightline.casework.register.lean import CHILD, lean
from sightline.casework.register.lives import Known, lives, returns_from
from sightline.casework.register.models import Child, Standing
from sightline.domain.calendar import england
from sightline.domain.care import Life, Period, covers, is_short_break, periods_of_care, review_day
from sightline.domain.clocks import Clock, review_clocks
from sightline.domain.practice import Counting
from sightline.domain.standing import Standing as Stands

if TYPE_CHECKING:
    from sightline.domain.practices import Practice

OPEN = (Stands.OVERDUE, Stands.DUE, Stands.UNKNOWN)
AT_ONCE = 1000
#: So many are worked out by whoever asks for them; of more, one thread does them and the others wait for it.
FEW = 100
_many = Lock()


def fresh(children: QuerySet[Child], *, on: date, practice: Practice) -> QuerySet[Standing]:
    """How these children stand on a day: filter, sort and page it; what a child is called is selected with it.

    Works out again what no longer holds: one query where all holds, some more for each thousand where not; once
    for the same children while one page is looked at.
    """
    once(("fresh", children, on, practice.sha256), lambda: _renew(children, on, practice))
    return lean(Standing.objects.filter(child__in=children), child=CHILD)


def _renew(children: QuerySet[Child], on: date, practice: Practice) -> None:
    basis = _basis(practice)
    stale = _stale(children, on, basis)
    with _many if len(stale) > FEW else nullcontext():
        if len(stale) > FEW:
            stale = _stale(children, on, basis)  # another may have done it meanwhile
        for start in range(0, len(stale), AT_ONCE):
            _work_out(stale[start : start + AT_ONCE], on, practice.counting, basis)


def warm(*, on: date, practice: Practice) -> int:
    """Work out every child's standing that no longer holds, at night or after an import; how many it was."""
    stale = Child.objects.filter(_no_longer_holds(on, _basis(practice)))
    count = stale.count()
    fresh(Child.objects.all(), on=on, practice=practice)
    return count


def clocks_of(known: Known, *, on: date, counting: Counting) -> tuple[Clock, ...]:
    """Every review clock of a life on a day."""
    return review_clocks(known.life, counting=counting, calendar=england(), on=on, history_from=known.history_from)


def next_of(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that is next: of those open, the one due first; one without a date comes last."""
    return min(filter(is_open, clocks), key=lambda clock: clock.effective_due or date.max, default=None)


def is_open(clock: Clock) -> bool:
    """Whether there is still something to do: not met, and nobody has left."""
    return clock.standing in OPEN and clock.met_on is None and clock.ended is None


@dataclass(frozen=True)
class _Basis:
    """What else it was worked out from: the practice and, of those told by returns alone, since when these tell.

    So a return that is loaded makes nothing old of the children whom the case system tells of. One of them who
    comes to be told by returns alone, or no longer, is one of whom something is told otherwise: the stamp says so.
    """

    practice: str
    since: date | None

    def of(self, known: Known) -> str:
        """What a standing worked out of this life stands on."""
        return self.practice if known.history_from is None else f"{self.practice}:{known.history_from}"

    @property
    def every(self) -> tuple[str, str]:
        """Whatever a standing that holds may stand on."""
        return self.practice, f"{self.practice}:{self.since}"


def _basis(practice: Practice) -> _Basis:
    return _Basis(practice.sha256[:50], returns_from())


def _stale(children: QuerySet[Child], on: date, basis: _Basis) -> list[tuple[int, int]]:
    """The numbers of those whose standing no longer holds, and the stamps that their lives have now."""
    return list(children.filter(_no_longer_holds(on, basis)).order_by("pk").values_list("pk", "stamp"))


def _no_longer_holds(on: date, basis: _Basis) -> Q:
    return (
        Q(standing=None)
        | ~Q(standing__stamp=F("stamp"))
        | ~Q(standing__practice__in=basis.every)
        | Q(standing__worked_on__gt=on)
        | Q(standing__holds_until__lte=on)
    )


def _work_out(stale: Sequence[tuple[int, int]], on: date, counting: Counting, basis: _Basis) -> None:
    known = lives(pk for pk, _ in stale)
    worked = [
        Standing(
            child_id=pk,
            stamp=stamp,
            worked_on=on,
            practice=basis.of(known[pk]),
            **_stands(known[pk], on, counting),
        )
        for pk, stamp in stale
        if pk in known
    ]
    every = [field.name for field in Standing._meta.concrete_fields if not field.primary_key]
    with transaction.atomic():
        Standing.objects.bulk_create(worked, update_conflicts=True, unique_fields=["child"], update_fields=every)


def _stands(known: Known, on: date, counting: Counting) -> dict[str, Any]:
    told = known.life.as_at(on)
    clocks = clocks_of(known, on=on, counting=counting)
    period = next(iter(reversed(periods_of_care(told.episodes))), None)
    return {
        **_care(period, on),
        **_due(next_of(clocks)),
        "last_review": max((review_day(review) for review in told.reviews), default=None),
        "late_reviews": sum(
            period is not None
            and clock.period_started == period.started
            and clock.standing in (Stands.LATE, Stands.MISSED)
            for clock in clocks
        ),
        "holds_until": _holds_until(known.life, clocks, on),
    }


def _care(period: Period | None, on: date) -> dict[str, Any]:
    if period is None:
        return {"in_care": False}
    last = period.episodes[-1]
    return {
        "in_care": covers(last, on),
        "came": period.started,
        "left": period.ended,
        "legal_status": last.legal_status,
        "placement": last.placement,
        "provider": last.provider or "",
        "need": period.need,
    }


def _due(clock: Clock | None) -> dict[str, Any]:
    if clock is None:
        return {}
    return {
        "due": clock.effective_due,
        "due_key": clock.key or "",
        "due_why": clock.why,
        "due_standing": clock.standing.value,
    }


def _holds_until(life: Life, clocks: Iterable[Clock], on: date) -> date | None:
    """The first day on which it may be otherwise though nothing new is told; None: never.

    An overdue clock grows later every day, and a series of short breaks ends when a year has passed. A clock that
    is due changes the day after it. What is told of days to come (an episode's end) counts from that day.
    """
    breaks = any(is_short_break(episode) for episode in life.episodes)
    if any(clock.standing is Stands.OVERDUE or (breaks and is_open(clock)) for clock in clocks):
        return on + timedelta(days=1)
    turns = [c.effective_due + timedelta(days=1) for c in clocks if c.standing is Stands.DUE and c.effective_due]
    return min((day for day in (*turns, *_days_told(life)) if day > on), default=None)


def _days_told(life: Life) -> Iterable[date]:
    for episode in life.episodes:
        yield episode.started
        if episode.ceased:
            yield episode.ceased
    for review in life.reviews:
        yield from (day for day in (review.held, review.completed, review.recorded) if day)
    for early in life.early_reviews:
        yield early.asked_on
