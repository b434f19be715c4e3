"""Decisions between meetings: what somebody tells of one, the chair's answer, and reminders of what falls due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.casework.meetings.changing import changed, told_anew
from sightline.casework.meetings.deciding import NoSuchDecision
from sightline.casework.meetings.models import Decision, Matter, Progress
from sightline.casework.meetings.scope import NotPermitted, matters, require, require_chair
from sightline.casework.meetings.settling import AT_ITS_END, NO_PROMISE, STILL_OPEN
from sightline.casework.outbox import actions as outbox
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Involvement
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act
from sightline.domain.workflows import RESULT

#: What somebody who tells of a decision may say became of it.
CLAIMS = {"done": "It is done", "partly": "Part of it is done", "not_done": "It is not done yet"}
#: What the chair may say between meetings, and of which a reason is asked.
MOVES = {"done": "Done", "partly": "Partly done", "not_done": "Not done", "supersede": "Superseded"}
NEEDS_WHY = frozenset({"partly", "not_done", "supersede"})
AHEAD, BACK = timedelta(days=7), timedelta(days=28)
LONGEST = 4_000


def unkept(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these, what was promised and is still to be done; one that was set again is followed in its successor."""
    return decisions.filter(still_to_do())


def still_to_do() -> Q:
    """What `unkept` asks of a decision."""
    successor = Decision.objects.filter(again=OuterRef("pk")).exclude(state__in=NO_PROMISE)
    return Q(unsettled=True) & ~Q(result__in=AT_ITS_END) & ~Q(state__in=NO_PROMISE) & ~Q(Exists(successor))


def open_decision(pk: int, *, seen_by: Viewer, lock: bool = False) -> Decision:
    """A decision that is made, of a child in scope, with its matter. Raises NoSuchDecision."""
    rows = Decision.objects.filter(matter__in=matters(seen_by=seen_by).values("pk")).exclude(state="draft")
    rows = rows.select_related("matter__meeting", "matter__child")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NoSuchDecision
    return found


@transaction.atomic
def tell(*, decision: int, says: str, claims: str = "", by: Viewer) -> int:
    """Tell how a decision goes: the chair hears of it, and answers. Raises NoSuchDecision, NotPermitted."""
    require(by, Act.ANSWER_ASKED)
    row = open_decision(decision, seen_by=by, lock=True)
    _still_to_do(row)
    text = _text(says, "Say how it goes, in a sentence.")
    if claims and claims not in CLAIMS:
        raise NotPermitted("Choose what became of it.")
    made = Progress.objects.create(decision=row, at=by.at, by_id=by.id, says=text, claims=claims)
    told_anew([row.matter.child_id], "told_of_decision", by, decision=row.pk, claims=claims)
    outbox.tell(
        "progress", people=_answerers(row.matter, by.on) - {by.id}, key=f"progress:{made.pk}", at=by.at,
        number=row.pk, child=row.matter.child_id, claims=claims,
    )  # fmt: skip
    return made.pk


@transaction.atomic
def answer(*, decision: int, move: str, says: str, by: Viewer, version: int | None) -> None:
    """Say between meetings what became of a decision. At the next meeting it is answered there.

    Raises NoSuchDecision, NotPermitted, NotPossible, Changed.
    """
    require(by, Act.HOLD_MEETING)
    row = open_decision(decision, seen_by=by, lock=True)
    require_chair(row.matter, by)
    if version is not None and version != row.version:
        raise Changed(row.version, {"says": row.result_says})
    _still_to_do(row)
    result = RESULT.after(row.result, move)
    text = _text(says, "Say why, in a sentence.") if move in NEEDS_WHY or says.strip() else ""
    changed(
        row, version=version, by=by, cause="answered", result=result, result_on=by.on, result_says=text,
        result_by_id=by.id,
    )  # fmt: skip
    told_anew([row.matter.child_id], "answered_decision", by, decision=row.pk, result=result)


def remind(*, on: date, at: datetime) -> int:
    """Tell owners of decisions that fall due within a week, and of those that are past their day; how many.

    Each is said once, for each day promised. A job that did not run for four weeks misses none.
    """
    owned = unkept(Decision.objects.filter(owner__isnull=False, by_when__range=(on - BACK, on + AHEAD)))
    rows = owned.values_list("pk", "owner", "by_when", "matter__child").order_by("pk")
    wanted = {
        (owner, _key(pk, day, on)): (pk, day, child) for pk, owner, day, child in rows if owner is not None and day
    }
    said = set(Message.objects.filter(kind="decision_due", key__in=_keys(wanted)).values_list("person", "key"))
    new = [(owner, key, *told) for (owner, key), told in wanted.items() if (owner, key) not in said]
    for owner, key, pk, day, child in new:
        outbox.tell(
            "decision_due", people=[owner], key=key, at=at, number=pk, child=child, by_when=day.isoformat()
        )
    return len(new)


def _keys(wanted: Iterable[tuple[int, str]]) -> set[str]:
    return {key for _, key in wanted}


def _key(pk: int, day: date, on: date) -> str:
    return f"decision:{pk}:{day}:{'late' if day < on else 'due'}"


def _answerers(matter: Matter, on: date) -> set[int]:
    """Who answers: the chair of the meeting, and the child's officer."""
    officers = current(Involvement.objects.filter(child=matter.child_id, role="iro", person__isnull=False), on)
    return {matter.meeting.chair_id, *(pk for pk in officers.values_list("person", flat=True) if pk is not None)}


def _still_to_do(row: Decision) -> None:
    if row.state == "withdrawn" or row.result not in STILL_OPEN:
        raise NotPermitted("This decision is answered: there is nothing more to say of it.")


def _text(said: str, what: str) -> str:
    text = said.replace("\r\n", "\n").strip()
    if not text:
        raise NotPermitted(what)
    if len(text) > LONGEST:
        raise NotPermitted(f"This is too long: {LONGEST:,} characters at most.")
    return text
