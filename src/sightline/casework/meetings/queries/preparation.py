"""How far a review is prepared: who has a part and was invited, what was asked for and is there, who may decide.

One matter's preparation, and the rows of the lists that business support and social workers work through. Days are
worked out here when asked (`domain.preparation`). Each function asks a constant number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from sightline.casework.meetings.inviting import around
from sightline.casework.meetings.models import Ask, Chaser, Matter, Meeting, Participant
from sightline.casework.meetings.preparing import asked_of
from sightline.casework.meetings.scope import matters
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Relation
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer
from sightline.domain.calendar import england
from sightline.domain.care import age_on
from sightline.domain.practices import Practice
from sightline.domain.preparation import Dates, Due, capacities, due, invitations, kinds, title_of
from sightline.domain.workflows import ASK

AHEAD = timedelta(days=42)  # what is further off is not in the lists of what is to do
OPEN = ("to_ask", "asked")
CHAIR = "iro"  # the capacity of who chairs: nobody invites them


@dataclass(frozen=True)
class Part:
    """Somebody who has a part in a child's meeting. `stands` is a status of the group "invitation"."""

    pk: int
    version: int
    capacity: str
    as_what: str
    name: str
    plan: str
    plan_said: str
    why: str
    stands: str
    invited_on: date | None
    invited_by: str
    answered: str
    needs: str
    caution: str
    person: int | None
    relation: int | None

    @property
    def to_invite(self) -> bool:
        """Whether an invitation, or word of the new date, is still to go out."""
        return self.stands in ("to_invite", "to_tell_again")


@dataclass(frozen=True)
class Paper:
    """Something asked for. `stands` is a status of the group "paper", `moves` what the state allows."""

    pk: int
    version: int
    matter: int
    child: int
    child_name: str
    kind: str
    title: str
    of: str
    of_part: int | None  # the participant
    state: str
    stands: str
    due: Due | None
    asked_on: date | None
    received_on: date | None
    shared_on: date | None
    chased_on: date | None
    why_not: str
    is_paper: bool
    moves: tuple[str, ...]
    review_on: date | None
    chair: str
    chair_number: str

    @property
    def late(self) -> bool:
        """Whether it is not there although it should be."""
        return self.stands == "late"


@dataclass(frozen=True)
class Holder:
    """Somebody around the child who has parental responsibility, or of whom that is not known, and their part."""

    relation: int
    name: str
    relationship: str
    stands: str  # of the group "responsibility"
    says: str


@dataclass(frozen=True)
class Preparation:
    """How far one child's review is prepared."""

    matter: int
    meeting: int
    child: int
    age: int | None
    on: date | None
    at: time | None
    meeting_state: str
    invitations: Due | None
    parts: Sequence[Part]
    papers: Sequence[Paper]
    holders: Sequence[Holder]

    @property
    def to_invite(self) -> list[Part]:
        """Those who are still to be invited, or to be told of another date."""
        return [part for part in self.parts if part.to_invite]

    def in_state(self, *states: str) -> list[Paper]:
        """What was asked for and is in one of these states."""
        return [paper for paper in self.papers if paper.state in states]

    @property
    def to_share(self) -> list[Paper]:
        """What is there and was not shared with the family yet."""
        return [paper for paper in self.papers if paper.state == "received" and paper.is_paper]

    @property
    def unchecked(self) -> list[Holder]:
        """Those with parental responsibility who have no part and no reason, and those of whom it is not known."""
        return [holder for holder in self.holders if holder.stands != "checked"]


def preparation(matter: Matter, *, seen_by: Viewer) -> Preparation:
    """How far the review of a matter in scope is prepared. Five queries."""
    meeting, on = matter.meeting, seen_by.on
    practice = in_force(on)
    people = list(matter.participants.select_related("person", "relation").order_by("pk"))
    asked = _asks(Ask.objects.filter(matter=matter))
    return Preparation(
        matter=matter.pk,
        meeting=meeting.pk,
        child=matter.child_id,
        age=_age(matter.child, meeting.on or on),
        on=meeting.on,
        at=meeting.at,
        meeting_state=meeting.state,
        invitations=_invitations(meeting, practice),
        parts=sorted((_part(each, meeting, matter.child) for each in people), key=_order),
        papers=_papers(asked, practice, on),
        holders=_holders(around(matter.child_id, on), people),
    )


@dataclass(frozen=True)
class Inviting:
    """One child's review of which people are still to be invited, or told of a new date."""

    matter: int
    child: int
    name: str
    meeting: int
    on: date
    at: time | None
    chair: int
    chair_name: str
    waiting: int
    due: Due
    late: bool
    together: bool  # with a brother or sister in sight


