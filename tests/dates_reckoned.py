"""Every date that may be shown of a child, reckoned a second time: from an extract, by the domain alone.

What is told is read from the rows themselves, whatever page shows them. What is due is worked out by `domain` from
the extract's records (the Parquet folder that figures are made of), not by any query of a page. What the service
keeps to be quick (standings, flags, the due day of a midway check to do) is no source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import DateField, DateTimeField, Model

from service import TODAY
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child
from sightline.casework.watch.lives import write
from sightline.casework.watch.models import Check
from sightline.domain import work
from sightline.domain.after_meeting import WINDOW, Facts, Step, after
from sightline.domain.calendar import england
from sightline.domain.care import Life, covers, period_on, periods_of_care, placement_on, review_day
from sightline.domain.clocks import Clock, StartedClock, review_clocks, start_clock
from sightline.domain.drift import Drift, Footprint, Promise, Spell, Told, drift
from sightline.domain.duties import Duty, InCare, duties
from sightline.domain.practices import Practice
from sightline.domain.preparation import Dates, Due, due, invitations, kinds
from sightline.domain.readings import ADJOURNED
from sightline.domain.records import EducationPlan, HealthCheck, SdqScore, Visit, columns
from sightline.domain.standing import Standing
from sightline.domain.timescales import TIMESCALES
from sightline.domain.watching import midway
from sightline.engine.connect import connect
from sightline.returns.lives import lives_in

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
IN_WORDS = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
OPEN = (Standing.OVERDUE, Standing.DUE, Standing.UNKNOWN)
LONDON = ZoneInfo("Europe/London")
#: Tables that hold what was worked out, and so prove nothing.
WORKED_OUT = {"standing", "worked", "flagged"}


def days_said(text: str) -> set[date]:
    """Every day that a text says in words."""
    return {date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in IN_WORDS.findall(text)}


@dataclass
class OfChild:
    """What the domain says of one child today."""

    pk: int
    life: Life
    practice: Practice
    processes: Sequence[work.ReviewProcess]
    rows: Mapping[str, Sequence[Any]]

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Every clock of a review."""
        return review_clocks(self.life, counting=self.practice.counting, calendar=england(), on=TODAY)

    @cached_property
    def next(self) -> Clock | None:
        """The clock of what is due next: of those that nothing has met or ended, the first."""
        waiting = [c for c in self.clocks if c.standing in OPEN and c.met_on is None and c.ended is None]
        return min(waiting, key=lambda clock: clock.effective_due or date.max, default=None)

    @property
    def due(self) -> date | None:
        """The day on which it is due."""
        return self.next.effective_due if self.next else None

    @cached_property
    def in_care(self) -> bool:
        """Whether the child is in care today."""
        return bool(periods := self._periods) and covers(periods[-1].episodes[-1], TODAY)

    @cached_property
    def _periods(self) -> Any:
        return periods_of_care(self.life.as_at(TODAY).episodes)

    @property
    def left(self) -> date | None:
        """The day on which the child left care, the last time."""
        return self._periods[-1].ended if self._periods else None

    @cached_property
    def last_review(self) -> date | None:
        """The day of the last review."""
        return max((review_day(review) for review in self.life.as_at(TODAY).reviews), default=None)

    @cached_property
    def midway(self) -> StartedClock | None:
        """The clock of the midway check, if there is to be one."""
        if not self.in_care or self.last_review is None or self.due is None:
            return None
        if self.last_review < self._periods[-1].started:
            return None
        return midway(self.last_review, self.due, england())

    def completing(self, held: date) -> Clock | None:
        """The clock of an adjourned review, that has to be completed."""
        found = (clock for clock in self.clocks if clock.key == ADJOURNED and clock.started == held)
        return next(found, None)

    def met(self, held: date) -> Clock | None:
        """The clock that a review held on a day met."""
        found = (c for c in self.clocks if c.key != ADJOURNED and c.review and c.review.held == held)
        return next(found, None)

    @cached_property
    def steps(self) -> dict[int, tuple[Step, Step, Step]]:
        """What follows each review that was completed, by matter."""
        return {
            each.number: after(
                Facts(
                    each.completed, each.decisions_on, record="finished" if each.recorded else "writing",
                    record_finished_on=each.recorded, sent_on=each.distributed,
                ),
                practice=self.practice, calendar=england(), on=TODAY,
            )
            for each in self.processes
            if each.completed
        }  # fmt: skip

    def step(self, matter: int, key: str) -> Step | None:
        """One of the three."""
        return next((each for each in self.steps.get(matter, ()) if each.key == key), None)

    def window(self, matter: int) -> date | None:
        """Until when managers may query."""
        issued = next((each.decisions_on for each in self.processes if each.number == matter), None)
        return self.practice.clock(WINDOW, issued, england()).due if issued else None

    def prepared(self, matter: int) -> dict[str, Due]:
        """By when what is before a review has to be there, by kind; invitations under an empty key."""
        meeting = next(each.meeting for each in self.rows["matters"] if each.pk == matter)
        if meeting.on is None:
            return {}
        dates = Dates(meeting.on, meeting.dated_on or meeting.made_at.astimezone(LONDON).date())
        given: dict[str, Any] = {"practice": self.practice, "calendar": england()}
        return {"": invitations(dates, **given), **{kind: due(kind, dates, **given) for kind in kinds()}}

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What else is next due."""
        life = self.life.as_at(TODAY)
        period, stay = period_on(life.episodes, TODAY), placement_on(life.episodes, TODAY)
        if period is None or stay is None:
            return ()
        name = life.child.child
        child = InCare(
            born=life.child.born, came=period.started, legal_status=period.episodes[-1].legal_status,
            placement=stay, reviews=[review_day(review) for review in life.reviews],
            health=[HealthCheck(name, row.held, row.kind, row.status) for row in self.rows["health"]],
            scores=[SdqScore(name, row.completed) for row in self.rows["scores"]],
            plans=[EducationPlan(name, row.held) for row in self.rows["education"]],
            visits=[Visit(name, row.held, row.kind) for row in self.rows["visits"]],
        )  # fmt: skip
        return duties(child, practice=self.practice, calendar=england(), on=TODAY)

    @cached_property
    def worked_out(self) -> set[date]:
        """Every date that the domain works out, those in its reasons too."""
        every = [self.clocks, self.midway, self.duties, self.steps, self.flags]
        every += [self.prepared(each.pk) for each in self.rows["matters"]]
        found = set(_days(every))
        return found | {day for each in self.rows["matters"] if (day := self.window(each.pk))}

    @cached_property
    def reasons(self) -> set[str]:
        """Every sentence that says why a date is what it is."""
        told: list[Any] = [*self.clocks, *self.duties, *(s for steps in self.steps.values() for s in steps)]
        told += [each for matter in self.rows["matters"] for each in self.prepared(matter.pk).values()]
        adjourned = [matter.held_on for matter in self.rows["matters"] if matter.adjourned_why]
        told += [start_clock(TIMESCALES[ADJOURNED], day, england(), self.practice.counting) for day in adjourned]
        return {each.why for each in (*told, self.midway) if each is not None}

    @cached_property
    def flags(self) -> Drift:
        """What may be drift."""
        steps = [row for row in self.rows["steps"] if row <= TODAY]
        told = Told(
            life=self.life, plans=self.rows["plans"], promises=self.rows["promises"],
            last_decided=max((p.held for p in self.processes if p.number in self.rows["deciding"]), default=None),
            last_done=max(self.rows["done"], default=None), duties=self.duties,
            footprint=Footprint(max(steps), "footprint") if steps else None,
        )  # fmt: skip
        return drift(told, practice=self.practice, on=TODAY)


def _days(told: Any) -> Iterator[date]:
    """Every date in a value, and in the texts of it."""
    if isinstance(told, datetime):
        yield told.date()
    elif isinstance(told, date):
        yield told
    elif isinstance(told, str):
        yield from days_said(told)
    elif is_dataclass(told) and not isinstance(told, type):
        for each in fields(told):
            yield from _days(getattr(told, each.name))
    elif isinstance(told, Mapping):
        yield from _days(list(told.values()))
    elif isinstance(told, Iterable):
        for each in told:
            yield from _days(each)


class Reckoning:
    """All children, each with what is told and what is worked out."""

    def __init__(self, folder: Path, practice: Practice) -> None:
        write(folder, on=TODAY)
        lives = {life.child.child: life for life in lives_in(folder)}
        processes = _by_child(folder, "review_processes", work.ReviewProcess)
        self._told = _told()
        self.untold = _of_no_child()
        self.children = {
            pk: OfChild(pk, lives[f"SL{pk}"], practice, processes[f"SL{pk}"], _rows(pk))
            for pk in Child.objects.values_list("pk", flat=True)
        }
        self.matters = {each.pk: each for each in Matter.objects.select_related("meeting")}

    def may_be_shown(self, child: int) -> set[date]:
        """Every date that may stand on a page of this child."""
        return self._told[child] | self.children[child].worked_out


def _by_child(folder: Path, table: str, record: type) -> dict[str, list[Any]]:
    names = ", ".join(column.name for column in columns(record))
    found: dict[str, list[Any]] = defaultdict(list)
    with connect("duckdb") as engine:
        engine.load(table, folder / f"{table}.parquet")
        for row in engine.rows(f"SELECT {names} FROM {table} ORDER BY number"):
            found[row[0]].append(record(*row))
    return found


def _rows(child: int) -> dict[str, Any]:
    """Rows that the extract does not hold: what is planned, plans, what other duties are counted from."""
    from sightline.casework.meetings.models import Decision
    from sightline.casework.register import models
    from sightline.casework.watch.models import Change, Contact

    of = {"child": child}
    matters = list(Matter.objects.filter(**of).select_related("meeting"))
    held = list(models.Review.objects.filter(**of).values_list("held", flat=True))
    decisions = Decision.objects.filter(matter__child=child).exclude(state__in=("draft", "withdrawn"))
    unkept = decisions.filter(result__in=("open", "partly", "not_done"), set_again=None)
    finished = [m.record.finished_on for m in matters if hasattr(m, "record") and m.record.finished_on]
    return {
        "matters": matters,
        "health": list(models.HealthCheck.objects.filter(**of)),
        "scores": list(models.SdqScore.objects.filter(**of)),
        "education": list(models.EducationPlan.objects.filter(**of)),
        "visits": list(models.Visit.objects.filter(**of)),
        "plans": [
            Spell(row.pk, (row.plan,), row.started, row.ended, "care_plans")
            for row in models.CarePlan.objects.filter(**of)
        ],
        "promises": [Promise(row.pk, row.by_when) for row in unkept],
        "deciding": set(decisions.values_list("matter", flat=True)),
        "done": list(decisions.filter(result="done").values_list("result_on", flat=True)),
        "steps": [
            *held, *finished, *(m.held_on for m in matters if m.held_on),
            *(m.decisions_issued_on for m in matters if m.decisions_issued_on),
            *Check.objects.filter(done_on__isnull=False, **of).values_list("done_on", flat=True),
            *Contact.objects.filter(**of).values_list("on", flat=True),
            *models.Visit.objects.filter(kind="iro", **of).values_list("held", flat=True),
            *(each.answered_at.date() for each in Change.objects.filter(**of) if each.answered_at),
        ],
    }  # fmt: skip


# What is told


def _told() -> dict[int, set[date]]:
    """Every date of every row about each child."""
    found: dict[int, set[date]] = defaultdict(set)
    for model, path in _paths().items():
        days = [field.name for field in model._meta.fields if isinstance(field, DateField)]
        if model is Check:
            days.remove("due_on")
        for child, *values in model._default_manager.values_list(path, *days):
            found[child] |= {_day(value) for value in values if value is not None}
    for child, due_on in Check.objects.exclude(done_on=None).values_list("child", "due_on"):
        found[child].add(due_on)  # of one that is done it is history, and told
    return found


def _of_no_child() -> set[date]:
    """Every date of people, practice and all else that is about no child."""
    found: set[date] = set()
    for model in _ours().difference(_paths()):
        days = [field.name for field in model._meta.fields if isinstance(field, DateField)]
        for values in model._default_manager.values_list(*days) if days else ():
            found |= {_day(value) for value in values if value is not None}
    return found


def _day(value: date) -> date:
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def _ours() -> set[type[Model]]:
    every = {model for model in apps.get_models() if model.__module__.startswith("sightline.casework")}
    return {model for model in every if model._meta.model_name not in WORKED_OUT}


def _paths() -> dict[type[Model], str]:
    """The way from each table to the child that a row of it is about."""
    every = _ours()
    paths: dict[type[Model], str] = {Child: "pk", apps.get_model("meetings", "Meeting"): "matters__child"}
    for _ in range(4):
        for model in every:
            for field in model._meta.fields:
                way = paths.get(field.related_model) if field.many_to_one or field.one_to_one else None  # type: ignore[arg-type]
                if way and model not in paths:
                    paths[model] = field.name if way == "pk" else f"{field.name}__{way}"
    return {model: path for model, path in paths.items() if any(isinstance(f, DateTimeField | DateField)
                                                               for f in model._meta.fields)}  # fmt: skip
