"""Children as rows of a list: who, where, whose, what is due and why. The database filters, sorts and cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from sightline.casework.practice.queries import in_force
from sightline.casework.register.cut import Cut
from sightline.casework.register.lean import NAME, lean
from sightline.casework.register.models import Involvement, Restriction, Standing, Visit
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.register.tables import EPISODES
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.calendar import months_after
from sightline.domain.care import SHORT_BREAKS, age_on
from sightline.domain.practices import Practice
from sightline.domain.timescales import TIMESCALES

BY_NAME = ("child__surname", "child__forename", "child")
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": BY_NAME,
    "age": ("child__born", *BY_NAME),
    "came": ("came", *BY_NAME),
    "due": ("due", *BY_NAME),
    "last_review": ("last_review", *BY_NAME),
    "late": ("late_reviews", *BY_NAME),
    "legal": ("legal_status", *BY_NAME),
    "placement": ("placement", *BY_NAME),
    "iro": ("iro_name", *BY_NAME),
    "seen": ("seen_on", *BY_NAME),
}
WITHIN = {"7": 7, "14": 14, "28": 28, "91": 91}
LEGAL = {"order": ("C1", "C2"), "agreed": ("V2",), "placement_order": ("E1",), "breaks": tuple(SHORT_BREAKS)}
PLACED = {
    "foster": ("U1", "U2", "U3", "U4", "U5", "U6"),
    "adopters": ("A3", "A4", "A5", "A6"),
    "home": ("K1", "K2", "R1", "R2", "R3", "R5", "S1", "H5"),
    "parents": ("P1",),
    "independent": ("P2",),
    "temporary": ("T0", "T1", "T2", "T3", "T4"),
}


@dataclass(frozen=True)
class Row:
    """One child of a list."""

    child: int
    name: str
    age: int | None
    in_care: bool
    came: date | None
    left: date | None
    legal_status: str
    placement: str
    due: date | None
    due_title: str
    due_why: str
    due_standing: str
    last_review: date | None
    late_reviews: int
    iro: int | None
    iro_name: str
    social_worker: str
    team: str
    seen_on: date | None  # by the officer: the last visit told
    restricted: bool
    family: int | None


#: A list of children.
Roll = Cut[Row]


def roll(*, seen_by: Viewer, chosen: Mapping[str, str] | None = None, order: str = "due") -> Roll:
    """The children in scope, as chosen and in order. `chosen` has values of the filters of the service list."""
    practice = in_force(seen_by.on)
    standings = fresh(children(seen_by=seen_by), on=seen_by.on, practice=practice)
    for key, value in (chosen or {}).items():
        standings = standings.filter(_chosen(key, value, seen_by, practice))
    return listed(standings, order=order, on=seen_by.on)


def listed(standings: QuerySet[Standing], *, order: str, on: date) -> Roll:
    """These standings as a list in order. They are in scope."""
    return cut(_ordered(standings, order, on), on)


def cut(standings: QuerySet[Standing], on: date) -> Roll:
    """These standings as a list in the order they have. They are in scope."""
    return Cut(standings, lambda found: rows_of(found, on))


def of_children(pks: Sequence[int], *, seen_by: Viewer, order: str = "due") -> Roll:
    """The rows of these children, as far as they are in scope."""
    standings = fresh(children(seen_by=seen_by).filter(pk__in=pks), on=seen_by.on, practice=in_force(seen_by.on))
    return listed(standings, order=order, on=seen_by.on)


def bands(practice: Practice) -> list[tuple[str, str]]:
    """The age bands that may be chosen."""
    return [(str(n), band.band) for n, band in enumerate(practice.bands)]


def _chosen(key: str, value: str, seen_by: Viewer, practice: Practice) -> Q:
    on = seen_by.on
    match key:
        case "care":
            return {"in": Q(in_care=True), "out": Q(in_care=False, came__isnull=False), "never": Q(came=None)}[
                value
            ]
        case "iro":
            if value == "none":
                return Q(in_care=True) & Q(_with("iro", on), _negated=True)
            return _with("iro", on, Q(person=seen_by.id if value == "me" else int(value)))
        case "team":
            return _with("social_worker", on, Q(team=int(value)))
        case "worker":
            return _with("social_worker", on, Q(person=seen_by.id if value == "me" else int(value)))
        case "due":
            return Q(due__gte=on, due__lte=on + timedelta(days=WITHIN[value]))
        case "standing":
            return Q(due_standing=value)
        case "legal":
            return Q(legal_status__in=LEGAL[value]) if value in LEGAL else ~Q(legal_status__in=_known(LEGAL))
        case "placement":
            return Q(placement__in=PLACED[value]) if value in PLACED else ~Q(placement__in=_known(PLACED))
        case "age":
            return _aged(int(value), practice, on)
        case "late":
            return Q(late_reviews__gt=0) if value == "yes" else Q(late_reviews=0)
        case "came":
            return Q(in_care=True, came__gt=on - timedelta(days=WITHIN[value]))
        case "left":
            return Q(in_care=False, left__gt=on - timedelta(days=WITHIN[value]))
        case "open":
            return Q(in_care=False) & _with("iro", on)
        case "seen":
            return Q(~Exists(_visits(on).filter(held__gt=months_after(on, -int(value)))))
        case "family":
            return Q(child__family__isnull=value == "no")
    raise LookupError(f"the list of children has no filter {key!r}")


def _with(role: str, on: date, who: Q | None = None) -> Q:
    rows = current(Involvement.objects.filter(who or Q(), role=role, child=OuterRef("child")), on)
    return Q(Exists(rows))


def _known(groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [code for codes in groups.values() for code in codes]


def _aged(place: int, practice: Practice, on: date) -> Q:
    band = practice.bands[place] if place < len(practice.bands) else None
    if band is None:
        return Q(pk__in=())
    youngest = Q(child__born__lte=months_after(on, -12 * band.from_age))
    oldest = months_after(on, -12 * (band.to_age + 1)) if band.to_age < on.year - 1901 else date.min
    return youngest & Q(child__born__gt=oldest)


def _visits(on: date) -> QuerySet[Visit]:
    return Visit.objects.filter(child=OuterRef("child"), kind="iro", held__lte=on)


def _ordered(standings: QuerySet[Standing], order: str, on: date) -> QuerySet[Standing]:
    key, last_first = order.removeprefix("-"), order.startswith("-")
    if key == "iro":
        named = current(Involvement.objects.filter(role="iro", child=OuterRef("child")), on)
        standings = standings.annotate(iro_name=Subquery(named.values("person__name")[:1]))
    if key == "seen":
        held = _visits(on).values("child").annotate(last=Max("held")).values("last")
        standings = standings.annotate(seen_on=Subquery(held))
    first, *then = ORDERS.get(key, ORDERS["due"])
    if key == "age":
        last_first = not last_first  # the youngest was born last
    leading = F(first).desc(nulls_last=True) if last_first else F(first).asc(nulls_last=True)
    return standings.order_by(leading, *then)


def rows_of(standings: Sequence[Standing], on: date) -> list[Row]:
    """How these children stand, as rows. Three queries."""
    pks = [standing.child_id for standing in standings]
    if not pks:
        return []
    working = current(Involvement.objects.filter(child__in=pks, role__in=("iro", "social_worker")), on)
    by: dict[tuple[int, str], Any] = {
        (row.child_id, row.role): row for row in lean(working, person=NAME, team=NAME).order_by("started", "pk")
    }
    visits = Visit.objects.filter(child__in=pks, kind="iro", held__lte=on).values_list("child")
    seen = dict(visits.annotate(last=Max("held")))
    restricted = set(Restriction.objects.filter(child__in=pks, lifted_at=None).values_list("child", flat=True))
    return [_row(each, by, seen, restricted, on) for each in standings]


def _row(
    standing: Standing, by: Mapping[tuple[int, str], Any], seen: Mapping[int, date], restricted: set[int], on: date
) -> Row:
    child, pk = standing.child, standing.child_id
    iro, worker = by.get((pk, "iro")), by.get((pk, "social_worker"))
    return Row(
        child=pk,
        name=name_of(child),
        age=age_on(child.born, on) if child.born else None,
        in_care=standing.in_care,
        came=standing.came,
        left=standing.left,
        legal_status=EPISODES.field("legal_status").say(standing.legal_status) or "",
        placement=EPISODES.field("placement").say(standing.placement) or "",
        due=standing.due,
        due_title=TIMESCALES[standing.due_key].title if standing.due_key in TIMESCALES else "",
        due_why=standing.due_why,
        due_standing=standing.due_standing,
        last_review=standing.last_review,
        late_reviews=standing.late_reviews,
        iro=iro.person_id if iro else None,
        iro_name=_who(iro),
        social_worker=_who(worker),
        team=worker.team.name if worker and worker.team else "",
        seen_on=seen.get(pk),
        restricted=pk in restricted,
        family=child.family_id,
    )


def _who(row: Involvement | None) -> str:
    if row is None:
        return ""
    return row.person.name if row.person else f"Worker {row.worker}"