def to_invite(*, seen_by: Viewer, first: date | None = None, last: date | None = None) -> list[Inviting]:
    """Reviews with people to invite, the first due first; brothers and sisters beside each other. Two queries."""
    practice = in_force(seen_by.on)
    rows = _coming(matters(seen_by=seen_by), seen_by.on, first, last)
    still = Q(participants__invited_on=None) | Q(participants__invited_at__lt=F("meeting__sequence"))
    still &= ~Q(participants__plan=Participant.Plan.EXCLUDED) & ~Q(participants__capacity=CHAIR)
    counted = rows.annotate(waiting=Count("participants", filter=still)).filter(waiting__gt=0)
    told = counted.select_related("meeting__chair", "child").order_by("meeting__on", "meeting", "pk")
    found = list(told)
    meetings = Counter(row.meeting_id for row in found)
    return [_inviting(row, practice, seen_by.on, meetings[row.meeting_id] > 1) for row in found]


def count_to_invite(*, seen_by: Viewer) -> int:
    """How many reviews have people to invite. One query."""
    rows = _coming(matters(seen_by=seen_by), seen_by.on, None, None)
    still = Q(invited_on=None) | Q(invited_at__lt=OuterRef("meeting__sequence"))
    waiting = Participant.objects.filter(still, matter=OuterRef("pk")).exclude(plan=Participant.Plan.EXCLUDED)
    return rows.filter(Exists(waiting.exclude(capacity=CHAIR))).count()


def papers(
    *,
    seen_by: Viewer,
    states: Sequence[str] = OPEN,
    mine: bool = False,
    first: date | None = None,
    last: date | None = None,
) -> list[Paper]:
    """What is asked for before reviews to come, that of the next review first. Three queries.

    `mine`: asked of whoever looks, of those they stand in for and of the teams they manage.
    """
    rows = _coming(matters(seen_by=seen_by), seen_by.on, first, last)
    asks = Ask.objects.filter(matter__in=rows.values("pk"), state__in=states)
    if mine:
        asks = asks.filter(person__in=asked_of(seen_by))
    if tuple(states) == ("received",):
        asks = asks.filter(kind__in=[key for key, kind in kinds().items() if kind.paper])
    return _papers(_asks(asks), in_force(seen_by.on), seen_by.on)


def soonest_papers(most: int, *, seen_by: Viewer) -> tuple[list[Paper], int]:
    """The `most` that fall due first of what is to be asked for or chased, and how many there are. Four queries.

    Only days are read of all of them, and only those that are shown are read whole.
    """
    rows = _coming(matters(seen_by=seen_by), seen_by.on, None, None)
    asks = Ask.objects.filter(matter__in=rows.values("pk"), state__in=OPEN)
    days = asks.values_list(
        "pk", "kind", "matter__meeting__on", "matter__meeting__dated_on", "matter__meeting__made_at"
    )
    practice = in_force(seen_by.on)
    falls = cache(lambda kind, on, settled: _day(kind, Dates(on, settled), practice))
    order = sorted((falls(kind, on, dated or made.date()), on, pk) for pk, kind, on, dated, made in days)
    chosen = [pk for _, _, pk in order[:most]]
    found = {each.pk: each for each in _papers(_asks(Ask.objects.filter(pk__in=chosen)), practice, seen_by.on)}
    return [found[pk] for pk in chosen], len(order)


def _day(kind: str, dates: Dates, practice: Practice) -> date:
    told = due(kind, dates, practice=practice, calendar=england()) if kind in kinds() else None
    return (told and told.day) or date.max


def names_of(parts: Iterable[Paper]) -> str:
    """Of whom things are asked, in words, each once."""
    return ", ".join(dict.fromkeys(paper.of or "nobody named" for paper in parts))


def _coming(rows: QuerySet[Matter], on: date, first: date | None, last: date | None) -> QuerySet[Matter]:
    """Parts of meetings that have a day and are still to be held, within so many weeks or the days asked for."""
    rows = rows.filter(state="to_hold", meeting__state="planned")
    return rows.filter(meeting__on__gte=first or on - AHEAD, meeting__on__lte=last or on + AHEAD)


#: What of an ask and of what it hangs on is read.
_OF_AN_ASK = (
    *("kind", "of", "person", "state", "asked_on", "received_on", "shared_on", "why_not", "version", "matter"),
    *(f"matter__meeting__{name}" for name in ("on", "dated_on", "made_at", "chair__name")),
    *(f"matter__child__{name}" for name in ("forename", "surname", "born")),
    *("of__capacity", "of__name", "of__matter", "of__relation__name", "of__relation__relationship"),
    *("of__person__name", "person__name"),
)


def _asks(rows: QuerySet[Ask]) -> list[Any]:
    told = rows.select_related("matter__child", "matter__meeting__chair", "of__relation", "of__person", "person")
    asks = list(told.only(*_OF_AN_ASK).order_by("matter__meeting__on", "matter__meeting", "matter", "pk"))
    chased = Chaser.objects.filter(ask__in=[ask.pk for ask in asks]).values_list("ask")
    last: Mapping[int, date] = dict(chased.annotate(last=Max("on"))) if asks else {}
    for ask in asks:
        ask.chased_on = last.get(ask.pk)  # type: ignore[attr-defined]
    return asks


