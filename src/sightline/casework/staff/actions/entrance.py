"""Letting people in again: a second factor that was lost, a first password, an account that was locked.

An administrator takes away what is lost, and never has what lets somebody in: the password stays the person's own.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act


@transaction.atomic
def reset_second_factor(*, person: int, reason: str, by: Viewer | None, at: datetime | None = None) -> None:
    """Take somebody's second factor away. Raises NotPermitted.

    Whatever is signed in as them ends; at the next sign-in, with their own password, they are told of it and set
    up another.
    """
    who = doer(by, at, Act.CHANGE_PEOPLE)
    row = Person.objects.select_for_update().get(pk=person)
    if person == who.id:
        raise NotPermitted("Nobody resets their own second factor. Ask another administrator.")
    if not Authenticator.objects.filter(user=person).exists():
        raise NotPermitted("There is no second factor to reset: one is set up at the next sign-in.")
    Authenticator.objects.filter(user=person).delete()
    changed(row, version=None, by=who, why=reason, sittings=row.sittings + 1, factor_reset_at=who.at)
    _record("second_factor_reset", person, who)


@transaction.atomic
def first_link(*, person: int, by: Viewer) -> None:
    """Keep that somebody was given a link to choose their first password by. Raises NotPermitted.

    Only for a person who never signed in and has no password: a link for anybody else would be a way in as them.
    """
    who = doer(by, None, Act.CHANGE_PEOPLE)
    row = Person.objects.select_for_update().get(pk=person)
    if person == who.id or not waits_for_first_password(row):
        raise NotPermitted(
            "They can sign in already. Who forgot the password has a letter sent from the sign-in page."
        )
    _record("first_link_made", person, who)


@transaction.atomic
def unlocked(*, person: int, by: Viewer | None, at: datetime | None = None) -> None:
    """Keep that somebody's account was unlocked after too many wrong tries. Raises NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    if person == who.id:
        raise NotPermitted("Nobody unlocks their own account. Ask another administrator, or wait 15 minutes.")
    _record("account_unlocked", person, who)


def waits_for_first_password(row: Person) -> bool:
    """Whether this person may sign in, never did, and has no password."""
    return row.is_active and row.last_login is None and not row.has_usable_password()


def _record(action: str, person: int, who: Doer) -> None:
    trail.record(action, by=who.id, at=who.at, kind="person", subject=person)
