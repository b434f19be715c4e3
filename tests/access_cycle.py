"""Rows of the reviewing cycle for each child of `access_world`: a review to come, and one that was held."""

from __future__ import annotations

from datetime import date, timedelta

from service import TODAY, moment
from sightline.casework.documents.models import Issued, Template
from sightline.casework.documents.queries import ours
from sightline.casework.documents.storing import store
from sightline.casework.meetings.models import (
    Ask,
    Decision,
    Delivery,
    Matter,
    Meeting,
    Participant,
    Proposal,
    Query,
    Record,
    Section,
    Sitting,
    Venue,
)
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Child
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.casework.watch.models import Change, Check, Closing, Contact, Dismissal, Tracking

HELD, COMING = date(2026, 11, 16), date(2026, 12, 8)
HASH = "0" * 64


def rows_of_cycle(child: Child, officer: Person, other: Person) -> dict[str, int]:
    """A row of every table of the cycle: of the review to come (`next_…`) and of the one held on HELD."""
    return _coming(child, officer, other) | _held(child, officer, other) | _watched(child, officer, other)


def _coming(child: Child, officer: Person, other: Person) -> dict[str, int]:
    venue, _ = Venue.objects.get_or_create(name="Town Hall")
    meeting = Meeting.objects.create(
        kind="review", state="planned", on=COMING, chair=officer, made_at=moment(), venue=venue
    )
    proposed = Meeting.objects.create(kind="review", chair=officer, made_at=moment())
    Matter.objects.create(meeting=proposed, child=child)
    matter = Matter.objects.create(meeting=meeting, child=child)
    Review.objects.create(matter=matter, kind="later")
    participant = Participant.objects.create(matter=matter, capacity="parent", name="A parent")
    ask = Ask.objects.create(
        matter=matter, kind="sw_report", of=participant, person=other, state="asked", asked_on=TODAY
    )
    return {
        "venue": venue.pk, "next_meeting": meeting.pk, "proposed_meeting": proposed.pk, "next_matter": matter.pk,
        "proposal": Proposal.objects.create(meeting=proposed, on=COMING).pk,
        "participant": participant.pk, "ask": ask.pk,
    }  # fmt: skip


def _held(child: Child, officer: Person, other: Person) -> dict[str, int]:
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=officer, made_at=moment())
    matter = Matter.objects.create(
        meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD, decisions_issued_on=TODAY
    )
    review = Review.objects.create(matter=matter, kind="later")
    parent = Participant.objects.create(matter=matter, capacity="parent", name="A parent", gets="record")
    record = Record.objects.create(matter=matter, state="writing", started_on=HELD)
    decision = Decision.objects.create(
        matter=matter, place=1, what="See the dentist", who="Foster carer", owner=other, state="in_window",
        by_when=TODAY + timedelta(days=20), first_by_when=TODAY + timedelta(days=20),
    )  # fmt: skip
    asked = Decision.objects.create(matter=matter, place=2, what="Find a school", owner=other, state="queried")
    issued = Issued.objects.create(
        child=child, kind="decisions", about="matter", number=matter.pk, format="pdf", sha256=HASH, size=1,
        made_at=moment(),
    )  # fmt: skip
    return {
        "meeting": meeting.pk, "matter": matter.pk, "review": review.pk, "held_participant": parent.pk,
        "record": record.pk, "decision": decision.pk, "queried": asked.pk, "issued": issued.pk,
        "section": Section.objects.create(record=record, key="summary", text="We met").pk,
        "sitting": Sitting.objects.create(matter=matter, on=HELD, mode="video").pk,
        "query": Query.objects.create(decision=asked, asked_at=moment(), asked_by=other, says="Who pays?").pk,
        "delivery": Delivery.objects.create(
            issued=issued, participant=parent, on=TODAY, channel="post", made_at=moment()
        ).pk,
    }  # fmt: skip


def _watched(child: Child, officer: Person, other: Person) -> dict[str, int]:
    Tracking.objects.create(child=child, level="Medium", since=HELD, set_by=officer, set_at=moment())
    return {
        "check": Check.objects.create(child=child, since=HELD, due_on=HELD + timedelta(days=90)).pk,
        "contact": Contact.objects.create(
            child=child, on=TODAY, kind="file_check", by=officer, made_at=moment()
        ).pk,
        "change": Change.objects.create(
            child=child, kind="placement", happened_on=TODAY, told_at=moment(), told_by=other
        ).pk,
        "dismissal": Dismissal.objects.create(
            child=child, flag="three-placements", facts=HASH, kind="known", why="Known", by=officer, at=moment()
        ).pk,
        "closing": Closing.objects.create(
            child=child, left_on=TODAY, says="All is told", written_at=moment(), written_by=officer
        ).pk,
        "message": Message.objects.create(
            person=officer, kind="check_due", key=f"check:{child.pk}", child=child.pk, number=child.pk,
            made_at=moment(),
        ).pk,
    }  # fmt: skip


def a_template(by: Person) -> Template:
    """A template that is kept and not in force."""
    kept = store(ours("decisions"))
    return Template.objects.create(kind="decisions", name="Ours", sha256=kept, added_at=moment(), added_by=by)
