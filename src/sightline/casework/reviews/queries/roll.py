"""Reviews as rows of a list: of which child, what kind, when, who chairs, in time or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from sightline.casework.practice.queries import in_force
from sightline.casework.register.cut import Cut
from sightline.casework.register.lean import CHILD, NAME, lean
from sightline.casework.register.lives import lives
from sightline.casework.register.models import Restriction
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children, within
from sightline.casework.register.standings import clocks_of, fresh
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.one import clock_of
from sightline.casework.reviews.queries.values import TOO_LATE
from sightline.casework.staff.queries import Viewer
from sightline.domain.clocks import Clock, Standing
from sightline.domain.practice import Counting
from sightline.domain.review_kinds import ReviewKind, kinds

AT_ONCE = 1000
BY_NAME = ("matter__child__surname", "matter__child__forename", "matter__child", "pk")
ORDERS: Mapping[str, str] = {
    "name": "matter__child__surname", "day": "day", "kind": "kind", "chair": "matter__meeting__chair__name",
    "state": "matter__state",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One review of a list. `day` is the one it was held on, or is planned for."""

    matter: int
    child: int
    name: str
    restricted: bool
    kind: ReviewKind
    chair: str
    day: date | None
    state: str
    clock: Clock | None
    code: str
    late_cause: str

    @property
    def due(self) -> date | None:
        """The last day for it."""
        return self.clock.effective_due if self.clock else None

    @property
    def standing(self) -> Standing | None:
        """How it stands."""
        return self.clock.standing if self.clock else None

    @property
    def is_late(self) -> bool:
        """Whether it was late, or is overdue."""
        return self.standing in TOO_LATE


def _cut(reviews: QuerySet[Review], on: date, counting: Counting) -> Cut[Row]:
    def made(found: Sequence[Review]) -> list[Row]:
        parts = (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))
        return [row for part in parts for row in _rows(part, on, counting)]

    return Cut(reviews, made)


def _rows(reviews: Sequence[Review], on: date, counting: Counting) -> list[Row]:
    """So many rows at most as one query can name; a constant number of queries."""
    pks = {review.matter.child_id for review in reviews}
    clocks = {pk: clocks_of(known, on=on, counting=counting) for pk, known in lives(pks).items()}
    restricted = set(Restriction.objects.filter(child__in=pks, lifted_at=None).values_list("child", flat=True))
    return [_row(review, clocks[review.matter.child_id], restricted) for review in reviews]


def roll(*, seen_by: Viewer, chosen: Mapping[str, str] | None = None, order: str = "day") -> Sequence[Row]:
    """The reviews in scope, as chosen and in order. `chosen` has values of the filters of the service list.

    Late ones are worked out of the lives of those children alone who have a late or overdue review now.
    """
    asked = dict(chosen or {})
    late = asked.pop("late", "")
    if not late:
        return listed(seen_by=seen_by, chosen=asked, order=order)
    now = fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on))
    some = now.filter(Q(late_reviews__gt=0) | Q(due_standing="overdue")).values("child")
    told = listed(seen_by=seen_by, chosen=asked, order=order, which=Q(matter__child__in=some))
    return [row for row in told if row.is_late and (late == "late" or not row.late_cause)]


def listed(*, seen_by: Viewer, chosen: Mapping[str, str], order: str = "day", which: Q | None = None) -> Cut[Row]:
    """The reviews in scope, as chosen but for lateness, and in order; `which`: of these alone."""
    found = within(
        Review.objects.filter(which or Q(), matter__meeting__kind="review"), "matter__child", seen_by=seen_by
    )
    for key, value in chosen.items():
        found = found.filter(_chosen(key, value, seen_by))
    found = _ordered(found.exclude(matter__state="taken_out").exclude(matter__meeting__state="cancelled"), order)
    return _cut(found, seen_by.on, in_force(seen_by.on).counting)


def _ordered(found: QuerySet[Review], order: str) -> QuerySet[Review]:
    day = Coalesce(F("matter__held_on"), F("matter__meeting__on"))
    field = F(ORDERS.get(order.removeprefix("-"), "day"))
    leading = field.desc(nulls_last=True) if order.startswith("-") else field.asc(nulls_last=True)
    rows = lean(
        found,
        told=("held", "participation", "completed", "recorded", "adjourned"),
        matter=("state", "held_on", "completed_on"),
        matter__child=CHILD,
        matter__meeting=("on",),
        matter__meeting__chair=NAME,
    )
    return rows.annotate(day=day).order_by(leading, *BY_NAME)


def _chosen(key: str, value: str, seen_by: Viewer) -> Q:
    match key:
        case "kind":
            return Q(kind=value)
        case "chair":
            return Q(matter__meeting__chair=seen_by.id if value == "me" else int(value))
        case "state":
            return STATES[value]
        case "week":
            return _within(value, seen_by.on)
        case "part":
            return Q(matter__held_on__isnull=False, code="")
    raise LookupError(f"the list of reviews has no filter {key!r}")


#: Where a review is, as somebody asks for it.
STATES: Mapping[str, Q] = {
    "coming": Q(matter__state="to_hold", matter__meeting__on__isnull=False),
    "no_date": Q(matter__state="to_hold", matter__meeting__on=None),
    "begun": Q(matter__state__in=("begun", "adjourned")),
    "complete": Q(matter__state="complete"),
}
#: Weeks by their Mondays: from and until (before), counted from this one.
WEEKS: Mapping[str, tuple[int, int]] = {
    "last": (-1, 0), "this": (0, 1), "next": (1, 2), "next4": (0, 4), "last4": (-4, 0), "last13": (-13, 0),
    "last26": (-26, 1),
}  # fmt: skip


def _within(value: str, on: date) -> Q:
    monday = on - timedelta(days=on.weekday())
    first, last = (monday + timedelta(weeks=weeks) for weeks in WEEKS[value])
    held = Q(matter__held_on__gte=first, matter__held_on__lt=last)
    return held | Q(matter__held_on=None, matter__meeting__on__gte=first, matter__meeting__on__lt=last)


def _row(review: Review, clocks: Sequence[Clock], restricted: set[int]) -> Row:
    matter = review.matter
    kind = kinds()[review.kind]
    return Row(
        matter=matter.pk,
        child=matter.child_id,
        name=name_of(matter.child),
        restricted=matter.child_id in restricted,
        kind=kind,
        chair=matter.meeting.chair.name,
        day=matter.held_on or matter.meeting.on,
        state=matter.state,
        clock=clock_of(review, clocks) if kind.register else None,
        code=review.code,
        late_cause=review.late_cause,
    )
