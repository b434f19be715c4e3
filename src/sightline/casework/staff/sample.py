"""Signing in to the sample council with a password that is printed. Refuses anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password

from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer, viewer


class NotSample(Exception):
    """This is not the sample council."""


def open_accounts(people: Iterable[int], password: str) -> None:
    """Let these people sign in with this password."""
    if not settings.SAMPLE:
        raise NotSample("Passwords are printed for the sample council alone.")
    Person.objects.filter(pk__in=list(people)).update(password=make_password(password), is_active=True)


def acting(person: int, *, at: datetime) -> Viewer:
    """Somebody of the sample council as who acts, at a moment."""
    if not settings.SAMPLE:
        raise NotSample("Nobody acts for somebody else but in the sample council.")
    return viewer(Person.objects.get(pk=person), at=at, on=at.date())
