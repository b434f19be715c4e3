"""What is next due for a child in care beside reviews: health, teeth, wellbeing, education, visits.

One duty of each kind, worked out when asked. Where the law gives no date that can be worked out (school terms; a
check of which none is recorded) the duty says so, and has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sightline.domain.calendar import BeyondCalendar, Calendar, months_after
from sightline.domain.care import Placement, age_on
from sightline.domain.clocks import StartedClock, start_clock
from sightline.domain.explain import in_words
from sightline.domain.practices import Practice
from sightline.domain.records import EducationPlan, HealthCheck, SdqScore, Visit
from sightline.domain.standing import Standing, standing_of
from sightline.domain.timescales import TIMESCALES

ADOPTIVE = frozenset({"A3", "A4", "A5", "A6"})
MEANT_TO_LAST = frozenset({"U1", "U4"})
AT_HOME = "P1"
SCHOOL = range(4, 18)
WITH_A_SCORE = range(4, 17)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that has to happen next. `last` is when it last did; `why` says how the date was counted."""

    key: str
    due: date | None
    standing: Standing
    last: date | None
    why: str

    @property
    def title(self) -> str:
        """What has to happen."""
        return TIMESCALES[self.key].title

    @property
    def cite(self) -> str:
        """The law or guidance that asks for it."""
        return TIMESCALES[self.key].cite


@dataclass(frozen=True)
class InCare:
    """A child in care on a day: what the duties are worked out from. `reviews` are the days of reviews."""

    born: date | None
    came: date
    legal_status: str
    placement: Placement
    reviews: Sequence[date] = ()
    health: Sequence[HealthCheck] = ()
    scores: Sequence[SdqScore] = ()
    plans: Sequence[EducationPlan] = ()
    visits: Sequence[Visit] = ()


def duties(child: InCare, *, practice: Practice, calendar: Calendar, on: date) -> tuple[Duty, ...]:
    """What is next due of each kind on a day. What happens later is not looked at."""
    working = _Working(child, practice, calendar, on)
    found = (working.assessment(), working.dental(), working.score(), working.education(), working.visit())
    return tuple(duty for duty in found if duty is not None)


class _Working:
    """One child, one day."""

    def __init__(self, child: InCare, practice: Practice, calendar: Calendar, on: date) -> None:
        self.child, self.practice, self.calendar, self.on = child, practice, calendar, on

    def assessment(self) -> Duty:
        """The initial health assessment until there is one; then every six months, every twelve from five."""
        last = self._last(_done(self.child.health, "initial", "review"))
        if last is None or last < months_after(self.child.came, -3):
            return self._counted("iha", self.child.came, last=None, more=self._said_no())
        five = months_after(self.child.born, 60) if self.child.born else None
        young = five is not None and months_after(last, 6) < five
        return self._counted("rha-u5" if young else "rha-5", last, last=last)

    def dental(self) -> Duty:
        """A year after the last."""
        last = self._last(_done(self.child.health, "dental"))
        return self._yearly("dental", last, "No dental check is recorded.")

    def score(self) -> Duty | None:
        """A year after the last, from four to sixteen, for children a year in care."""
        a_year_in_care = months_after(self.child.came, 12) <= self.on
        if not (a_year_in_care and self._aged(WITH_A_SCORE)):
            return None
        last = self._last(score.completed for score in self.child.scores)
        return self._yearly("sdq", last, "No score is recorded, nor why there is none.")

    def education(self) -> Duty | None:
        """The first plan in time for the first review; then every term, whose dates are the school's."""
        if not self._aged(SCHOOL):
            return None
        last = self._last(plan.held for plan in self.child.plans)
        if last is None or last < self.child.came:
            return self._counted("pep-1", self.child.came, last=None)
        why = f"Every school term; the last was on {in_words(last)}. {TIMESCALES['pep-n'].cite}."
        return Duty("pep-n", None, Standing.UNKNOWN, last, why)

    def visit(self) -> Duty:
        """The social worker's next visit: how often depends on where the child lives, and for how long."""
        moved_in = self.child.placement.started
        last = self._last(visit.held for visit in self.child.visits if visit.kind == "social_worker")
        if last is None or last < moved_in:
            first = "adopt-visit-1" if self.child.placement.placement in ADOPTIVE else "visit-first"
            return self._counted(first, moved_in, last=last)
        return self._visit_after(last, reviewed=any(moved_in <= day <= self.on for day in self.child.reviews))

    def _visit_after(self, last: date, *, reviewed: bool) -> Duty:
        where, legal = self.child.placement.placement, self.child.legal_status
        if where in ADOPTIVE:
            if not reviewed:
                return self._counted("adopt-visit-n", last, last=last)
            why = f"As often as the review decided; the last was on {in_words(last)}."
            return Duty("adopt-visit-n", None, Standing.UNKNOWN, last, why)
        if where == AT_HOME and legal in ("C1", "C2"):
            key = "visit-reg24-ico" if legal == "C1" else "visit-co-home"
            weekly = legal == "C1" and not reviewed
            return self._counted(key, last, last=last, amount=None if weekly else TIMESCALES[key].limit.then)
        if self.on < months_after(self.child.placement.started, 12):
            return self._counted("visit-year1", last, last=last)
        return self._counted("visit-longterm" if where in MEANT_TO_LAST else "visit-other", last, last=last)

    def _yearly(self, key: str, last: date | None, nothing: str) -> Duty:
        if last is None:
            return Duty(key, None, Standing.UNKNOWN, None, nothing)
        return self._counted(key, last, last=last)

    def _counted(
        self, key: str, started: date, *, last: date | None, amount: int | None = None, more: str = ""
    ) -> Duty:
        try:
            clock = self._clock(key, started, amount)
        except BeyondCalendar:
            why = "Not known: the working days run off the list of bank holidays."
            return Duty(key, None, Standing.UNKNOWN, last, why)
        standing = standing_of(clock.due, met_on=None, ended=None, on=self.on)
        return Duty(key, clock.due, standing, last, f"{clock.why} {more}".strip())

    def _clock(self, key: str, started: date, amount: int | None) -> StartedClock:
        if amount is None:
            return self.practice.clock(key, started, self.calendar)
        timescale = TIMESCALES[key]  # the interval after the first is the law's, too
        later = replace(timescale, limit=replace(timescale.limit, amount=amount))
        return start_clock(later, started, self.calendar, self.practice.counting)

    def _said_no(self) -> str:
        said = (c.held for c in self.child.health if c.kind == "initial" and c.status == "declined")
        day = self._last(said)
        return f"The child said no to it on {in_words(day)}." if day and day >= self.child.came else ""

    def _aged(self, ages: range) -> bool:
        return self.child.born is None or age_on(self.child.born, self.on) in ages

    def _last(self, days: Iterable[date]) -> date | None:
        return max((day for day in days if day <= self.on), default=None)


def _done(checks: Iterable[HealthCheck], *kinds: str) -> Iterator[date]:
    return (check.held for check in checks if check.kind in kinds and check.status in (None, "done"))
