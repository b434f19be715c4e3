"""Who has a part in a child's meeting: how each is to take part, when they were invited, what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from sightline.casework.meetings.changing import changed, said, told_anew
from sightline.casework.meetings.models import LONGEST_REASON, Ask, Matter, Meeting, Participant
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted, matters, open_matter, require
from sightline.casework.register.models import Involvement, Relation
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed, keep
from sightline.domain.care import age_on
from sightline.domain.preparation import Kind, capacities, kinds
from sightline.domain.roles import Act

CHANNELS: Mapping[str, str] = {
    "email": "Secure email",
    "post": "Post",
    "phone": "Phone",
    "in_person": "In person",
    "portal": "Portal",
}
PLANS: Mapping[str, str] = dict(Participant.Plan.choices)
ANSWERS: Mapping[str, str] = {"will_come": "Will come", "cannot": "Cannot come"}

#: Words in what somebody is to a child, and the capacity that goes with them.
WORDS = (
    ("virtual", "virtual_school"),
    ("school", "school"), ("teacher", "school"), ("nursery", "school"),
    ("nurse", "health"), ("doctor", "health"), ("health", "health"), ("gp", "health"), ("paediatric", "health"),
    ("advocate", "advocate"), ("independent visitor", "independent_visitor"), ("guardian", "guardian"),
    ("supervising", "supervising_social_worker"), ("interpreter", "interpreter"),
)  # fmt: skip

Seen = tuple[int, int]  # a row's number, and the version that was seen


@transaction.atomic
def propose(*, matter: int, by: Viewer) -> int:
    """Enter who should have a part and what should be asked for, as the register has it; how many rows were new.

    Whoever is there already is left as they are. Raises NotPermitted, NoSuchMatter.
    """
    require(by, Act.PLAN_MEETING)
    return propose_all([_open(matter, by)], by=by)


def propose_all(rows: Iterable[Matter], *, by: Viewer) -> int:
    """What `propose` does, for several children of a meeting; for actions that asked already."""
    new = 0
    for row in rows:
        made = _propose_people(row, by.on) + _propose_papers(row, by.on)
        if made:
            told_anew([row.child_id], "preparation_proposed", by, matter=row.pk, rows=made)
        new += made
    return new


@transaction.atomic
def add(
    *,
    matter: int,
    capacity: str,
    by: Viewer,
    person: int | None = None,
    relation: int | None = None,
    name: str = "",
    plan: str = "invite",
    why: str = "",
) -> int:
    """Add somebody: a person of the service, somebody around the child, or a name; the participant's number.

    Raises NotPermitted, NoSuchMatter.
    """
    require(by, Act.PLAN_MEETING)
    row = _open(matter, by)
    _somebody(row, capacity, person, relation, name)
    reason = _reason_of(plan, why)
    same = row.participants.filter(person=person, relation=relation, name=name.strip(), capacity=capacity)
    if same.exists():
        raise NotPermitted("They have a part in it already.")
    made = Participant.objects.create(
        matter=row, capacity=capacity, person_id=person, relation_id=relation, name=name.strip(), plan=plan,
        why=reason, gets=capacities()[capacity].gets,
    )  # fmt: skip
    told_anew([row.child_id], "participant_added", by, matter=row.pk, participant=made.pk, capacity=capacity)
    return made.pk


@transaction.atomic
def take_part(*, participant: int, version: int, plan: str, by: Viewer, why: str = "", answered: str = "") -> None:
    """Say how somebody is to take part, and what they answered. Leaving somebody out needs a reason.

    Raises NotPermitted, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    row = _locked([participant], by)[participant]
    if answered not in ("", *ANSWERS):
        raise NotPermitted("Say what they answered.")
    reason = _reason_of(plan, why)
    new = changed(row, {"plan": plan, "why": reason, "answered": answered}, version=version, by=by, cause="plan")
    if new:
        told_anew([row.child_id], "participation_planned", by, participant=row.pk, fields=new)


@transaction.atomic
def invite(*, participants: Sequence[Seen], on: date, channel: str, by: Viewer) -> int:
    """Note that these people were invited on a day in one way: all of them, or none; how many it was.

    Raises NotPermitted, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    if channel not in CHANNELS:
        raise NotPermitted("Say how the invitations were sent.")
    if on > by.on:
        raise NotPermitted("An invitation was sent today or before, not on a day to come.")
    rows = _locked([pk for pk, _ in participants], by)
    for pk, version in participants:
        _may_be_invited(rows[pk])
        told = {"invited_on": on, "invited_by": channel, "invited_at": rows[pk].matter.meeting.sequence}
        changed(rows[pk], told, version=version, by=by, cause="invited")
    told_anew(
        (row.child_id for row in rows.values()), "invited", by, day=on.isoformat(), channel=channel,
        participants=sorted(rows),
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def leave_off(*, participant: int, version: int, why: str, by: Viewer) -> None:
    """Take away somebody who was entered by mistake, before they were invited; with a reason.

    Raises NotPermitted, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    row = _locked([participant], by)[participant]
    if row.version != version:
        raise Changed(row.version, {"plan": row.plan})
    if row.invited_on or row.deliveries.exists() or row.came:
        raise NotPermitted("They were invited: say instead that they are left out, and why.")
    keep(row, by=by.id, at=by.at, cause="taken away", why=said(why, "Say why."), gone=True)
    row.delete()
    told_anew([row.child_id], "participant_taken_away", by, matter=row.matter_id, participant=participant)


