"""What became of the decisions of earlier meetings: each is answered at the next, and may be set again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from sightline.casework.meetings.changing import changed, told_anew
from sightline.casework.meetings.deciding import NoSuchDecision
from sightline.casework.meetings.models import Decision, Matter, Record
from sightline.casework.meetings.queries.earlier import to_answer
from sightline.casework.meetings.scope import NotPermitted, open_matter, require_chair
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words
from sightline.domain.workflows import RESULT

#: The answers, and the move that each is.
RESULTS = {"done": "done", "partly": "partly", "not_done": "not_done", "superseded": "supersede"}
#: Answers that say nothing without a reason, and that may set the decision again.
NEEDS_WHY, MAY_BE_SET_AGAIN = frozenset({"partly", "not_done", "superseded"}), frozenset({"partly", "not_done"})


@transaction.atomic
def answer(
    *,
    matter: int,
    decision: int,
    result: str,
    by: Viewer,
    version: int | None,
    says: str = "",
    again_by: date | None = None,
) -> None:
    """Say at a meeting what became of a decision of an earlier one; with `again_by`, set it again for that day.

    The day first promised is kept. Answered at the same meeting already, the answer is corrected.
    Raises NoSuchMatter, NoSuchDecision, NotPermitted, NotPossible, Changed.
    """
    found = open_matter(matter, seen_by=by, lock=True)
    require_chair(found, by)
    _not_finished(found)
    row = _asked(decision, found)
    if version is not None and version != row.version:
        raise Changed(
            row.version, {"result": row.result, "says": row.result_says, "again_by": _again_by(row, found)}
        )
    _fits(result, says, again_by, found)
    changed(
        row, version=None, by=by, cause="answered", result=_after(row, found, result), result_on=by.on,
        result_says=says.replace("\r\n", "\n").strip(), result_by_id=by.id, answered_at=found,
    )  # fmt: skip
    _set_again(row, found, again_by, by)
    told_anew([found.child_id], "answered_decision", by, matter=matter, decision=decision, result=result)


def _not_finished(found: Matter) -> None:
    if Record.objects.filter(matter=found, state="finished").exists():
        raise NotPermitted("This record is finished. Open it again to change it.")


def _asked(decision: int, found: Matter) -> Decision:
    """The decision, locked, if it is one to answer here."""
    if not to_answer(found, also_answered=True).filter(pk=decision).exists():
        raise NoSuchDecision
    row = Decision.objects.select_for_update(of=("self",)).select_related("answered_at").get(pk=decision)
    row.matter = Matter.objects.select_related("child").get(pk=row.matter_id)
    return row


def _fits(result: str, says: str, again_by: date | None, found: Matter) -> None:
    if result not in RESULTS:
        raise NotPermitted("Choose what became of it.")
    if result in NEEDS_WHY and not says.strip():
        raise NotPermitted("Say why, in a sentence.")
    if again_by is None:
        return
    if result not in MAY_BE_SET_AGAIN:
        raise NotPermitted("Only what is not done yet can be set again.")
    if found.held_on and again_by < found.held_on:
        raise NotPermitted(
            f"It is set again at the review of {in_words(found.held_on)}: choose that day or later."
        )


def _after(row: Decision, found: Matter, result: str) -> str:
    """The result after the answer. One given at this meeting already is corrected: it starts anew."""
    here = row.answered_at_id == found.pk
    before = RESULT.first if here or row.result == result else row.result
    return RESULT.after(before, RESULTS[result])


def _again(row: Decision, found: Matter) -> Decision | None:
    return Decision.objects.filter(matter=found, again=row).exclude(state="withdrawn").first()


def _again_by(row: Decision, found: Matter) -> date | None:
    again = _again(row, found)
    return again.by_when if again else None


def _set_again(row: Decision, found: Matter, again_by: date | None, by: Viewer) -> None:
    """The decision that sets it again: made, moved to another day, or withdrawn, while it is a draft."""
    there = _again(row, found)
    if there is None:
        if again_by is not None:
            _make(row, found, again_by)
    elif there.state == "draft":
        there.matter = found
        told = {"by_when": again_by} if again_by else {"state": "withdrawn"}
        changed(there, version=None, by=by, cause="answered", **told)


def _make(row: Decision, found: Matter, again_by: date) -> None:
    last = Decision.objects.filter(matter=found).aggregate(last=Max("place"))["last"] or 0
    Decision.objects.create(
        matter=found, place=last + 1, what=row.what, who=row.who, owner_id=row.owner_id, by_when=again_by,
        first_by_when=row.first_by_when or row.by_when, outcome=row.outcome, resource=row.resource,
        wording=row.wording, again=row,
    )  # fmt: skip
