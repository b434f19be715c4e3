"""What matters of children when an officer is named, in bulk, of what whoever names may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sightline.casework.allocation.models import Parent
from sightline.casework.allocation.queries.officers import allocations, in_care, officer_facts, visible
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Disability, Episode, Involvement, Uasc
from sightline.casework.register.scope import children
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer
from sightline.domain.care import SHORT_BREAKS, age_on
from sightline.domain.officers import ChildFacts, Earlier, OfficerFacts, Relative
from sightline.domain.practices import Caseload
from sightline.domain.roles import Role

WORKED_AS = ("iro", "conference_chair", "social_worker")
KIN = {"F": ("sister", "mother", "daughter"), "M": ("brother", "father", "son"), "1": ("brother", "father", "son"),
       "2": ("sister", "mother", "daughter")}  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Children for whom an officer is sought, and every officer; plain values for `planning.allocation`."""

    children: Sequence[ChildFacts]
    officers: Sequence[OfficerFacts]
    lines: Caseload
    on: date
    seen: Mapping[int, int]  # the allocation that each child has, by child


def candidates(asked: Sequence[int], *, seen_by: Viewer) -> Candidates:
    """These children, as far as in scope, and every officer. A constant number of queries."""
    practice = in_force(seen_by.on)
    facts = child_facts(asked, seen_by=seen_by)
    officers = officer_facts(asked, seen_by=seen_by, practice=practice)
    held = Involvement.objects.filter(child__in=list(facts), role="iro", ended=None).values_list("child", "pk")
    told = [facts[pk] for pk in asked if pk in facts]
    return Candidates(told, officers, practice.caseload, seen_by.on, dict(held))


def children_of(officer: int, *, seen_by: Viewer) -> list[int]:
    """The children in care in scope whose officer this is, brothers and sisters beside each other."""
    mine = allocations(in_care(seen_by, in_force(seen_by.on)), seen_by.on).filter(person=officer, ended=None)
    return list(mine.order_by("child__family", "child__born", "child").values_list("child", flat=True))


def child_facts(asked: Sequence[int], *, seen_by: Viewer) -> dict[int, ChildFacts]:
    """The facts of these children, by number; of those whom this person may see. Constant queries.

    Brothers, sisters and parents out of scope are not in it: no suggestion tells of them.
    """
    on = seen_by.on
    rows = {child.pk: child for child in visible(asked, seen_by)}
    family = _families(rows.values(), seen_by)
    parents = _parents(rows, seen_by)
    kin = {each.pk for group in family.values() for each in group} | {
        p.pk for of in parents.values() for p, _ in of
    }
    worked = _worked({*rows, *kin})
    managers = _managers(worked)
    needs, places = _needs(list(rows)), _places(list(rows), worked, on)
    made = {}
    for pk, child in rows.items():
        siblings = [each for each in family.get(child.family_id or 0, ()) if each.pk != pk]
        now = _officer_now(worked.get(pk, ()), on)
        made[pk] = ChildFacts(
            child=pk,
            siblings=[
                Relative(officer, _kin(each, 0, on), each.pk)
                for each in siblings
                if (officer := _officer_now(worked.get(each.pk, ()), on)) is not None
            ],
            parents=[
                Relative(officer, f"the child's {_kin(each, place, on)}", each.pk)
                for each, place in parents.get(pk, ())
                if (officer := _officer_now(worked.get(each.pk, ()), on)) is not None
            ],
            earlier=[*_earlier(worked.get(pk, ())), *_managed(worked.get(pk, ()), managers)],
            family_holders=frozenset(
                row.person_id
                for each in siblings
                for row in worked.get(each.pk, ())
                if row.role == "social_worker" and row.person_id is not None
            ),
            language=child.language if child.language.casefold() != "english" else "",
            areas=frozenset(places.get(pk, ())),
            needs=frozenset(needs.get(pk, ())),
            now=now,
        )
    return made


def _families(rows: Iterable[Child], seen_by: Viewer) -> dict[int, list[Child]]:
    groups = {child.family_id for child in rows if child.family_id is not None}
    found: dict[int, list[Child]] = defaultdict(list)
    if groups:
        for child in children(seen_by=seen_by).filter(family__in=groups).order_by("born", "pk"):
            found[child.family_id or 0].append(child)
    return found


