"""The ledger of posts. A change of fraction or of how a post is held ends one line and begins another."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer, in_order, overlap
from sightline.casework.staff.ledger import NOT_HERE
from sightline.casework.staff.models import Employment, Person, Post
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.explain import in_words
from sightline.domain.roles import Act, Role

FULL_TIME = Decimal(1)


@transaction.atomic
def add_post(
    *,
    role: Role,
    fraction: Decimal,
    employment: str,
    started: date,
    ended: date | None = None,
    team: int | None = None,
    person: int | None = None,
    note: str = "",
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Add a line to the ledger. Raises NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    in_order(started, ended)
    if not 0 < fraction <= FULL_TIME:
        raise NotPermitted("Give a part of full time: more than 0, up to 1.")
    if (person is None) is not (employment == Employment.VACANT):
        raise NotPermitted("A vacant post has nobody; every other has somebody.")
    if person is not None:
        Person.objects.select_for_update().get(pk=person)  # two new posts at once see one another
    post = Post(
        role=role.value,
        team_id=team,
        person_id=person,
        fraction=fraction,
        employment=employment,
        started=started,
        ended=ended,
        note=note,
    )
    _not_more_than_full_time(post)
    post.save()
    _record("post_added", post, who)
    return post.pk


@transaction.atomic
def end_post(*, post: int, on: date, version: int, by: Viewer | None, at: datetime | None = None) -> None:
    """End a line: `on` is the first day on which it no longer holds. Raises Changed, NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    row = Post.objects.select_for_update().get(pk=post)
    in_order(row.started, on)
    if row.ended is not None and on > row.ended:
        raise NotPermitted(f"It ended on {in_words(row.ended)}. Add a new line from the day it goes on.")
    changed(row, version=version, by=who, ended=on)
    _record("post_ended", row, who)


def _not_more_than_full_time(post: Post) -> None:
    if post.person_id is None or post.employment in NOT_HERE:
        return
    others = [
        other
        for other in Post.objects.select_for_update()
        .filter(person=post.person_id)
        .exclude(employment__in=NOT_HERE)
        if overlap(post.started, post.ended, other.started, other.ended)
    ]
    for day in (post.started, *(other.started for other in others if other.started > post.started)):
        held = sum((other.fraction for other in others if _holds(other, day)), post.fraction)
        if held > FULL_TIME:
            raise NotPermitted(f"That is more than full time from {in_words(day)}: {held.normalize()} together.")


def _holds(post: Post, day: date) -> bool:
    return post.started <= day and (post.ended is None or day < post.ended)


def _record(action: str, post: Post, who: Doer) -> None:
    kind, subject = ("person", post.person_id) if post.person_id else ("post", post.pk)
    trail.record(action, by=who.id, at=who.at, kind=kind, subject=subject, post=post.pk, role=post.role)
