"""A child's life so far, all that is due and why, and who is around the child: the child's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.casework.register import models
from sightline.casework.register.lives import Known, lives
from sightline.casework.register.queries.gaps import Gap, gaps
from sightline.casework.register.queries.identity import Identity, Worker, identity, name_of, workers
from sightline.casework.register.scope import children
from sightline.casework.register.standings import clocks_of, is_open
from sightline.casework.register.telling import Told, as_records, told_of
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.calendar import england
from sightline.domain.care import Placement, period_on, periods_of_care, placement_on, placements, review_day
from sightline.domain.clocks import Clock
from sightline.domain.duties import Duty, InCare, duties
from sightline.domain.practices import Practice


@dataclass(frozen=True)
class Sibling:
    """A brother or sister whom this person may see."""

    pk: int
    name: str
    iro: str
    same_iro: bool


@dataclass(frozen=True)
class Happening:
    """A notice: something that happened, and when it was known."""

    kind: str
    happened_on: date
    known_on: date
    read: bool


@dataclass(frozen=True)
class Story:
    """Everything that the child's pages show of one child on a day."""

    who: Identity
    on: date
    clocks: tuple[Clock, ...]
    duties: tuple[Duty, ...]
    told: dict[str, list[Told]]
    stays: tuple[Placement, ...]
    workers: tuple[Worker, ...]
    siblings: tuple[Sibling, ...]
    apart_reason: str
    notices: tuple[Happening, ...]
    gaps: tuple[Gap, ...]

    @property
    def open_clocks(self) -> list[Clock]:
        """The clocks that still ask for something, the first due first."""
        return sorted(filter(is_open, self.clocks), key=lambda clock: clock.effective_due or date.max)

    @property
    def settled_clocks(self) -> list[Clock]:
        """The clocks that are over, the latest first."""
        return [clock for clock in reversed(self.clocks) if not is_open(clock)]


def story(child: models.Child, *, seen_by: Viewer, practice: Practice, yearly: bool = False) -> Story:
    """All that is told of a child in scope, and what follows from it. A constant number of queries.

    Tables whose rows tell of years are read with `yearly` alone: nothing follows from them on any day.
    """
    on = seen_by.on
    known = lives([child.pk])[child.pk]
    told = told_of(child.pk, yearly=yearly)
    involved = tuple(workers(child))
    who = identity(child, on=on, practice=practice)
    return Story(
        who=who,
        on=on,
        clocks=clocks_of(known, on=on, counting=practice.counting),
        duties=_duties(child, known, told, practice, on),
        told=told,
        stays=tuple(stay for period in periods_of_care(known.life.episodes) for stay in placements(period)),
        workers=involved,
        siblings=tuple(_siblings(child, seen_by)),
        apart_reason=child.apart_reason,
        notices=tuple(_notices(child)),
        gaps=tuple(gaps(child, told, involved, who, seen_by)),
    )


def _duties(
    child: models.Child, known: Known, told: dict[str, list[Told]], practice: Practice, on: date
) -> tuple[Duty, ...]:
    life = known.life.as_at(on)
    period, stay = period_on(life.episodes, on), placement_on(life.episodes, on)
    if period is None or stay is None:
        return ()
    in_care = InCare(
        born=child.born,
        came=period.started,
        legal_status=period.episodes[-1].legal_status,
        placement=stay,
        reviews=[review_day(review) for review in life.reviews],
        health=as_records(child, "health_checks", told["health_checks"]),
        scores=as_records(child, "sdq_scores", told["sdq_scores"]),
        plans=as_records(child, "education_plans", told["education_plans"]),
        visits=as_records(child, "visits", told["visits"]),
    )
    return duties(in_care, practice=practice, calendar=england(), on=on)


def _siblings(child: models.Child, seen_by: Viewer) -> list[Sibling]:
    """Brothers and sisters in scope, each with their officer: two queries, and nothing of those out of scope."""
    if child.family_id is None:
        return []
    family = list(children(seen_by=seen_by).filter(family=child.family_id).order_by("born", "pk"))
    officers = current(models.Involvement.objects.filter(child__in=family, role="iro"), seen_by.on)
    iro = {row.child_id: row for row in officers.select_related("person")}
    own = iro[child.pk].person_id if child.pk in iro else None
    return [
        Sibling(
            each.pk,
            name_of(each),
            _named(iro.get(each.pk)),
            same_iro=each.pk in iro and iro[each.pk].person_id == own,
        )
        for each in family
        if each.pk != child.pk
    ]


def _notices(child: models.Child) -> list[Happening]:
    rows = models.Notice.objects.filter(child=child).order_by("-happened_on", "-pk")
    return [Happening(row.kind, row.happened_on, row.known_on, row.read_at is not None) for row in rows]


def _named(involved: models.Involvement | None) -> str:
    return involved.person.name if involved is not None and involved.person is not None else ""
