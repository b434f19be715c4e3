"""How the service has done over the months: caseloads, constancy, waiting. And what other first screens need."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q

from sightline.casework.allocation.queries.officers import in_care, picture
from sightline.casework.allocation.queries.roll import Row, cut
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import CommunicationNeed, Involvement, Relation, Review, Standing
from sightline.casework.register.scope import children
from sightline.casework.staff.ledger import by_month
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.calendar import months_after
from sightline.domain.roles import REVIEWING, Reach

SPANS = (12, 24)  # months
AT_MOST = 200
TALKS_FROM = 4  # years: from this age on a child's own part in the review is recorded


class Spell(NamedTuple):
    """One officer's time with one child."""

    child: int
    officer: int | None
    started: date
    ended: date | None


@dataclass(frozen=True)
class Month:
    """The first day of a month: children with an officer, officers' full-time equivalents, children for each."""

    on: date
    children: int
    fte: Decimal
    per_fte: Decimal | None
    peak: bool = False


@dataclass(frozen=True)
class Constancy:
    """Of the children in care for so many months or more: how many had one officer all that time."""

    months: int
    children: int
    same: int


@dataclass(frozen=True)
class Trends:
    """What heads of service and directors open the service for."""

    months: Sequence[Month]
    constancy: Sequence[Constancy]
    in_care: int
    overdue: int
    late_children: int  # with a late review in this period of care
    waiting: int


@dataclass(frozen=True)
class Asked:
    """A child of a social worker: what is next, and what is missing."""

    row: Row
    missing: Sequence[str]


@dataclass(frozen=True)
class Quality:
    """One thing that is missing of children in care: how many, and of how many."""

    what: str
    children: int
    of: int


@dataclass(frozen=True)
class Participation:
    """Reviews coming with children who may want to take part, and how children took part lately."""

    soon: Sequence[Row]
    needs: dict[int, tuple[str, ...]]
    codes: Sequence[tuple[str, int]]
    reviews: int


def caseload_months(*, seen_by: Viewer, months: int = 13, spells: Sequence[Spell] | None = None) -> list[Month]:
    """The first days of the last months, and the highest caseload among them. Two queries."""
    first = months_after(seen_by.on.replace(day=1), 1 - months)
    held = _spells(seen_by, first) if spells is None else spells
    told = []
    for capacity in by_month(first, months, REVIEWING):
        day = capacity.on
        children_then = len({s.child for s in held if s.started <= day and (s.ended is None or s.ended > day)})
        told.append(Month(day, children_then, capacity.filled, capacity.per_fte(children_then)))
    peak = max((month.per_fte for month in told if month.per_fte is not None), default=None)
    return [replace(month, peak=month.per_fte is not None and month.per_fte == peak) for month in told]


def trends(*, seen_by: Viewer) -> Trends:
    """The first screen of heads of service and directors. A constant number of queries."""
    known = picture(seen_by)
    spells = _spells(seen_by, months_after(seen_by.on, -max(SPANS)))
    return Trends(
        caseload_months(seen_by=seen_by, spells=spells),
        constancy(seen_by=seen_by, spells=spells),
        len(known.children),
        len(known.overdue),
        sum(stands.late_reviews > 0 for stands in known.children.values()),
        len(known.waiting),
    )


def constancy(*, seen_by: Viewer, spells: Sequence[Spell] | None = None) -> list[Constancy]:
    """Who kept one officer over the last months, of those in care all that time. Five queries."""
    on = seen_by.on
    came = dict(in_care(seen_by, in_force(on)).values_list("child", "came"))
    held: dict[int, list[Spell]] = defaultdict(list)
    for spell in _spells(seen_by, months_after(on, -max(SPANS))) if spells is None else spells:
        held[spell.child].append(spell)
    return [_constancy(months_after(on, -span), span, came, held) for span in SPANS]


def _spells(seen_by: Viewer, since: date) -> list[Spell]:
    """Every officer's time with a child in scope that reached into the days since."""
    rows = Involvement.objects.filter(Q(ended=None) | Q(ended__gt=since), role="iro", started__lte=seen_by.on)
    told = rows.filter(child__in=children(seen_by=seen_by)).values_list("child", "person", "started", "ended")
    return [Spell(*each) for each in told if each[3] is None or each[3] > each[2]]


