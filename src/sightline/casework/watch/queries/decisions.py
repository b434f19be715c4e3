"""Decisions across children, and all of one child's: what was promised, by whom, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Q, QuerySet

from sightline.casework.meetings.models import Decision, Progress
from sightline.casework.meetings.progress import CLAIMS, open_decision, still_to_do, unkept
from sightline.casework.meetings.settling import NO_PROMISE, STILL_OPEN
from sightline.casework.register.cut import Cut
from sightline.casework.register.lean import CHILD, NAME, lean
from sightline.casework.register.models import Involvement
from sightline.casework.register.queries import name_of
from sightline.casework.register.scope import within
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.watch.queries.around import around, working
from sightline.domain.workflows import RESULT

BY_NAME = ("matter__child__surname", "matter__child__forename", "matter__child", "pk")
ORDERS: Mapping[str, str] = {
    "name": "matter__child__surname", "due": "by_when", "owner": "owner__name", "made": "matter__held_on",
}  # fmt: skip
WITHIN = {"7": 7, "14": 14, "28": 28}


@dataclass(frozen=True)
class Told:
    """What somebody told of a decision."""

    at: datetime
    by: str
    says: str
    claims: str


@dataclass(frozen=True)
class Row:
    """One decision, as lists and the child's page show it."""

    id: int
    child: int
    name: str
    matter: int
    what: str
    who: str
    outcome: str
    resource: bool
    made_on: date | None
    by_when: date | None
    promised: tuple[date, ...]  # every day it was promised for, the first first
    state: str
    result: str
    result_said: str
    result_on: date | None
    result_says: str
    still_open: bool
    version: int
    iro: str
    social_worker: str
    team: str
    told: tuple[Told, ...]  # the latest first
    mine: bool  # whoever looks owns it

    @property
    def set_again(self) -> int:
        """How often it was set again."""
        return max(len(self.promised) - 1, 0)

    def overdue(self, on: date) -> bool:
        """Whether the day promised has passed and it is still to be done."""
        return self.still_open and self.by_when is not None and self.by_when < on


def decisions(*, seen_by: Viewer, chosen: Mapping[str, str] | None = None, order: str = "due") -> Cut[Row]:
    """The decisions of children in scope. `chosen`: result, owner, iro, due, resource, team. What is to be done
    unless another result is chosen.
    """
    rows = _made(seen_by)
    for key, value in {"result": "still", **(chosen or {})}.items():
        rows = rows.filter(_chosen(key, value, seen_by))
    first = F(ORDERS.get(order.removeprefix("-"), "by_when"))
    leading = first.desc(nulls_last=True) if order.startswith("-") else first.asc(nulls_last=True)
    return Cut(rows.order_by(leading, *BY_NAME), lambda found: _rows(found, seen_by))


def of_child(child: int, *, seen_by: Viewer) -> list[Row]:
    """Every decision of a child in scope, the latest first; one that was set again stands in its successor."""
    rows = _made(seen_by).filter(matter__child=child).exclude(pk__in=_set_again().values("again"))
    return _rows(
        list(rows.order_by(F("matter__held_on").desc(nulls_last=True), "-matter", "place", "pk")), seen_by
    )


def decision(pk: int, *, seen_by: Viewer) -> Row:
    """One decision of a child in scope. Raises NoSuchDecision."""
    open_decision(pk, seen_by=seen_by)
    return _rows(list(_made(seen_by).filter(pk=pk)), seen_by)[0]


def counts(*, seen_by: Viewer, mine: str = "") -> tuple[int, int]:
    """How many decisions are still to be done, and how many of them are overdue; `mine`: owner or iro."""
    rows = unkept(_made(seen_by))
    if mine:
        rows = rows.filter(_chosen(mine, "me", seen_by))
    told = rows.aggregate(n=Count("pk"), late=Count("pk", filter=Q(by_when__lt=seen_by.on)))
    return told["n"], told["late"]


def overdue_by_team(*, seen_by: Viewer) -> list[tuple[int | None, str, int]]:
    """Decisions overdue by the team of the child's social worker: its number, name, how many. Two queries."""
    late = unkept(_made(seen_by)).filter(by_when__lt=seen_by.on)
    children = dict(late.order_by().values_list("matter__child").annotate(n=Count("pk")))
    workers = current(Involvement.objects.filter(role="social_worker"), seen_by.on).order_by("started", "pk")
    team_of = {child: (team, name) for child, team, name in workers.values_list("child", "team", "team__name")}
    told: dict[tuple[int | None, str], int] = defaultdict(int)
    for child, n in children.items():
        team, name = team_of.get(child, (None, None))
        told[team, name or ""] += n
    return sorted(((team, name, n) for (team, name), n in told.items()), key=lambda row: (-row[2], row[1]))


