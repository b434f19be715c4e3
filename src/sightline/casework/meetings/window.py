"""Managers' window: five working days in which managers may query decisions before they are final.

IRO Handbook (2010): silence is agreement. A query that is open holds its own decision back, and no other.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from sightline.casework.meetings.changing import changed, said, told_anew
from sightline.casework.meetings.models import Decision, Matter, Query
from sightline.casework.meetings.scope import (
    NoSuchMatter,
    NotPermitted,
    matters,
    open_matter,
    require,
    require_chair,
)
from sightline.casework.outbox.actions import happen, tell
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Involvement
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail import actions as trail
from sightline.domain.after_meeting import WINDOW
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.roles import Act, Role
from sightline.domain.workflows import DECISION

LONGEST_TEXT = 4000
#: What an answer may change of a decision.
CHANGEABLE = ("what", "who", "by_when", "outcome")
BY_TIME, BY_AGREEMENT, NONE_MADE = "time", "agreed", "none"


def managers_of(child: int, on: date) -> set[int]:
    """Who is asked about decisions: the child's social workers, and the managers of their teams. Three queries."""
    working = current(Involvement.objects.filter(child=child, role="social_worker"), on)
    told = list(working.values_list("person", "team"))
    people = {person for person, _ in told if person is not None}
    own = current(RolePeriod.objects.filter(person__in=people, team__isnull=False), on)
    teams = {team for _, team in told if team is not None} | set(own.values_list("team", flat=True))
    managing = current(RolePeriod.objects.filter(role=Role.TEAM_MANAGER.value, team__in=teams), on)
    return people | set(managing.values_list("person", flat=True))


@transaction.atomic
def open_window(*, matter: int, by: Viewer, version: int | None) -> None:
    """Issue the draft decisions to managers. More of them later begin its time anew.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    if version is not None and version != found.version:
        raise trail.Changed(found.version, {})
    drafts = list(_decisions(found).filter(state="draft"))
    if found.held_on is None:
        raise NotPermitted("Decisions are issued once the review was held.")
    none_made = not _decisions(found).exclude(state="withdrawn").exists()
    if not drafts and not none_made:
        raise NotPermitted("There is no draft decision to issue.")
    for row in drafts:
        _all_said(row)
        changed(row, version=None, by=by, cause="issued", state=DECISION.after(row.state, "issue"))
    changed(
        found, version=None, by=by, cause="window_opened", window_since=by.on,
        decisions_issued_on=found.decisions_issued_on or by.on,
        window_closed_at=by.at if none_made else None, window_closed_how=NONE_MADE if none_made else "",
    )  # fmt: skip
    told_anew([found.child_id], "decisions_issued", by, matter=matter, decisions=[row.pk for row in drafts])
    tell(
        "in_window", people=managers_of(found.child_id, by.on) if drafts else (),
        key=f"in_window:{matter}:{found.version}", at=by.at, number=matter, child=found.child_id,
    )  # fmt: skip


@transaction.atomic
def query(*, decision: int, says: str, by: Viewer) -> int:
    """Query a decision, within the window. Raises NoSuchMatter, NotPermitted."""
    require(by, Act.QUERY_DECISION)
    row = _locked(decision, by)
    text = said(says, "Say what you ask about the decision.", LONGEST_TEXT)
    if row.state != "in_window" or row.matter.window_closed_at is not None:
        raise NotPermitted("Only a decision that is with managers can be queried.")
    _not_the_chair(row.matter, by)
    made = Query.objects.create(decision=row, asked_at=by.at, asked_by_id=by.id, says=text)
    changed(row, version=None, by=by, cause=f"query:{made.pk}", state=DECISION.after(row.state, "query"))
    told_anew([row.matter.child_id], "decision_queried", by, decision=decision, query=made.pk)
    tell(
        "queried", people=[row.matter.meeting.chair_id], key=f"queried:{made.pk}", at=by.at, number=row.matter_id,
        child=row.matter.child_id,
    )  # fmt: skip
    return made.pk


@transaction.atomic
def answer(*, query: int, says: str, change: bool, by: Viewer, version: int | None, **decision: Any) -> None:
    """Answer a manager's query: the decision is kept as it is or changed; what it said first is kept.

    `decision` has what it says now: what, who, by_when, outcome. Raises NoSuchMatter, NotPermitted, Changed.
    """
    asked = Query.objects.select_related("decision").filter(pk=query).first()
    if asked is None:
        raise NoSuchMatter
    row = _locked(asked.decision_id, by)
    require_chair(row.matter, by)
    asked = Query.objects.select_for_update().get(pk=query)
    if asked.answered_at is not None:
        raise NotPermitted("This query is answered already.")
    told = {name: decision[name] for name in CHANGEABLE if name in decision} if change else {}
    if version is not None and version != row.version:
        raise trail.Changed(row.version, {name: getattr(row, name) for name in CHANGEABLE})
    text = said(says, "Say what you answer.", LONGEST_TEXT)
    new = [name for name, value in told.items() if getattr(row, name) != value]
    if change and not new:
        raise NotPermitted("Nothing of the decision is changed: change it, or say that it stays as it is.")
    told["state"] = DECISION.after(row.state, "answer")
    changed(row, told, version=None, by=by, cause=f"answer:{query}")
    _all_said(row)
    asked.answer, asked.changed, asked.answered_at, asked.answered_by_id = text, bool(new), by.at, by.id
    asked.save(update_fields=["answer", "changed", "answered_at", "answered_by"])
    told_anew([row.matter.child_id], "query_answered", by, query=query, decision=row.pk, fields=sorted(new))
    tell(
        "query_answered", people=[asked.asked_by_id], key=f"query_answered:{query}", at=by.at,
        number=row.matter_id, child=row.matter.child_id,
    )  # fmt: skip


@transaction.atomic
def agree(*, matter: int, by: Viewer, version: int | None) -> None:
    """Agree to the decisions before the time is over: they are final.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    require(by, Act.QUERY_DECISION)
    found = open_matter(matter, seen_by=by, lock=True)
    _not_the_chair(found, by)
    if version is not None and version != found.version:
        raise trail.Changed(found.version, {})
    if found.decisions_issued_on is None or found.window_closed_at is not None:
        raise NotPermitted("There is nothing with managers to agree to.")
    if _decisions(found).filter(state="queried").exists():
        raise NotPermitted("A query waits for its answer: agree when it is answered.")
    _close(found, BY_AGREEMENT, by=by.id, at=by.at)


