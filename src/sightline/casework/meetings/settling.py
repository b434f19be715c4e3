"""Which reviews and decisions have nothing left to follow, kept so that lists of what waits pass over them.

What follows a review is worked out when asked (`queries.after`); over ten years of reviews that would be slow
where a page asks only for what waits. So each action on a child's meetings notes here whether decisions went to
managers, the record is finished and everybody has what is theirs; and on each decision whether something of it is
left to do. One that says it is unsettled may be settled after all: whoever asks works it out. One that says it is
settled is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.casework.meetings.models import Decision, Matter, Participant, Record

#: Who is sent something: who is left out of a meeting gets nothing, unless somebody said so.
GETS_SOMETHING = ~Q(gets="") & (~Q(plan=Participant.Plan.EXCLUDED) | Q(gets_chosen=True))


#: Decisions that were not made yet, or not in the end, promise nothing.
NO_PROMISE = ("draft", "withdrawn")
#: Results that leave something to be done.
STILL_OPEN = ("open", "partly", "not_done")
#: The others. Asked as "none of these", it leaves the indexes of what is unsettled to be used.
AT_ITS_END = ("done", "superseded")


def settle(children: Iterable[int]) -> None:
    """Note it of every part of these children's meetings, and of their decisions. Four queries."""
    numbers = list(children)
    _note(Matter.objects.filter(child__in=numbers))
    _note_decisions(Decision.objects.filter(matter__child__in=numbers))


def settle_all() -> None:
    """Note it of every part of a meeting and every decision there is. Four queries."""
    _note(Matter.objects.all())
    _note_decisions(Decision.objects.all())


def _note_decisions(rows: QuerySet[Decision]) -> None:
    """What was withdrawn, is at its end, or was set again: its successor is followed."""
    successor = Decision.objects.filter(again=OuterRef("pk")).exclude(state__in=NO_PROMISE)
    _write(rows, Q(state="withdrawn") | Q(result__in=AT_ITS_END) | Q(Exists(successor)))


def _note(rows: QuerySet[Matter]) -> None:
    wanted = Participant.objects.filter(GETS_SOMETHING, matter=OuterRef("pk"))
    finished = Record.objects.filter(matter=OuterRef("pk"), state="finished")
    settled = (
        Q(state="complete", decisions_issued_on__isnull=False)
        & Q(Exists(finished))
        & Q(Exists(wanted))
        & ~Q(Exists(wanted.filter(deliveries=None)))
    )
    _write(rows, settled)


def _write(rows: QuerySet[Any], settled: Q) -> None:
    """Only what is otherwise than noted: years of rows that stay are not written anew."""
    rows.filter(settled, unsettled=True).update(unsettled=False)
    rows.filter(~settled, unsettled=False).update(unsettled=True)
