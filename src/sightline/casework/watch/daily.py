"""What comes by itself every day: midway checks, changes that a feed told of, contacts that are due.

Each can run again, late, or twice at once: a row is found where it is, and a message has a key that says it once.
Children are taken some at a time, each lot in a transaction of its own with the children locked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from sightline.casework.outbox.actions import tell
from sightline.casework.outbox.models import Message
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Notice, Review, Standing
from sightline.casework.register.standings import fresh
from sightline.casework.trail.actions import Deed, record_all
from sightline.casework.watch.kinds import OF_NOTICES
from sightline.casework.watch.models import Change, Check, Tracking
from sightline.casework.watch.officers import officers_of
from sightline.casework.watch.queries.checks import midway_of
from sightline.domain.explain import in_words

T = TypeVar("T")
AT_ONCE = 200
#: A notice that is older is news to nobody.
LATELY = timedelta(days=91)


@dataclass
class Made:
    """How much was done: rows made, checks closed, people told."""

    made: int = 0
    closed: int = 0
    told: int = 0

    @property
    def all(self) -> int:
        """Everything together, for the log."""
        return self.made + self.closed + self.told


def make_checks(*, on: date, at: datetime) -> int:
    """Make the midway checks of reviews held, close those that are needed no more, tell officers of those due."""
    done = Made()
    wanted = _standing(on) if in_force(on).midway else {}
    open_now = Check.objects.filter(done_on=None, not_needed_why="").values_list("child", flat=True)
    for lot in _lots(sorted({*wanted, *open_now})):
        with transaction.atomic():
            _checks(lot, wanted, done, on, at)
    return done.all


def take_notices(*, on: date, at: datetime) -> int:
    """Make a significant change of each notice that is one, unless somebody has told of it; tell the officers."""
    done = Made()
    rows = Notice.objects.filter(kind__in=OF_NOTICES, change=None, known_on__gt=on - LATELY, known_on__lte=on)
    rows = rows.filter(child__in=_in_care(on))
    for lot in _lots(sorted(set(rows.values_list("child", flat=True)))):
        with transaction.atomic():
            _lock(lot)
            _changes(list(rows.filter(child__in=lot).order_by("pk")), done, on, at)
    return done.all


def tell_contacts(*, on: date, at: datetime) -> int:
    """Tell officers of contacts that a child's level asks for by today."""
    done = Made()
    due = Tracking.objects.filter(next_contact__lte=on, child__in=_in_care(on))
    latest = {row.child_id: row for row in Tracking.objects.filter(since__lte=on).order_by("since")}
    rows = [row for row in due.order_by("pk") if latest.get(row.child_id) == row]
    for lot in _lots(rows):
        with transaction.atomic():
            keys = {row.child_id: f"level_contact:{row.child_id}:{row.next_contact}" for row in lot}
            _tell("level_contact", keys, done, on, at)
    return done.all


def _standing(on: date) -> dict[int, Standing]:
    """Children in care who had a review in this time in care, and whose next is due on a day."""
    rows = fresh(Child.objects.all(), on=on, practice=in_force(on))
    rows = rows.filter(in_care=True, last_review__gte=F("came"), due__isnull=False)
    return {row.child_id: row for row in rows}


def _in_care(on: date) -> Any:
    """The children in care, for a query of theirs."""
    rows = fresh(Child.objects.all(), on=on, practice=in_force(on))
    return rows.filter(in_care=True).values("child")