def close_due(*, on: date, at: datetime) -> int:
    """Close the windows whose time is over; how many decisions became final. Run again it does nothing more.

    A decision that is queried waits for its answer and keeps its window open; the others do not wait for it.
    """
    waiting = Matter.objects.filter(decisions_issued_on__lt=on, window_closed_at=None)
    rows = list(waiting.order_by("pk").values_list("pk", Coalesce("window_since", "decisions_issued_on")))
    return sum(_close_one(pk, at) for pk, since in rows if _over(since, on))


def last_day(since: date, on: date) -> date | None:
    """The last day on which managers may query decisions; None where the list of bank holidays ends before."""
    try:
        return in_force(on).clock(WINDOW, since, england()).due
    except BeyondCalendar:
        return None


def _over(since: date, on: date) -> bool:
    last = last_day(since, on)
    return last is not None and on > last


@transaction.atomic
def _close_one(pk: int, at: datetime) -> int:
    found = Matter.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pk)
    if found.window_closed_at is not None:  # somebody agreed while we looked
        return 0
    return _close(found, BY_TIME, by=None, at=at)


def _close(found: Matter, how: str, *, by: int | None, at: datetime) -> int:
    """Make what is with managers final; the window is closed unless a query is open. How many became final."""
    final = list(_decisions(found).filter(state="in_window"))
    for row in final:
        trail.keep(row, by=by, at=at, cause=f"window:{how}")
        row.state = DECISION.after(row.state, "close")
        row.version += 1
        row.save(update_fields=["state", "version"])
        body = {"decision": row.pk, "matter": found.pk, "child": found.child_id, "how": how}
        happen("decision.made", key=f"decision.made:{row.pk}", at=at, body=body)
    closes = not _decisions(found).filter(state="queried").exists()
    if closes:
        trail.keep(found, by=by, at=at, cause=f"window:{how}")
        found.window_closed_at, found.window_closed_how = at, how
        found.version += 1
        found.save(update_fields=["window_closed_at", "window_closed_how", "version"])
    if final or closes:
        _log(found, how, [row.pk for row in final], closes, by, at)
    return len(final)


def _log(found: Matter, how: str, final: list[int], closes: bool, by: int | None, at: datetime) -> None:
    Child.objects.filter(pk=found.child_id).update(stamp=F("stamp") + 1)
    trail.record(
        "window_closed" if closes else "window_waits", by=by, at=at, kind="child", subject=found.child_id,
        matter=found.pk, how=how, decisions=final,
    )  # fmt: skip
    if closes:
        key = f"window_closed:{found.pk}:{found.version}"
        people = [found.meeting.chair_id]
        tell("window_closed", people=people, key=key, at=at, number=found.pk, child=found.child_id)


def _decisions(found: Matter) -> Any:
    return Decision.objects.select_for_update().filter(matter=found).order_by("place", "pk")


def _locked(decision: int, by: Viewer) -> Decision:
    """A decision in scope, with its matter, both locked. Raises NoSuchMatter."""
    matter = Decision.objects.filter(pk=decision, matter__in=matters(seen_by=by)).values_list("matter", flat=True)
    number = matter.first()
    if number is None:
        raise NoSuchMatter
    found = open_matter(number, seen_by=by, lock=True)
    row = Decision.objects.select_for_update().get(pk=decision)
    row.matter = found
    return row


def _all_said(row: Decision) -> None:
    if not (row.what.strip() and (row.who.strip() or row.owner_id) and row.by_when):
        raise NotPermitted(
            f"Decision {row.place} lacks what, who or by when: managers have to be able to answer it."
        )


def _not_the_chair(found: Matter, by: Viewer) -> None:
    """The reviewing officer's own decisions are not agreed or queried by the reviewing officer."""
    if found.meeting.chair_id == by.id:
        raise NotPermitted("You chaired this review: its decisions are for managers to look at.")