def asked(*, seen_by: Viewer) -> list[Asked]:
    """The children of a social worker, or of the teams somebody manages: next review and what is missing."""
    on = seen_by.on
    standings = in_care(seen_by, in_force(on))
    if seen_by.reach is not Reach.TEAM:
        mine = current(
            Involvement.objects.filter(role="social_worker", person__in={seen_by.id, *seen_by.covers}), on
        )
        standings = standings.filter(child__in=mine.values("child"))
    found = list(standings.order_by("due", "child")[:AT_MOST])
    rows = cut(standings.filter(pk__in=[each.pk for each in found]).order_by("due", "child"), on)[:]
    responsible = set(
        Relation.objects.filter(child__in=[row.child for row in rows], parental_responsibility="yes").values_list(
            "child", flat=True
        )
    )
    return [Asked(row, _missing(each, row, responsible)) for each, row in zip(found, rows, strict=True)]


def quality(*, seen_by: Viewer) -> list[Quality]:
    """What is missing of children in care, the most frequent first. Two queries."""
    standings = in_care(seen_by, in_force(seen_by.on))
    named = current(Involvement.objects.filter(role="iro"), seen_by.on).values("child")
    working = current(Involvement.objects.filter(role="social_worker"), seen_by.on).values("child")
    missing = {
        "Ethnicity": Q(child__ethnicity__in=("", "NOBT")),
        "Unique pupil number": Q(child__upn=None) | Q(child__upn=""),
        "Date of birth": Q(child__born=None),
        "Name": Q(child__forename="", child__surname=""),
        "IRO": ~Q(child__in=named),
        "Social worker": ~Q(child__in=working),
        "Next review cannot be worked out": Q(due=None),
    }
    counts = standings.aggregate(
        of=Count("pk"), **{f"q{n}": Count("pk", filter=which) for n, which in enumerate(missing.values())}
    )
    told = [Quality(what, counts[f"q{n}"], counts["of"]) for n, what in enumerate(missing)]
    return sorted(told, key=lambda each: -each.children)


def participation(*, seen_by: Viewer, days: int = 28) -> Participation:
    """Reviews of the next weeks with children old enough to say, and how children took part in three months."""
    on = seen_by.on
    standings = in_care(seen_by, in_force(on)).filter(due__gte=on, due__lte=on + timedelta(days=days))
    soon = standings.filter(child__born__lte=months_after(on, -12 * TALKS_FROM)).order_by("due", "child")
    rows = cut(soon, on)[:100]
    needs: dict[int, list[str]] = defaultdict(list)
    for need in CommunicationNeed.objects.filter(child__in=[row.child for row in rows], ended=None):
        needs[need.child_id].append(need.need)
    lately = Review.objects.filter(
        child__in=children(seen_by=seen_by), held__gt=months_after(on, -3), held__lte=on
    )
    codes = Counter(dict(lately.values_list("participation").annotate(n=Count("pk"))))
    told = {child: tuple(said) for child, said in needs.items()}
    return Participation(rows, told, sorted(codes.items()), codes.total())


def _constancy(since: date, months: int, came: dict[int, date | None], held: dict[int, list[Spell]]) -> Constancy:
    long = [child for child, day in came.items() if day is not None and day <= since]
    same = sum(_one_officer(held.get(child, ()), since) for child in long)
    return Constancy(months, len(long), same)


def _one_officer(spells: Sequence[Spell], since: date) -> bool:
    inside = [spell for spell in spells if spell.ended is None or spell.ended > since]
    people = {spell.officer for spell in inside}
    return len(people) == 1 and None not in people and min(spell.started for spell in inside) <= since


def _missing(standing: Standing, row: Row, responsible: set[int]) -> list[str]:
    child = standing.child
    told = {
        "ethnicity": child.ethnicity not in ("", "NOBT"),
        "unique pupil number": bool(child.upn),
        "who has parental responsibility": row.child in responsible,
        "name": bool(child.forename or child.surname),
    }
    return [what for what, known in told.items() if not known]