def whom(*, matter: int, seen_by: Viewer) -> list[tuple[str, str]]:
    """Who might be added to a matter in sight, as choices: those around the child, and who works with them."""
    row = open_matter(matter, seen_by=seen_by)
    there = {each.relation_id for each in row.participants.all()}
    near = [
        (f"relation-{each.pk}", f"{each.name} ({each.relationship.lower()})")
        for each in around(row.child_id, seen_by.on)
        if each.pk not in there
    ]
    working = current(Involvement.objects.filter(child=row.child_id, person__isnull=False), seen_by.on)
    told = working.order_by("role", "started").select_related("person")
    return near + [(f"person-{each.person_id}", f"{each.person.name} ({each.get_role_display().lower()})")
                   for each in told if each.person]  # fmt: skip


def capacity_of(relation: Relation) -> str | None:
    """As what somebody around the child has a part in a review, unless somebody says otherwise; None: in none."""
    if relation.capacity == "carer":
        return "carer"
    if relation.capacity == "family":
        return "parent" if relation.parental_responsibility == "yes" else None
    words = f"{relation.relationship} {relation.organisation}".casefold()
    return next((capacity for word, capacity in WORDS if word in words), "professional")


def around(child: int, on: date) -> list[Relation]:
    """The people around a child on a day, of the register. One query."""
    rows = Relation.objects.filter(Q(started=None) | Q(started__lte=on), Q(ended=None) | Q(ended__gt=on))
    return list(rows.filter(child=child).order_by("name", "pk"))


def _propose_people(row: Matter, on: date) -> int:
    there = list(row.participants.all())
    relations = {each.relation_id for each in there if each.relation_id}
    people = {each.person_id for each in there if each.person_id}
    capacities_there = {each.capacity for each in there}
    wanted = [
        each
        for each in _from_register(row, on)
        if each.relation_id not in relations
        and (each.person_id is None or each.person_id not in people)
        and (each.relation_id or each.capacity not in capacities_there)
    ]
    return len(Participant.objects.bulk_create(wanted))


def _from_register(row: Matter, on: date) -> Iterator[Participant]:
    yield _part(row, "child")
    working = current(Involvement.objects.filter(child=row.child_id), on)
    for each in working.filter(role__in=("social_worker", "personal_adviser")).order_by("role", "started"):
        name = "" if each.person_id else f"Worker {each.worker}"
        yield _part(row, each.role, person_id=each.person_id, name=name)
    yield _part(row, "iro", person_id=row.meeting.chair_id)
    for relation in around(row.child_id, on):
        capacity = capacity_of(relation)
        if capacity:
            yield _part(row, capacity, relation=relation)


def _part(row: Matter, capacity: str, **who: Any) -> Participant:
    return Participant(matter=row, capacity=capacity, gets=capacities()[capacity].gets, **who)


def _propose_papers(row: Matter, on: date) -> int:
    born, day = row.child.born, row.meeting.on or on
    age = age_on(born, day) if born else None
    there = list(row.participants.exclude(plan=Participant.Plan.EXCLUDED).order_by("pk"))
    asked = set(row.asks.values_list("kind", flat=True))
    wanted = [
        Ask(matter=row, kind=kind.key, of=of, person_id=of.person_id if of else None)
        for kind in kinds().values()
        if kind.is_for(age) and kind.key not in asked
        for of in _of_whom(kind, there)
    ]
    return len(Ask.objects.bulk_create(wanted))


def _of_whom(kind: Kind, there: Sequence[Participant]) -> Sequence[Participant | None]:
    found = [each for each in there if each.capacity == kind.of]
    if not found:
        return [None] if kind.expected else []
    return found if kind.each else found[:1]


def _open(pk: int, by: Viewer) -> Matter:
    row = open_matter(pk, seen_by=by, lock=True)
    if row.state == "taken_out" or row.meeting.state == "cancelled":
        raise NotPermitted("This meeting was cancelled.")
    return row


def _locked(pks: Sequence[int], by: Viewer) -> dict[int, Participant]:
    """Participants, locked, of matters in scope. Raises NoSuchMatter where one of them is not."""
    seen = set(Participant.objects.filter(pk__in=pks, matter__in=matters(seen_by=by)).values_list("pk", flat=True))
    if not pks or seen != set(pks):
        raise NoSuchMatter
    rows = Participant.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk")
    return {row.pk: row for row in rows.select_related("matter__meeting")}


def _may_be_invited(row: Participant) -> None:
    meeting: Meeting = row.matter.meeting
    if row.plan == Participant.Plan.EXCLUDED:
        raise NotPermitted("Somebody who is left out is not invited: change the plan first.")
    if meeting.state == "proposed":
        raise NotPermitted("The date is not settled: settle it before anybody is invited.")
    if meeting.state == "cancelled" or row.matter.state == "taken_out":
        raise NotPermitted("This meeting was cancelled.")


def _reason_of(plan: str, why: str) -> str:
    if plan not in Participant.Plan.values:
        raise NotPermitted("Say how they are to take part.")
    if plan == Participant.Plan.EXCLUDED:
        return said(why, "Say why they are left out: whoever looks at this later has to see it.", LONGEST_REASON)
    return " ".join(why.split())[:LONGEST_REASON]


def _somebody(row: Matter, capacity: str, person: int | None, relation: int | None, name: str) -> None:
    if capacity not in capacities():
        raise NotPermitted("Say as what they take part.")
    told = [each for each in (person, relation, name.strip() or None) if each is not None]
    if len(told) > 1 or (not told and capacity != "child"):
        raise NotPermitted("Choose one person, or write one name.")
    if person is not None and not Person.objects.filter(pk=person).exists():
        raise NotPermitted("There is no such person.")
    if relation is not None and not Relation.objects.filter(pk=relation, child=row.child_id).exists():
        raise NotPermitted("There is no such person around this child.")
