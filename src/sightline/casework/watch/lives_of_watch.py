"""The tables of the work beside reviews: what is done between them, who is allocated, how many posts there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from sightline.casework.register.models import Child, Involvement, Notice
from sightline.casework.staff.models import Post
from sightline.casework.watch.lives_parts import Named, Telling, yes
from sightline.casework.watch.models import Change, Check, Contact, Tracking

_LONDON = ZoneInfo("Europe/London")


def checks(named: Named) -> Telling:
    """Midway checks."""
    columns = ("pk", "child_id", "since", "due_on", "done_on", "found", "not_needed_why")
    for pk, child, since, due, done, found, why in named.rows(Check, *columns):
        yield since, "check", pk, (named.children[child], since, due, done, found, int(bool(why)))


def contacts(named: Named) -> Telling:
    """What was done for a child between reviews, visits of the register left out."""
    for pk, child, on, kind, by in named.rows(Contact, "pk", "child_id", "on", "kind", "by_id"):
        yield on, "contact", pk, (named.children[child], pk, on, kind, named.people[by])


def tracking(named: Named) -> Telling:
    """Levels of tracking."""
    for pk, child, since, level in named.rows(Tracking, "pk", "child_id", "since", "level"):
        yield since, "tracking", pk, (named.children[child], since, level)


def changes(named: Named) -> Telling:
    """Significant changes told, and the answers."""
    columns = ("pk", "child_id", "kind", "happened_on", "told_at", "answered_at", "answer", "planned")
    for pk, child, kind, happened, told, answered, answer, planned in named.rows(Change, *columns):
        days = (told.astimezone(_LONDON).date(), answered.astimezone(_LONDON).date() if answered else None)
        yield days[0], "change", pk, (named.children[child], pk, kind, happened, *days, answer, yes(planned))


def notifications(named: Named) -> Telling:
    """When the service knew that a child had come into care: of several tellings the first."""
    first: dict[tuple[int, object], tuple[object, ...]] = {}
    columns = ("pk", "child_id", "happened_on", "known_on")
    for pk, child, happened, known in named.rows(Notice, *columns, kind="came_into_care"):
        if (child, happened) not in first:
            first[child, happened] = ()
            yield happened, "notice", pk, (named.children[child], happened, known)


def allocations(named: Named) -> Telling:
    """Who reviewed whose care, from when to when."""
    columns = ("pk", "child_id", "person_id", "worker", "started", "ended")
    for pk, child, person, worker, started, ended in named.rows(Involvement, *columns, role="iro"):
        officer = named.person(person) or worker
        yield started, "involvement", pk, (named.children[child], officer, started, ended)


def siblings(named: Named) -> Telling:
    """Who is brother or sister of whom."""
    for pk, family, why, entered in named.rows(
        Child, "pk", "family_id", "apart_reason", "entered_at", child="pk", family__isnull=False, told=True
    ):
        yield entered.date(), "child", pk, (named.children[pk], str(family), int(bool(why)))


def posts(named: Named) -> Telling:
    """Every line of the ledger of posts."""
    columns = ("pk", "role", "employment", "fraction", "started", "ended", "person_id")
    for pk, role, employment, part, started, ended, person in Post.objects.order_by("pk").values_list(*columns):
        yield started, "post", pk, (pk, role, employment, round(part * 100), started, ended, named.person(person))


TELLERS: Mapping[str, Callable[[Named], Telling]] = {
    "midway_checks": checks,
    "contacts": contacts,
    "tracking": tracking,
    "changes": changes,
    "notifications": notifications,
    "allocations": allocations,
    "sibling_groups": siblings,
    "posts": posts,
}