def owners(*, seen_by: Viewer) -> list[tuple[int, str]]:
    """People who own decisions still to be done, of children in scope. One query."""
    owned = unkept(_made(seen_by)).filter(owner__isnull=False).values("owner")
    return list(Person.objects.filter(pk__in=owned).order_by("name", "pk").values_list("pk", "name"))


def _made(seen_by: Viewer) -> QuerySet[Decision]:
    rows = within(Decision.objects.exclude(state__in=NO_PROMISE), "matter__child", seen_by=seen_by)
    return lean(rows, matter=("held_on",), matter__child=CHILD, owner=NAME)


def _set_again() -> QuerySet[Decision]:
    return Decision.objects.filter(again__isnull=False).exclude(state__in=NO_PROMISE)


def _chosen(key: str, value: str, seen_by: Viewer) -> Q:
    on = seen_by.on
    match key:
        case "result":
            if value == "still":
                return still_to_do()
            return Q(result=value) if value in RESULT.states else Q()
        case "owner":
            return Q(owner=seen_by.id if value == "me" else int(value))
        case "iro":
            who = Q(person=seen_by.id if value == "me" else int(value))
            return Q(Exists(working("iro", on, "matter__child", who)))
        case "due":
            if value == "overdue":
                return Q(by_when__lt=on)
            return (
                Q(by_when=None) if value == "none" else Q(by_when__range=(on, on + timedelta(days=WITHIN[value])))
            )
        case "resource":
            return Q(resource=value == "yes")
        case "team":
            return Q(Exists(working("social_worker", on, "matter__child", Q(team=int(value)))))
    raise LookupError(f"the list of decisions has no filter {key!r}")


def _rows(found: Sequence[Decision], seen_by: Viewer) -> list[Row]:
    children = [row.matter.child_id for row in found]
    people = around(children, seen_by.on)
    promised, told = _promised(children), _told([row.pk for row in found])
    ended = [row.pk for row in found if not row.unsettled]  # set again, at its end, or withdrawn
    followed = set(_set_again().filter(again__in=ended).values_list("again", flat=True)) if ended else set()
    made = []
    for row in found:
        iro = people.get((row.matter.child_id, "iro"))
        worker = people.get((row.matter.child_id, "social_worker"))
        made.append(
            Row(
                id=row.pk,
                child=row.matter.child_id,
                name=name_of(row.matter.child),
                matter=row.matter_id,
                what=row.what,
                who=", ".join(part for part in (row.who, row.owner.name if row.owner else "") if part),
                outcome=row.outcome,
                resource=row.resource,
                made_on=row.matter.held_on,
                by_when=row.by_when,
                promised=promised(row),
                state=row.state,
                result=row.result,
                result_said=RESULT.states[row.result],
                result_on=row.result_on,
                result_says=row.result_says,
                still_open=row.result in STILL_OPEN and row.pk not in followed,
                version=row.version,
                iro=iro.name if iro else "",
                social_worker=worker.name if worker else "",
                team=worker.team if worker else "",
                told=tuple(told.get(row.pk, ())),
                mine=row.owner_id == seen_by.id,
            )
        )
    return made


def _promised(children: Iterable[int]) -> Any:
    """A function that gives every day a decision was promised for; a chain that meets itself ends."""
    chained = Decision.objects.filter(matter__child__in=set(children), set_again__isnull=False)
    before = {pk: (again, day) for pk, again, day in chained.values_list("pk", "again", "by_when")}

    def days(row: Decision) -> tuple[date, ...]:
        told, again, seen = [row.by_when], row.again_id, {row.pk}
        while again is not None and again not in seen:
            seen.add(again)
            again, day = before.get(again, (None, None))
            told.append(day)
        return tuple(day for day in reversed(told) if day is not None)

    return days


def _told(pks: Sequence[int]) -> dict[int, list[Told]]:
    told: dict[int, list[Told]] = defaultdict(list)
    rows = lean(Progress.objects.filter(decision__in=pks), by=NAME)
    for row in rows.order_by("-at", "-pk"):
        told[row.decision_id].append(Told(row.at, row.by.name, row.says, CLAIMS.get(row.claims, "")))
    return told
