"""Which child is meant, where a form asks for another one: those found, told well enough to be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sightline.casework.practice.queries import in_force
from sightline.casework.register import models
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.queries.searching import Match, search
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.models import Past

#: Of those who may be brothers and sisters, so many are told of: a family, not a street.
LIKELY = 10


@dataclass(frozen=True)
class Likely:
    """A child in scope who may be a brother or sister."""

    pk: int
    name: str
    born: date | None


@dataclass(frozen=True)
class Candidate:
    """A child who may be meant. `came` and `left` are of this or the last time in care."""

    match: Match
    social_worker: str  # and the team
    came: date | None
    left: date | None
    sibling: bool  # a brother or sister already


@dataclass(frozen=True)
class Candidates:
    """Those who may be meant, the surest first. `more`: there are others; `oneself`: so was the child left out."""

    found: tuple[Candidate, ...]
    more: bool
    oneself: bool

    @property
    def sure(self) -> int | None:
        """The one child of whom what was typed is a number."""
        by_number = [each.match.pk for each in self.found if each.match.by_number]
        return by_number[0] if len(by_number) == 1 else None


def candidates(text: str, *, besides: int, seen_by: Viewer) -> Candidates:
    """The children in scope whom this text may mean, without one of them. A constant number of queries."""
    found = search(text, seen_by=seen_by)
    others = [match for match in found.matches if match.pk != besides]
    pks = [match.pk for match in others]
    workers, stands = _social_workers(pks, seen_by), _stands([besides, *pks], seen_by)
    told = stands.get(besides)
    family = told.child.family_id if told else None
    return Candidates(
        tuple(_candidate(match, workers.get(match.pk, ""), stands[match.pk], family) for match in others),
        more=found.more,
        oneself=len(others) < len(found.matches),
    )


def likely_siblings(child: models.Child, *, seen_by: Viewer) -> list[Likely]:
    """Children in scope of one last name and postcode of home, not known as brothers or sisters. Three queries.

    Whoever was of one family with the child, and is no more, was parted by somebody: nobody is asked again.
    """
    episodes = models.Episode.objects.exclude(home_postcode="")
    homes = set(episodes.filter(child=child).values_list("home_postcode", flat=True)) - {None}
    if not child.surname or not homes:
        return []
    neighbours = episodes.filter(home_postcode__in=homes).values("child")
    alike = children(seen_by=seen_by).filter(surname__iexact=child.surname, pk__in=neighbours)
    others = alike.exclude(pk=child.pk).order_by("born", "pk")
    if child.family_id:
        others = others.exclude(family=child.family_id)
    found = list(others)
    families = _families([child, *found])
    never = [each for each in found if families[each.pk].isdisjoint(families[child.pk])]
    return [Likely(each.pk, name_of(each), each.born) for each in never[:LIKELY]]


def _families(of: Iterable[models.Child]) -> dict[int, set[int]]:
    """The families that children were ever said to be of, by child. One query."""
    told = {each.pk: {each.family_id} if each.family_id else set() for each in of}
    pasts = Past.objects.filter(kind=models.Child._meta.label_lower, row__in=told)
    for child, family in pasts.values_list("row", "values__family_id"):
        if family is not None:
            told[child].add(int(family))
    return told


def _candidate(match: Match, social_worker: str, stands: models.Standing, family: int | None) -> Candidate:
    sibling = family is not None and stands.child.family_id == family
    return Candidate(match, social_worker, stands.came, stands.left, sibling)


def _social_workers(pks: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """By child, with the team; a worker whom a feed tells by number alone is told so."""
    rows = current(models.Involvement.objects.filter(child__in=pks, role="social_worker"), viewer.on)
    told = rows.order_by("started", "pk").values_list("child", "person__name", "worker", "team__name")
    return {
        child: ", ".join(filter(None, (name or f"Worker {worker}", team))) for child, name, worker, team in told
    }


def _stands(pks: Iterable[int], viewer: Viewer) -> dict[int, models.Standing]:
    """How they stand; every child has a standing."""
    children = models.Child.objects.filter(pk__in=pks)
    return {row.child_id: row for row in fresh(children, on=viewer.on, practice=in_force(viewer.on))}
