"""Keeping templates and saying from when they are used; keeping documents as they were issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from sightline.casework.documents import storing
from sightline.casework.documents.checking import check
from sightline.casework.documents.kinds import KINDS
from sightline.casework.documents.models import Issued, Template
from sightline.casework.documents.problems import Problem as Problem
from sightline.casework.documents.problems import TemplateRefused as TemplateRefused
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

LONGEST_NAME = 120


class NotPermitted(Exception):
    """This may not be done; the message says why."""


@transaction.atomic
def add_template(*, kind: str, name: str, file: bytes, by: Viewer) -> int:
    """Keep a template, and give its number. It is not used until somebody says from when.

    Raises TemplateRefused with every mistake and its place, and NotPermitted.
    """
    _may(by)
    if kind not in KINDS:
        raise NotPermitted("Choose what kind of document it is for.")
    warnings = check(file, KINDS[kind])
    row = Template.objects.create(
        kind=kind, name=" ".join(name.split())[:LONGEST_NAME] or KINDS[kind].title, sha256=storing.store(file),
        checked=warnings, added_at=by.at, added_by_id=by.id,
    )  # fmt: skip
    trail.record("template_added", by=by.id, at=by.at, kind="template", subject=row.pk, sha256=row.sha256)
    return row.pk


@transaction.atomic
def use_template(*, template: int, since: date, by: Viewer) -> None:
    """Make documents of its kind from a template from a day on, today or to come. Raises NotPermitted."""
    row = _locked(template, by)
    if since < by.on:
        raise NotPermitted("Choose today or a day to come: what was issued stays as it is.")
    if row.since is not None and row.since <= by.on and row.stopped is None:
        raise NotPermitted("It is in use already.")
    storing.stored(row.sha256)
    row.since, row.stopped = since, None
    row.save(update_fields=["since", "stopped"])
    trail.record("template_used", by=by.id, at=by.at, kind="template", subject=row.pk, since=f"{since}")


@transaction.atomic
def stop_template(*, template: int, by: Viewer) -> None:
    """Stop using a template from today: the one before it is used again, or ours. Raises NotPermitted."""
    row = _locked(template, by)
    if row.since is None or row.stopped is not None:
        raise NotPermitted("It is not in use.")
    row.stopped = by.on
    row.save(update_fields=["stopped"])
    trail.record("template_stopped", by=by.id, at=by.at, kind="template", subject=row.pk)


def keep_issued(
    *, child: int, kind: str, about: str, number: int, files: Mapping[str, bytes], template: int | None, by: Viewer
) -> list[int]:
    """Keep the files of one document, by format, as its next edition; their numbers. Called within a transaction.

    The edition before stays as it was, and says what was issued in its place.
    """
    before = Issued.objects.filter(about=about, number=number, kind=kind).order_by("-edition")
    edition = (before.values_list("edition", flat=True).first() or 0) + 1
    made = [
        Issued.objects.create(
            child_id=child, kind=kind, about=about, number=number, edition=edition, format=form,
            sha256=storing.store(content), size=len(content), template_id=template, made_at=by.at,
            made_by_id=by.id,
        )
        for form, content in files.items()
    ]  # fmt: skip
    for row in made:
        Issued.objects.filter(
            about=about, number=number, kind=kind, format=row.format, edition__lt=edition, replaced_by=None
        ).update(replaced_by=row)
    return [row.pk for row in made]


def _locked(template: int, by: Viewer) -> Template:
    _may(by)
    row = Template.objects.select_for_update().filter(pk=template).first()
    if row is None:
        raise NotPermitted("There is no such template.")
    return row


def _may(by: Viewer) -> None:
    if not by.may(Act.CHANGE_TEMPLATES):
        raise NotPermitted("Templates are changed by IRO managers and administrators.")
