"""What people have typed into forms and not yet sent. A draft is its writer's own: nobody else is shown it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sightline.casework.staff.models import Draft
from sightline.casework.staff.queries import Viewer

#: After the last word was written; then it is thrown away, for drafts hold what is told of children.
KEPT_FOR = timedelta(days=90)

#: Characters. Many times the longest note that anybody writes.
LONGEST = 500_000


class TooLong(ValueError):
    """More was typed than a draft can keep."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: what each control of the form said, and the version of the record that it was opened on.

    `page` is where the form is; `opened` what the record said when the form was opened.
    """

    form: str
    subject: str
    page: str
    values: Mapping[str, list[str]]
    opened: Mapping[str, list[str]]
    version: int | None
    saved_at: datetime


def draft(form: str, subject: str = "", *, by: Viewer) -> Kept | None:
    """What this person has written and not sent, if anything."""
    found = Draft.objects.filter(person=by.id, form=form, subject=subject).first()
    return _kept(found) if found else None


def waiting(*, by: Viewer) -> list[Kept]:
    """All that this person has begun and not sent, latest first."""
    return [_kept(found) for found in Draft.objects.filter(person=by.id).order_by("-saved_at", "-pk")]


@transaction.atomic
def keep(
    form: str,
    subject: str = "",
    *,
    values: Mapping[str, list[str]],
    opened: Mapping[str, list[str]],
    version: int | None,
    page: str,
    by: Viewer,
) -> None:
    """Keep what this person has written so far, in the place of what was kept before. Raises TooLong."""
    if _length(values) + _length(opened) > LONGEST:
        raise TooLong(f"A draft can keep {LONGEST:,} characters")
    told = {"values": dict(values), "opened": dict(opened), "version": version, "page": page, "saved_at": by.at}
    Draft.objects.update_or_create(person_id=by.id, form=form, subject=subject, defaults=told)


def throw_away(form: str, subject: str = "", *, by: Viewer) -> None:
    """It was sent, or is not wanted."""
    Draft.objects.filter(person=by.id, form=form, subject=subject).delete()


def forget(*, at: datetime) -> int:
    """Throw away everybody's drafts that have been kept for long enough; tells how many."""
    gone, _ = Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return gone


def _length(told: Mapping[str, list[str]]) -> int:
    return sum(len(name) + sum(map(len, texts)) for name, texts in told.items())


def _kept(found: Draft) -> Kept:
    return Kept(
        form=found.form,
        subject=found.subject,
        page=found.page,
        values=found.values,
        opened=found.opened,
        version=found.version,
        saved_at=found.saved_at,
    )
