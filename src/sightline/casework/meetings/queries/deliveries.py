"""Who is sent what of one child's part of a meeting, and what went to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.casework.documents.kinds import KINDS, OF_REVIEWS
from sightline.casework.documents.models import Issued
from sightline.casework.meetings import delivering, issuing
from sightline.casework.meetings.models import Delivery, Matter, Participant
from sightline.casework.meetings.queries.recorded import participants_of, recorded_of
from sightline.casework.meetings.scope import open_matter
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True)
class Sent:
    """One document that went to somebody."""

    kind: str
    edition: int
    on: date
    channel: str
    proof: str
    by: str

    @property
    def title(self) -> str:
        """What it was."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind


@dataclass(frozen=True)
class Recipient:
    """Somebody who had a part in it: what they are to be sent, and what they were sent.

    `newer`: the edition that they have is not the latest. `left_out`: they were left out of the meeting.
    """

    number: int
    name: str
    capacity: str
    gets: str
    left_out: bool
    sent: Sequence[Sent]
    newer: bool

    @property
    def waits(self) -> bool:
        """Whether they are still to be sent what is theirs."""
        return bool(self.gets) and not self.sent


@dataclass(frozen=True)
class Sending:
    """Who is sent what: `version` is of all choices together; `ready` the kinds of document that are issued."""

    version: int
    people: Sequence[Recipient]
    ready: frozenset[str]

    @property
    def left(self) -> int:
        """How many are still to be sent what is theirs."""
        return sum(each.waits for each in self.people)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Kinds of document that somebody is to be sent and that are not issued."""
        return tuple(
            kind for kind in OF_REVIEWS if kind not in self.ready and any(p.gets == kind for p in self.people)
        )


@dataclass(frozen=True)
class Issuing:
    """A kind of document: why it cannot be issued, or why there is no need; nothing where it can be."""

    kind: str
    why_not: str
    edition: int  # of the latest; 0: none


def sending(matter: int, *, seen_by: Viewer) -> Sending:
    """Who is sent what of a matter. Seven queries. Raises NoSuchMatter."""
    found = open_matter(matter, seen_by=seen_by)
    rows = list(Participant.objects.filter(matter=found).order_by("pk"))
    named = {each.pk: each for each in participants_of(found)}
    latest = delivering.latest(found)
    went: dict[int, list[Sent]] = {}
    told = Delivery.objects.filter(participant__matter=found).select_related("issued", "by").order_by("on", "pk")
    for each in told:
        went.setdefault(each.participant_id, []).append(_sent(each))
    people = [
        _recipient(row, named[row.pk].name, named[row.pk].capacity, went.get(row.pk, []),
                   latest[row.gets].edition if row.gets in latest else 0)
        for row in rows
    ]  # fmt: skip
    return Sending(delivering.version_of(rows), people, frozenset(latest))


def issuable(matter: int, *, seen_by: Viewer) -> list[Issuing]:
    """Each kind of document of a matter, and whether it can be issued. Raises NoSuchMatter."""
    found = open_matter(matter, seen_by=seen_by)
    told = recorded_of(found, on=seen_by.on)
    latest = delivering.latest(found)
    return [
        Issuing(kind, issuing.why_not(told, kind) or _no_need(found, kind, latest),
                latest[kind].edition if kind in latest else 0)
        for kind in OF_REVIEWS
    ]  # fmt: skip


def _no_need(found: Matter, kind: str, latest: dict[str, Issued]) -> str:
    if kind not in latest or issuing.outdated(found, kind):
        return ""
    return "It is issued, and nothing changed since."


def _recipient(row: Participant, name: str, capacity: str, went: list[Sent], edition: int) -> Recipient:
    gets = delivering.given_to(row)
    newer = bool(went) and edition > max((each.edition for each in went if each.kind == gets), default=0)
    left_out = row.plan == Participant.Plan.EXCLUDED
    return Recipient(row.pk, name or capacity, capacity, gets, left_out, tuple(went), newer)


def _sent(row: Delivery) -> Sent:
    channel = delivering.CHANNELS.get(row.channel, row.channel)
    by = row.by.name if row.by else ""
    return Sent(row.issued.kind, row.issued.edition, row.on, channel, row.proof, by)
