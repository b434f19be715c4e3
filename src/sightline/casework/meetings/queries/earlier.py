"""What earlier meetings about the same child left: decisions to be answered, and the last record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from sightline.casework.meetings.models import Decision, Matter, Progress, Record
from sightline.casework.meetings.queries.recorded import Written, sections_of
from sightline.casework.meetings.settling import STILL_OPEN


@dataclass(frozen=True)
class Told:
    """What somebody told of a decision between meetings."""

    on: date
    by: str
    says: str
    claims: str


@dataclass(frozen=True)
class Earlier:
    """A decision of an earlier meeting: what became of it, and what was answered here."""

    pk: int
    what: str
    who: str
    by_when: date | None
    first_by_when: date | None
    outcome: str
    made_on: date | None
    result: str
    result_said: str
    says: str
    answered: bool  # at this meeting
    again_by: date | None  # set again at this meeting, by that day
    progress: tuple[Told, ...]
    version: int


@dataclass(frozen=True)
class Before:
    """The last finished record of the same child."""

    matter: int
    held_on: date | None
    sections: Mapping[str, Written]


def earlier(found: Matter) -> list[Earlier]:
    """Decisions of earlier meetings that are open, or were answered at this one. Three queries."""
    rows = list(
        to_answer(found, also_answered=True).select_related("matter", "owner").order_by("matter__held_on", "place")
    )
    again = dict(
        Decision.objects.filter(matter=found, again__in=rows)
        .exclude(state="withdrawn")
        .values_list("again_id", "by_when")
    )
    told: dict[int, list[Told]] = {}
    for each in Progress.objects.filter(decision__in=rows).select_related("by").order_by("at"):
        told.setdefault(each.decision_id, []).append(Told(each.at.date(), each.by.name, each.says, each.claims))
    return [
        Earlier(
            row.pk, row.what, row.who or (row.owner.name if row.owner else ""), row.by_when, row.first_by_when,
            row.outcome, row.matter.held_on, row.result, row.get_result_display(), row.result_says,
            row.answered_at_id == found.pk, again.get(row.pk), tuple(told.get(row.pk, ())), row.version,
        )
        for row in rows
    ]  # fmt: skip


def to_answer(found: Matter, *, also_answered: bool = False) -> QuerySet[Decision]:
    """Decisions of earlier meetings about the child that are not settled and not answered at this one.

    One that was set again is followed in the decision that sets it again. A draft was never agreed, and one
    withdrawn is none.
    """
    rows = Decision.objects.filter(matter__child=found.child_id).exclude(matter=found)
    rows = rows.exclude(state__in=("withdrawn", "draft"))
    before = Q(matter__held_on__isnull=False) & (
        Q(matter__held_on__lt=found.held_on) | Q(matter__held_on=found.held_on, matter__lt=found)
        if found.held_on
        else Q()
    )
    again_elsewhere = Decision.objects.filter(matter__child=found.child_id, again__isnull=False)
    again_elsewhere = again_elsewhere.exclude(state="withdrawn").exclude(matter=found)
    asked = before & Q(result__in=STILL_OPEN) & ~Q(pk__in=again_elsewhere.values("again"))
    return rows.filter(asked | Q(answered_at=found)) if also_answered else _not_here(rows.filter(asked), found)


def last_record(found: Matter, age: int | None) -> Before | None:
    """The last finished record of the same child before this meeting. Three queries at most."""
    records = Record.objects.filter(matter__child=found.child_id, state="finished").exclude(matter=found)
    if found.held_on:
        records = records.filter(matter__held_on__lt=found.held_on)
    last = records.select_related("matter").order_by(F("matter__held_on").desc(nulls_last=True), "-pk").first()
    if last is None:
        return None
    sections = {each.key: each for each in sections_of(last, age) if not each.empty}
    return Before(last.matter_id, last.matter.held_on, sections)


def _not_here(rows: QuerySet[Decision], found: Matter) -> QuerySet[Decision]:
    return rows.filter(Q(answered_at=None) | ~Q(answered_at=found))
