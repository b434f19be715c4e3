"""Which reviews have nothing left to follow, kept so that lists of what waits pass over them.

What follows a review is worked out when asked (`queries.after`); over ten years of reviews that would be slow
where a page asks only for what waits. So each action on a child's meetings notes here whether decisions went to
managers, the record is finished and everybody has what is theirs. A part that says it is unsettled may be settled
after all: whoever asks works it out. One that says it is settled is.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from sightline.casework.meetings.models import Matter, Participant, Record

#: Who is sent something: who is left out of a meeting gets nothing, unless somebody said so.
GETS_SOMETHING = ~Q(gets="") & (~Q(plan=Participant.Plan.EXCLUDED) | Q(gets_chosen=True))


def settle(children: Iterable[int]) -> None:
    """Note it of every completed part of these children's meetings. One query."""
    _note(Matter.objects.filter(child__in=children, state="complete"))


def settle_all() -> None:
    """Note it of every completed part there is. One query."""
    _note(Matter.objects.filter(state="complete"))


def _note(rows: QuerySet[Matter]) -> None:
    wanted = Participant.objects.filter(GETS_SOMETHING, matter=OuterRef("pk"))
    finished = Record.objects.filter(matter=OuterRef("pk"), state="finished")
    settled = (
        Q(decisions_issued_on__isnull=False)
        & Q(Exists(finished))
        & Q(Exists(wanted))
        & ~Q(Exists(wanted.filter(deliveries=None)))
    )
    rows.update(unsettled=Case(When(settled, Value(False)), default=Value(True), output_field=BooleanField()))
