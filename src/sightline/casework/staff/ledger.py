"""The ledger of posts: how much of a role there is on a day, and how much of it is filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from sightline.casework.staff.models import Employment, Post
from sightline.domain.calendar import months_after
from sightline.domain.roles import Role

NONE = Decimal(0)
NOT_HERE = (Employment.SECONDED_OUT, Employment.VACANT)  # established, and no capacity


@dataclass(frozen=True)
class Capacity:
    """Full-time equivalents of some roles on a day. `headcount` is of the people who fill them."""

    on: date
    establishment: Decimal = NONE
    filled: Decimal = NONE
    vacant: Decimal = NONE
    headcount: int = 0
    by_employment: Mapping[str, Decimal] | None = None
    by_person: Mapping[int, Decimal] | None = None

    def per_fte(self, children: int) -> Decimal | None:
        """Children for one full-time equivalent, to one decimal; None where nobody is in post."""
        return (Decimal(children) / self.filled).quantize(Decimal("0.1")) if self.filled else None


def fte(on: date, role: Role | Collection[Role]) -> Capacity:
    """How much of a role (or of several together) there is on a day. One query."""
    return _capacity(_posts(role).filter(Q(ended=None) | Q(ended__gt=on), started__lte=on), on)


def by_month(first: date, months: int, role: Role | Collection[Role]) -> list[Capacity]:
    """The same on the first day of each of some months. One query."""
    days = [months_after(first.replace(day=1), n) for n in range(months)]
    posts = list(_posts(role).filter(Q(ended=None) | Q(ended__gt=days[0]), started__lte=days[-1]))
    return [_capacity([post for post in posts if _holds(post, day)], day) for day in days]


def _posts(role: Role | Collection[Role]) -> QuerySet[Post]:
    return Post.objects.filter(role__in=[role] if isinstance(role, Role) else list(role))


def _holds(post: Post, day: date) -> bool:
    return post.started <= day and (post.ended is None or day < post.ended)


def _capacity(posts: Iterable[Post], on: date) -> Capacity:
    told: Sequence[Post] = list(posts)
    filled = [post for post in told if post.employment not in NOT_HERE]
    return Capacity(
        on=on,
        establishment=_sum(told),
        filled=_sum(filled),
        vacant=_sum([post for post in told if post.employment == Employment.VACANT]),
        headcount=len({post.person_id for post in filled}),
        by_employment={
            kind.value: _sum([post for post in told if post.employment == kind])
            for kind in Employment
            if any(post.employment == kind for post in told)
        },
        by_person={
            person: _sum([post for post in filled if post.person_id == person])
            for person in sorted({post.person_id for post in filled if post.person_id is not None})
        },
    )


def _sum(posts: Iterable[Post]) -> Decimal:
    return sum((post.fraction for post in posts), NONE)
