"""What every row told of a child has: whose it is, its version, and where it came from."""

from __future__ import annotations

from typing import Any

from django.db import models

from sightline.casework.register.models.child import Child
from sightline.casework.register.models.loading import Import
from sightline.casework.staff.models import Person


class Fact(models.Model):
    """A row told of a child, by a feed or by a person.

    `load` is the import that told it last, with the return's year, file and line; `entered_by` the person who
    entered or corrected it. A row that a person entered or corrected stays that person's: no feed overwrites it.
    What it said before is in `trail.Past`.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="%(class)s_set")
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    load = models.ForeignKey(Import, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collection = models.PositiveIntegerField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


LONGEST_CODE, LONGEST_TEXT = 10, 60  # as long as a return may tell them, known codes or not


def code(length: int = LONGEST_CODE) -> models.CharField[str, str]:
    """A column for a code; empty where a return left it out although it must be told."""
    return models.CharField(max_length=length)


def maybe_code(length: int = LONGEST_CODE) -> models.CharField[str | None, str | None]:
    """A column for a code that may be missing: NULL, as in the record."""
    return models.CharField(max_length=length, null=True, blank=True)


def maybe_text(length: int = LONGEST_TEXT) -> models.CharField[str | None, str | None]:
    """A column for a text that may be missing: NULL, as in the record."""
    return models.CharField(max_length=length, null=True, blank=True)


def maybe_date() -> Any:
    """A column for a date that may be missing."""
    return models.DateField(null=True, blank=True)


def flag() -> Any:
    """A column for 0, 1 or nothing told; a return may tell another number, which stays to be mended."""
    return models.IntegerField(null=True, blank=True)