def _lots(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _lock(children: Sequence[int]) -> None:
    list(Child.objects.select_for_update().filter(pk__in=children).order_by("pk").values_list("pk", flat=True))


def _checks(lot: Sequence[int], wanted: Mapping[int, Standing], done: Made, on: date, at: datetime) -> None:
    _lock(lot)
    kept = {(row.child_id, row.since): row for row in Check.objects.filter(child__in=lot)}
    told = set(Review.objects.filter(child__in=lot).values_list("child", "held"))
    keys: dict[int, str] = {}
    new: list[Check] = []
    touched: list[Deed] = []
    for child in lot:
        since, clock = midway_of(wanted.get(child))
        if since is not None and (moved := _of_day_corrected(kept, child, since, told)):
            kept[child, since] = kept.pop((child, moved.since))
            moved.since = since
            touched.append(Deed("midway_moved", "child", child, {"check": moved.pk, "since": since.isoformat()}))
        for row in _past(kept, child, since):
            row.not_needed_why = _why_not(wanted.get(child), since, row)
            touched.append(Deed("midway_not_needed", "child", child, {"check": row.pk}))
        if since is None or clock is None:
            continue
        check = kept.get((child, since))
        if check is None:
            check = Check(child_id=child, since=since, due_on=clock.due)
            new.append(check)
            touched.append(Deed("midway_made", "child", child, {"since": since.isoformat()}))
        elif check.not_needed_why:
            check.not_needed_why = ""  # the review is the last again
            touched.append(Deed("midway_needed", "child", child, {"check": check.pk}))
        if check.done_on is None and clock.due <= on:
            keys[child] = f"check:{child}:{since}"
    _write(new, kept.values(), touched, done, at)
    _tell("check_due", keys, done, on, at)


def _of_day_corrected(
    kept: Mapping[tuple[int, date], Check], child: int, since: date, told: Collection[tuple[int, date]]
) -> Check | None:
    """The check that was done of the last review when that was told on another day: it need not be done again."""
    if (child, since) in kept:
        return None
    rows = (row for (whose, day), row in kept.items() if whose == child and (child, day) not in told)
    return next((row for row in rows if row.done_on is not None and row.done_on >= since), None)


def _past(kept: Mapping[tuple[int, date], Check], child: int, since: date | None) -> Iterator[Check]:
    """Checks that are open and follow another review than the last."""
    for (whose, day), row in kept.items():
        if whose == child and day != since and row.done_on is None and not row.not_needed_why:
            yield row


def _why_not(stands: Standing | None, since: date | None, check: Check) -> str:
    if stands is None:
        return "The child is not in care now, or no review is to come."
    if since is not None and since > check.since:
        return f"A review was held on {in_words(since)}, before this check was done."
    return "The review that it follows is no longer told on that day."


def _write(new: list[Check], kept: Iterable[Check], touched: list[Deed], done: Made, at: datetime) -> None:
    if not touched:
        return
    Check.objects.bulk_create(new, ignore_conflicts=True)
    ids = {deed.detail["check"] for deed in touched if "check" in deed.detail}
    changed = [row for row in kept if row.pk in ids]
    for row in changed:
        row.version += 1
    Check.objects.bulk_update(changed, ["since", "not_needed_why", "version"])
    Child.objects.filter(pk__in={deed.subject for deed in touched}).update(stamp=F("stamp") + 1)
    record_all(touched, by=None, at=at)
    done.made += len(new)
    done.closed += sum(deed.action == "midway_not_needed" for deed in touched)


def _changes(notices: Sequence[Notice], done: Made, on: date, at: datetime) -> None:
    told = {
        (row.child_id, row.kind, row.happened_on): row
        for row in Change.objects.filter(child__in={each.child_id for each in notices}, notice=None)
    }
    new: list[Change] = []
    for notice in notices:
        kind = OF_NOTICES[notice.kind]
        by_somebody = told.pop((notice.child_id, kind, notice.happened_on), None)
        if by_somebody is not None:
            Change.objects.filter(pk=by_somebody.pk).update(notice=notice)
        else:
            new.append(
                Change(
                    child_id=notice.child_id, notice=notice, kind=kind, happened_on=notice.happened_on, told_at=at
                )
            )
    Change.objects.bulk_create(new, ignore_conflicts=True)
    children = {each.child_id for each in new}
    Child.objects.filter(pk__in=children).update(stamp=F("stamp") + 1)
    record_all(
        [Deed("change_noticed", "child", each.child_id, {"what": each.kind}) for each in new], by=None, at=at
    )
    done.made += len(new)
    keys = {each.child_id: f"change:notice:{each.notice_id}" for each in new}
    _tell("change", keys, done, on, at, knowing=_who_entered(notices))


def _who_entered(notices: Iterable[Notice]) -> dict[int, int]:
    """Who entered all of it, child by child, where one person did: nobody is told what they entered."""
    makers: dict[int, set[int | None]] = defaultdict(set)
    for notice in notices:
        makers[notice.child_id].add(notice.made_by_id)
    return {child: maker for child, (maker, *more) in makers.items() if maker is not None and not more}


def _tell(
    kind: str, keys: Mapping[int, str], done: Made, on: date, at: datetime, *, knowing: Mapping[int, int] = {}
) -> None:
    """Tell the officers of these children, those who have not been told; `knowing` says who knows, by child."""
    officers = officers_of(keys, on=on)
    known = set(Message.objects.filter(kind=kind, key__in=keys.values()).values_list("person", "key"))
    for child, key in keys.items():
        wanted = [person for person in officers.get(child, ()) if (person, key) not in known]
        people = [person for person in wanted if person != knowing.get(child)]
        if people:
            detail: dict[str, Any] = {"number": child, "child": child}
            tell(kind, people=people, key=key, at=at, **detail)
            done.told += len(people)
