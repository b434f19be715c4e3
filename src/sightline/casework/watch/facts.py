"""What flags rest on, of many children at once: a constant number of queries, however many children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, Q

from sightline.casework.meetings.models import Decision
from sightline.casework.meetings.progress import unkept
from sightline.casework.meetings.settling import NO_PROMISE
from sightline.casework.register import models
from sightline.casework.register.lives import Known, lives
from sightline.casework.register.tables import CARE_PLANS_TABLE, PERMANENCE
from sightline.casework.watch.queries.footprint import last_steps
from sightline.domain.calendar import england, months_after
from sightline.domain.care import Life, period_on, placement_on, review_day
from sightline.domain.drift import Footprint, Promise, Spell, Told
from sightline.domain.duties import Duty, InCare, duties
from sightline.domain.practices import Practice
from sightline.domain.records import EducationPlan, HealthCheck, SdqScore, Visit


@dataclass(frozen=True)
class Facts:
    """What is told of a child, and the next day on which something told of days to come counts."""

    told: Told
    turns: date | None


def facts_of(children: Iterable[int], *, practice: Practice, on: date, words: bool = False) -> dict[int, Facts]:
    """What flags of these children rest on, on a day. With `words`, decisions say what was decided."""
    pks = list(children)
    known = lives(pks)
    gathered = _Gathered(pks, on, words)
    return {pk: gathered.of(pk, known[pk], practice) for pk in pks if pk in known}


class _Gathered:
    """The rows of these children, by child."""

    def __init__(self, pks: Sequence[int], on: date, words: bool) -> None:
        self.on = on
        self.rows = _rows(pks)
        self.plans = _plans(pks)
        self.promises = _promises(pks, words)
        self.decided, self.done = _kept(pks)
        self.health = _last(models.HealthCheck, "held", pks, on, "kind", "status")
        self.scores = _last(models.SdqScore, "completed", pks, on)
        self.pep = _last(models.EducationPlan, "held", pks, on)
        self.visits = _last(models.Visit, "held", pks, on, "kind")
        self.steps = last_steps(pks, on=on)

    def of(self, pk: int, known: Known, practice: Practice) -> Facts:
        """What is told of one child."""
        last = self.steps.get(pk)
        told = Told(
            life=known.life,
            rows=self.rows[pk],
            plans=self.plans[pk],
            promises=self.promises[pk],
            last_decided=self.decided.get(pk),
            last_done=self.done.get(pk),
            duties=self._duties(pk, known.life.as_at(self.on), practice),
            footprint=Footprint(last, "footprint") if last else None,
        )
        return Facts(told, min(self._turns(pk, known.life), default=None))

    def _duties(self, pk: int, life: Life, practice: Practice) -> Sequence[Duty]:
        period, stay = period_on(life.episodes, self.on), placement_on(life.episodes, self.on)
        if period is None or stay is None:
            return ()
        name = life.child.child
        in_care = InCare(
            born=life.child.born,
            came=period.started,
            legal_status=period.episodes[-1].legal_status,
            placement=stay,
            reviews=[review_day(review) for review in life.reviews],
            health=[HealthCheck(name, last.day, *last.what) for last in self.health[pk] if last.day],
            scores=[SdqScore(name, last.day) for last in self.scores[pk] if last.day],
            plans=[EducationPlan(name, last.day) for last in self.pep[pk] if last.day],
            visits=[Visit(name, last.day, *last.what) for last in self.visits[pk] if last.day],
        )
        return duties(in_care, practice=practice, calendar=england(), on=self.on)

    def _turns(self, pk: int, life: Life) -> Iterator[date]:
        """Days to come on which what is due may be counted otherwise: anniversaries, birthdays, what is told."""
        for rows in (self.health, self.scores, self.pep, self.visits):
            yield from (last.next for last in rows[pk] if last.next is not None)
        days = [months_after(episode.started, 12) for episode in life.episodes]
        if life.child.born:
            birthdays = [months_after(life.child.born, 12 * age) for age in (4, 17, 18)]
            days += [day + timedelta(days=n) for day in birthdays for n in (0, 1)]  # of 29 February: 1 March
        yield from (day for day in days if day > self.on)


@dataclass(frozen=True, slots=True)
class _Last:
    """The last day up to today, and the first after it, on which something of a kind was."""

    day: date | None
    next: date | None
    what: tuple[Any, ...]


def _last(model: Any, day: str, pks: Sequence[int], on: date, *what: str) -> dict[int, list[_Last]]:
    told: dict[int, list[_Last]] = defaultdict(list)
    rows = model.objects.filter(child__in=pks).values_list("child", *what).order_by()
    days = {"last": Max(day, filter=Q(**{f"{day}__lte": on})), "next": Min(day, filter=Q(**{f"{day}__gt": on}))}
    for child, *rest in rows.annotate(**days):
        *kind, last, coming = rest
        told[child].append(_Last(last, coming, tuple(kind)))
    return told


def _rows(pks: Sequence[int]) -> dict[int, dict[tuple[str, date], int]]:
    """Numbers of rows, by table and first day."""
    rows: dict[int, dict[tuple[str, date], int]] = defaultdict(dict)
    for pk, child, day in models.Episode.objects.filter(child__in=pks).values_list("pk", "child", "started"):
        rows[child]["episodes", day] = pk
    for pk, child, day in models.Review.objects.filter(child__in=pks).values_list("pk", "child", "held"):
        rows[child]["reviews", day] = pk
    return rows


def _plans(pks: Sequence[int]) -> dict[int, list[Spell]]:
    plans: dict[int, list[Spell]] = defaultdict(list)
    care = models.CarePlan.objects.filter(child__in=pks).values_list("child", "pk", "started", "ended", "plan")
    for child, pk, started, ended, plan in care.order_by("started", "pk"):
        words = str(CARE_PLANS_TABLE.field("plan").say(plan) or "")
        plans[child].append(Spell(pk, (plan,), started, ended, "care_plans", words))
    routes = models.PermanencePlan.objects.filter(child__in=pks).order_by("started", "pk")
    for child, pk, started, ended, *codes in routes.values_list(
        "child", "pk", "started", "ended", "route", "second_route"
    ):
        told = tuple(code for code in codes if code)
        words = " and ".join(str(PERMANENCE.field("route").say(code)) for code in told)
        plans[child].append(Spell(pk, told, started, ended, "permanence_plans", words))
    return plans


def _promises(pks: Sequence[int], words: bool) -> dict[int, list[Promise]]:
    """Decisions that are still to be kept, each with the days promised before. Two queries."""
    of = Decision.objects.filter(matter__child__in=pks)
    chained = of.filter(Q(again__isnull=False) | Q(set_again__isnull=False)).distinct()
    before = {pk: (again, day) for pk, again, day in chained.values_list("pk", "again", "by_when")}
    promises: dict[int, list[Promise]] = defaultdict(list)
    waiting = unkept(of).order_by("by_when", "pk")
    for child, pk, day, what in waiting.values_list(
        "matter__child", "pk", "by_when", "what" if words else "wording"
    ):
        earlier = list(_earlier(pk, before))
        days = tuple(sorted(each for each in earlier if each is not None))
        promises[child].append(Promise(pk, day, days, len(earlier), what if words else ""))
    return promises


def _earlier(pk: int, before: dict[int, tuple[int | None, date | None]]) -> Iterator[date | None]:
    """The days by which what a decision sets again was promised; a chain that meets itself ends."""
    seen = {pk}
    again = before.get(pk, (None, None))[0]
    while again is not None and again not in seen:
        seen.add(again)
        yield before.get(again, (None, None))[1]
        again = before.get(again, (None, None))[0]


def _kept(pks: Sequence[int]) -> tuple[dict[int, date], dict[int, date]]:
    """The last meeting at which something was decided, and the last day on which something was found done."""
    rows = (
        Decision.objects.filter(matter__child__in=pks).exclude(state__in=NO_PROMISE).values_list("matter__child")
    )
    told = rows.order_by().annotate(decided=Max("matter__held_on"), done=Max("result_on", filter=Q(result="done")))
    found = list(told)
    return (
        {child: decided for child, decided, _ in found if decided},
        {child: done for child, _, done in found if done},
    )