def _papers(asks: Iterable[Any], practice: Practice, on: date) -> list[Paper]:
    return sorted((_paper(ask, practice, on) for ask in asks), key=lambda paper: paper.review_on or date.max)


def _paper(ask: Any, practice: Practice, on: date) -> Paper:
    meeting, child = ask.matter.meeting, ask.matter.child
    told = _due(ask.kind, meeting, practice)
    known = kinds().get(ask.kind)
    moves = tuple(move.key for move in ASK.open_from(ask.state) if move.key != "share" or (known and known.paper))
    return Paper(
        pk=ask.pk, version=ask.version, matter=ask.matter_id, child=child.pk, child_name=name_of(child),
        kind=ask.kind, title=title_of(ask.kind, age=_age(child, meeting.on or on), practice=practice),
        of=_of(ask, child), of_part=ask.of_id, state=ask.state, stands=_stands(ask, told, on), due=told,
        asked_on=ask.asked_on, received_on=ask.received_on, shared_on=ask.shared_on, chased_on=ask.chased_on,
        why_not=ask.why_not, is_paper=bool(known and known.paper), moves=moves, review_on=meeting.on,
        chair=meeting.chair.name, chair_number=str(meeting.chair_id),
    )  # fmt: skip


def _of(ask: Ask, child: Child) -> str:
    if ask.of is not None:
        return _called(ask.of, child)
    return ask.person.name if ask.person else ""


def _stands(ask: Ask, told: Due | None, on: date) -> str:
    if ask.state in OPEN and told is not None and told.day is not None and told.day < on:
        return "late"
    return ask.state


def _due(kind: str, meeting: Meeting, practice: Practice) -> Due | None:
    if meeting.on is None or kind not in kinds():
        return None
    return due(kind, _dates(meeting, meeting.on), practice=practice, calendar=england())


def _invitations(meeting: Meeting, practice: Practice) -> Due | None:
    if meeting.on is None:
        return None
    return invitations(_dates(meeting, meeting.on), practice=practice, calendar=england())


def _dates(meeting: Meeting, on: date) -> Dates:
    return Dates(on, meeting.dated_on or meeting.made_at.date())


def _inviting(row: Any, practice: Practice, on: date, together: bool) -> Inviting:
    meeting: Meeting = row.meeting
    assert meeting.on is not None
    told = invitations(_dates(meeting, meeting.on), practice=practice, calendar=england())
    return Inviting(
        matter=row.pk, child=row.child_id, name=name_of(row.child), meeting=meeting.pk, on=meeting.on,
        at=meeting.at, chair=meeting.chair_id, chair_name=meeting.chair.name, waiting=row.waiting, due=told,
        late=told.day is not None and told.day < on, together=together,
    )  # fmt: skip


def _part(row: Participant, meeting: Meeting, child: Child) -> Part:
    known = capacities().get(row.capacity)
    relation = row.relation
    return Part(
        pk=row.pk, version=row.version, capacity=row.capacity, as_what=known.title if known else row.capacity,
        name=_called(row, child), plan=row.plan, plan_said=row.get_plan_display(), why=row.why,
        stands=_invited(row, meeting), invited_on=row.invited_on, invited_by=row.invited_by,
        answered=row.answered, needs=relation.needs if relation else "",
        caution=relation.caution if relation else "", person=row.person_id, relation=row.relation_id,
    )  # fmt: skip


def _invited(row: Participant, meeting: Meeting) -> str:
    if row.plan == Participant.Plan.EXCLUDED:
        return "left_out"
    if row.capacity == CHAIR:
        return "chairs"
    if row.invited_on is None:
        return "to_invite" if meeting.state != "proposed" else "no_date"
    if row.invited_at is not None and row.invited_at < meeting.sequence:
        return "to_tell_again"
    return row.answered or "invited"


def _called(row: Participant, child: Child) -> str:
    if row.person is not None:
        return row.person.name
    if row.relation is not None:
        return f"{row.relation.name} ({row.relation.relationship.lower()})"
    return row.name or (name_of(child) if row.capacity == "child" else "Not named")


def _order(part: Part) -> int:
    return list(capacities()).index(part.capacity) if part.capacity in capacities() else len(capacities())


def _holders(relations: Iterable[Relation], people: Iterable[Participant]) -> list[Holder]:
    part = {each.relation_id: each for each in people if each.relation_id is not None}
    return [
        _holder(each, part.get(each.pk))
        for each in relations
        if each.parental_responsibility == "yes"
        or (each.parental_responsibility == "unknown" and each.capacity == "family")
    ]


def _holder(relation: Relation, part: Participant | None) -> Holder:
    if relation.parental_responsibility == "unknown":
        stands, says = "not_known", "Whether they have parental responsibility is not recorded"
    elif part is None:
        stands, says = "no_part", "Has parental responsibility, and no part in this review"
    else:
        stands, says = "checked", f"{part.get_plan_display()}{f': {part.why}' if part.why else ''}"
    return Holder(relation.pk, relation.name, relation.relationship, stands, says)


def _age(child: Child, on: date) -> int | None:
    return age_on(child.born, on) if child.born else None