def _parents(rows: Mapping[int, Child], seen_by: Viewer) -> dict[int, list[tuple[Child, int]]]:
    """Parents (1) and own children (2) of these children, in scope."""
    links = list(Parent.objects.filter(Q(child__in=list(rows)) | Q(parent__in=list(rows))))
    if not links:
        return {}
    known = {
        child.pk: child for child in visible({pk for x in links for pk in (x.child_id, x.parent_id)}, seen_by)
    }
    found: dict[int, list[tuple[Child, int]]] = defaultdict(list)
    for link in links:
        if link.child_id in known and link.parent_id in known:
            found[link.child_id].append((known[link.parent_id], 1))
            found[link.parent_id].append((known[link.child_id], 2))
    return found


def _worked(pks: Iterable[int]) -> dict[int, list[Involvement]]:
    rows = Involvement.objects.filter(child__in=list(pks), role__in=WORKED_AS, person__isnull=False)
    found: dict[int, list[Involvement]] = defaultdict(list)
    for row in rows.select_related("team").order_by("started", "pk"):
        found[row.child_id].append(row)
    return found


def _managers(worked: Mapping[int, Iterable[Involvement]]) -> list[RolePeriod]:
    teams = {
        row.team_id for rows in worked.values() for row in rows if row.role == "social_worker" and row.team_id
    }
    return list(RolePeriod.objects.filter(role=Role.TEAM_MANAGER, team__in=teams)) if teams else []


def _earlier(rows: Iterable[Involvement]) -> list[Earlier]:
    return [Earlier(row.person_id, row.role, row.started, row.ended) for row in rows if row.person_id is not None]


def _managed(rows: Iterable[Involvement], managers: Iterable[RolePeriod]) -> list[Earlier]:
    """Who managed the team while it held the child's case."""
    return [
        Earlier(period.person_id, "team_manager", max(row.started, period.started), row.ended or period.ended)
        for row in rows
        if row.role == "social_worker"
        for period in managers
        if period.team_id == row.team_id and _overlap(row, period)
    ]


def _overlap(row: Involvement, period: RolePeriod) -> bool:
    return (period.ended is None or row.started < period.ended) and (
        row.ended is None or period.started < row.ended
    )


def _officer_now(rows: Iterable[Involvement], on: date) -> int | None:
    return next((r.person_id for r in rows if r.role == "iro" and r.started <= on and not _over(r, on)), None)


def _over(row: Involvement, on: date) -> bool:
    return row.ended is not None and row.ended <= on


def _kin(child: Child, place: int, on: date) -> str:
    word = KIN.get(child.sex, ("brother or sister", "parent", "child"))[place]
    age = f", aged {age_on(child.born, on)}" if child.born and place != 1 else ""
    return f"a {word}{age}" if place == 0 else f"{word}{age}"


def _needs(pks: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for child, status in Episode.objects.filter(child__in=pks, ceased=None).values_list("child", "legal_status"):
        if status in SHORT_BREAKS:
            found[child].append("short breaks")
    for child in Uasc.objects.filter(child__in=pks, status_ceased=None).values_list("child", flat=True):
        found[child].append("unaccompanied children")
    disabled = Disability.objects.filter(child__in=pks, ended=None).exclude(code="NONE")
    for child in disabled.values_list("child", flat=True).distinct():
        found[child].append("disabled children")
    return found


def _places(pks: list[int], worked: Mapping[int, Iterable[Involvement]], on: date) -> dict[int, set[str]]:
    """The first half of the postcode where the child lives, and the social worker's team."""
    found: dict[int, set[str]] = defaultdict(set)
    told = Episode.objects.filter(child__in=pks, ceased=None).exclude(placement_postcode=None)
    for child, postcode in told.values_list("child", "placement_postcode"):
        found[child].add(str(postcode).split(" ")[0])
    for child in pks:
        found[child] |= {r.team.name for r in worked.get(child, ()) if r.team and not _over(r, on)}
    return found
