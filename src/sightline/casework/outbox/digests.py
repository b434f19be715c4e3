"""One mail for a person and a day: how much has come, and where to look. Never a name or a child's number.

`make` puts together what waits, `send` sends it. A sender claims a digest before it sends: one that is killed in
between leaves a claim, which is taken up once more after `CLAIM`; its letter carries the same reference, by
which a mail server, or GOV.UK Notify, knows it again. A failure that is known is tried again each hour,
`MOST_TRIES` times in all; what then was not sent is part of the next day's digest.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from sightline.casework.outbox.models import Digest, Message, Wish
from sightline.casework.outbox.queries import Waiting, unread
from sightline.casework.outbox.senders.notify import AGAIN, REFERENCE
from sightline.casework.outbox.sight import Sees, visible
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer, viewer
from sightline.domain.calendar import england

log = logging.getLogger("sightline.outbox")

CLAIM = timedelta(minutes=15)
PAUSE = timedelta(hours=1)
MOST_TRIES, MOST_LOST = 5, 1
AT_ONCE = 20  # each within a sender's patience, so that all are done before the first claim is old


def make(*, on: date, at: datetime, sees: Sees) -> int:
    """Make the digests that are due on a day: at most one for a person. How many are new. Can be run again."""
    if not england().is_working_day(on):
        return 0
    people = Person.objects.filter(pk__in=_unsent(on).values("person"), is_active=True).order_by("pk")
    wishes = {wish.person_id: wish for wish in Wish.objects.filter(person__in=people)}
    return sum(
        _make(viewer(person, at=at, on=on), sees=sees)
        for person in people
        if _is_due(wishes.get(person.pk) or Wish(person=person), on)
    )


def send(*, at: datetime, sees: Sees) -> int:
    """Send some of what is made and not sent. How many were sent."""
    return sum(_sent(digest, at=at, sees=sees) for digest in _claimed(at))


def stuck(*, at: datetime) -> int:
    """How many digests nobody will send any more, or should have been sent an hour ago."""
    late = Q(made_at__lt=at - PAUSE - CLAIM, tries=0)
    given_up = Q(tries__gte=MOST_TRIES) | Q(claimed_at__lt=at - CLAIM, lost__gte=MOST_LOST)
    return Digest.objects.filter(late | given_up, sent_at=None).count()


# making


def _unsent(on: date) -> QuerySet[Message]:
    """Unread, and in no mail: or in one of a day before of which we know that it was not sent."""
    not_sent = Q(digest__sent_at=None, digest__claimed_at=None, digest__on__lt=on)
    return Message.objects.filter(Q(digest=None) | not_sent, read_at=None)


def _is_due(wish: Wish, on: date) -> bool:
    """Daily: on each working day. Weekly: on the day wished, or on the next on which anything is made."""
    if wish.often == Wish.Often.NEVER:
        return False
    first = on if wish.often == Wish.Often.DAILY else on - timedelta(days=(on.weekday() - wish.weekday) % 7)
    return not Digest.objects.filter(person=wish.person_id, on__range=(first, on)).exists()


@transaction.atomic
def _make(who: Viewer, *, sees: Sees) -> bool:
    """One digest, unless another worker has made it, or nothing is left that this person may see."""
    old = Digest.objects.filter(person=who.id, sent_at=None, claimed_at=None, on__lt=who.on).select_for_update()
    held = Q(digest=None) | Q(digest__in=list(old.values_list("pk", flat=True)))
    waiting = visible(seen_by=who, sees=sees).filter(held, read_at=None)
    numbers = list(waiting.values_list("pk", flat=True))
    if not who.roles or not numbers:
        return False
    digest, is_new = Digest.objects.get_or_create(person_id=who.id, on=who.on, defaults={"made_at": who.at})
    if is_new:
        Message.objects.filter(pk__in=numbers).update(digest=digest)
    return is_new


# sending


def _claimed(at: datetime) -> Iterator[Digest]:
    """The digests to send now, each claimed by us alone just before it is handed over."""
    for digest in Digest.objects.filter(_to_send(at)).select_related("person").order_by("pk")[:AT_ONCE]:
        same = Digest.objects.filter(_to_send(at), pk=digest.pk, tries=digest.tries)
        lost = F("lost") + 1 if digest.claimed_at else F("lost")
        if same.update(claimed_at=at, tries=F("tries") + 1, lost=lost, failed=""):
            yield digest


def _to_send(at: datetime) -> Q:
    free = Q(claimed_at=None, tries__lt=MOST_TRIES)
    left = Q(claimed_at__lt=at - CLAIM, lost__lt=MOST_LOST)
    return Q(free | left, Q(failed="") | Q(tried_at__lte=at - PAUSE), sent_at=None)


def _sent(digest: Digest, *, at: datetime, sees: Sees) -> bool:
    who = viewer(digest.person, at=at, on=at.date())
    waiting = unread(seen_by=who, sees=sees, digest=digest.pk) if digest.person.is_active and who.roles else []
    if not waiting:  # read meanwhile, or out of sight: there is nothing to say
        Digest.objects.filter(pk=digest.pk).delete()
        return False
    try:
        letter(digest, waiting, again=digest.claimed_at is not None).send()
    except Exception as failure:  # whatever a mail library raises: its text may hold an address
        kind = type(failure).__name__
        log.warning("digest not sent", extra={"fault": kind})
        Digest.objects.filter(pk=digest.pk).update(claimed_at=None, tried_at=at, failed=kind)
        return False
    return bool(Digest.objects.filter(pk=digest.pk).update(sent_at=at, failed=""))


def letter(digest: Digest, waiting: list[Waiting], *, again: bool = False) -> EmailMessage:
    """The mail: counts by kind and where to look."""
    count = sum(each.count for each in waiting)
    subject = "Sightline: one thing is new" if count == 1 else f"Sightline: {count} things are new"
    host = urlsplit(settings.BASE_URL).hostname
    headers: dict[str, Any] = {"Message-ID": f"<digest-{digest.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    headers |= {REFERENCE: f"digest-{digest.pk}"} | ({AGAIN: "yes"} if again else {})
    return EmailMessage(subject, _text(waiting), to=[digest.person.email], headers=headers)


def _text(waiting: list[Waiting]) -> str:
    lines = "\n".join(f"* {each.title}" for each in waiting)
    return (
        f"Since the last mail:\n\n{lines}\n\n"
        f"Sign in to see them: {settings.BASE_URL}/messages/\n\n"
        "This mail names nobody, and nothing in it is about one child. How often it comes is yours to choose: "
        f"{settings.BASE_URL}/messages/wishes/\n"
    )
