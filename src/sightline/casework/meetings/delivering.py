"""Who is sent what after a meeting, and that it went: to whom, on which day, how, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from sightline.casework.documents.models import Issued
from sightline.casework.meetings.changing import changed, told_anew
from sightline.casework.meetings.models import LONGEST_LINE, Delivery, Matter, Participant
from sightline.casework.meetings.scope import NotPermitted, open_matter, require
from sightline.casework.meetings.settling import GETS_SOMETHING
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act

CHANNELS: Mapping[str, str] = {
    "secure_email": "Secure email",
    "post": "Post",
    "in_person": "Given in person",
    "portal": "Portal",
}


def recipients(matter: Matter) -> QuerySet[Participant]:
    """Those who are to be sent something of one child's part of a meeting."""
    return Participant.objects.filter(GETS_SOMETHING, matter=matter)


@transaction.atomic
def choose(*, matter: int, gets: Mapping[int, str], by: Viewer, version: int | None) -> None:
    """Say what each participant is sent afterwards. `version` is `version_of` all of them.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    require(by, Act.SEND_OUT)
    found = open_matter(matter, seen_by=by, lock=True)
    rows = list(Participant.objects.select_for_update().filter(matter=found).order_by("pk"))
    if version is not None and version != version_of(rows):
        raise Changed(version_of(rows), {f"gets_{row.pk}": given_to(row) for row in rows})
    if not set(gets.values()) <= set(Participant.Gets.values):
        raise NotPermitted("Choose what each of them is sent.")
    told = [row for row in rows if row.pk in gets]
    new = [row.pk for row in told if _chosen(row, gets[row.pk], by)]
    if new:
        told_anew([found.child_id], "said_who_gets_what", by, matter=matter, participants=new)


@transaction.atomic
def deliver(
    *, matter: int, participants: Sequence[int], on: date, channel: str, by: Viewer, proof: str = ""
) -> int:
    """Note that these people were sent what is theirs, on a day, in one way: all of them or none; how many.

    Each is sent the latest edition. Raises NoSuchMatter, NotPermitted.
    """
    require(by, Act.SEND_OUT)
    found = open_matter(matter, seen_by=by, lock=True)
    if channel not in CHANNELS:
        raise NotPermitted("Say how it was sent.")
    rows = list(recipients(found).filter(pk__in=participants).order_by("pk"))
    if not rows or {row.pk for row in rows} != set(participants):
        raise NotPermitted("Choose people who are to be sent something.")
    there = latest(found)
    made = [_delivery(row, there, on, channel, proof, by) for row in rows]
    Delivery.objects.bulk_create(made)
    told_anew(
        [found.child_id], "documents_sent", by, matter=matter, participants=[row.pk for row in rows],
        channel=channel, day=f"{on}", everybody=not left(found),
    )  # fmt: skip
    return len(made)


def latest(matter: Matter) -> dict[str, Issued]:
    """The documents of one child's part of a meeting that nothing was issued in place of, by kind."""
    rows = Issued.objects.filter(about="matter", number=matter.pk, format="pdf", replaced_by=None)
    return {row.kind: row for row in rows}


def left(matter: Matter) -> int:
    """How many are still to be sent what is theirs, for the first time."""
    return recipients(matter).exclude(deliveries__isnull=False).count()


def given_to(row: Participant) -> str:
    """What somebody is sent as things stand."""
    return "" if row.plan == Participant.Plan.EXCLUDED and not row.gets_chosen else row.gets


def version_of(rows: Sequence[Participant]) -> int:
    """One version for all of these rows: it grows whenever one of theirs does."""
    return sum(row.version for row in rows)


def _chosen(row: Participant, gets: str, by: Viewer) -> bool:
    if gets == given_to(row):
        return False
    if row.deliveries.exists():
        raise NotPermitted("Somebody was sent theirs already: what went cannot be called back here.")
    return bool(changed(row, version=None, by=by, cause="gets", gets=gets, gets_chosen=True))


def _delivery(
    row: Participant, there: Mapping[str, Issued], on: date, channel: str, proof: str, by: Viewer
) -> Delivery:
    document = there.get(row.gets)
    if document is None:
        raise NotPermitted(f"Issue the documents first: {row.get_gets_display().lower()} is not there yet.")
    if not localdate(document.made_at) <= on <= by.on:
        raise NotPermitted("The day it was sent is between the day it was issued and today.")
    if Delivery.objects.filter(issued=document, participant=row).exists():
        raise NotPermitted("Somebody you chose was sent theirs already.")
    return Delivery(
        issued=document, participant=row, on=on, channel=channel, proof=" ".join(proof.split())[:LONGEST_LINE],
        by_id=by.id, made_at=by.at,
    )  # fmt: skip
