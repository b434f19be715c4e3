"""The officers of the service: who may be named, how much each carries, who is away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet

from sightline.casework.allocation.models import Conflict
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Involvement, Standing
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.models import Absence, Cover, Person, RolePeriod
from sightline.casework.staff.queries import Viewer, current, fte
from sightline.domain.officers import OfficerFacts
from sightline.domain.practices import Basis, Practice
from sightline.domain.roles import REVIEWING, Role

ROLES = sorted(role.value for role in REVIEWING)
AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Away:
    """An absence: its days, and who stands in; nobody where `cover` is empty."""

    started: date
    ended: date | None  # the first day back
    cover: str = ""


@dataclass(frozen=True)
class Officer:
    """An officer and what they carry: children in care, and conferences. `per_fte` is by the practice's basis."""

    id: int
    name: str
    role: str
    children: int
    conferences: int  # children whose conferences this person chairs
    fte: Decimal | None
    per_fte: Decimal | None
    line: str  # under, within, over, unknown
    overdue: int
    away: Away | None
    until: date | None  # the first day on which they will no longer be an officer

    @property
    def leaves(self) -> bool:
        """Whether the day is known on which they stop."""
        return self.until is not None


def in_care(seen_by: Viewer, practice: Practice) -> QuerySet[Standing]:
    """How the children in scope who are in care stand today."""
    everybody = fresh(children(seen_by=seen_by), on=seen_by.on, practice=practice)
    return everybody.filter(in_care=True)


def allocations(standings: QuerySet[Standing], on: date, role: str = "iro") -> QuerySet[Involvement]:
    """Who works with these children on a day, in one capacity."""
    return current(Involvement.objects.filter(role=role, child__in=standings.values("child")), on)


@dataclass(frozen=True)
class InCare:
    """A child in care as the counts need it."""

    due: date | None
    standing: str
    late_reviews: int


@dataclass(frozen=True)
class Picture:
    """Every child in care in scope, and who is named for whom, read once for all the counts of a page.

    `officer` has children out of scope and out of care too: nothing is told of them.
    """

    practice: Practice
    children: Mapping[int, InCare]
    officer: Mapping[int, int | None]

    @property
    def waiting(self) -> list[int]:
        """Children in care without an officer."""
        return [child for child in self.children if child not in self.officer]

    @property
    def overdue(self) -> list[int]:
        """Children whose review is overdue."""
        return [child for child, stands in self.children.items() if stands.standing == "overdue"]

    def carried(self) -> Counter[int]:
        """Children in care by officer."""
        return self.by_officer(self.children)

    def by_officer(self, which: Iterable[int]) -> Counter[int]:
        """How many of these children each officer has."""
        named = (self.officer.get(child) for child in which)
        return Counter(officer for officer in named if officer is not None)


def picture(seen_by: Viewer) -> Picture:
    """The children in care in scope, and the officers named. Five queries where nothing is stale."""
    practice = in_force(seen_by.on)
    standings = in_care(seen_by, practice).values_list("child", "due", "due_standing", "late_reviews")
    named = current(Involvement.objects.filter(role="iro"), seen_by.on).values_list("child", "person")
    return Picture(
        practice, {child: InCare(due, stands, late) for child, due, stands, late in standings}, dict(named)
    )


def officers(*, seen_by: Viewer, seen: Picture | None = None) -> list[Officer]:
    """Every officer with their caseload, busiest first. A constant number of queries."""
    known = seen or picture(seen_by)
    practice = known.practice
    periods = _periods(seen_by.on)
    carried, overdue = known.carried(), known.by_officer(known.overdue)
    people = Person.objects.in_bulk({*periods, *carried})
    conferences = _conferences(seen_by)
    posts = fte(seen_by.on, REVIEWING).by_person or {}
    away = absences(people, seen_by.on)
    made = [
        _officer(
            people[pk], periods.get(pk), carried.get(pk, 0), conferences.get(pk, 0), posts.get(pk),
            overdue.get(pk, 0), away.get(pk), practice,
        )
        for pk in people
    ]  # fmt: skip
    return sorted(made, key=lambda officer: (-(officer.per_fte or 0), officer.name))


def names_of_officers(*, on: date) -> list[tuple[int, str]]:
    """Who may be named on a day, by name. One query."""
    told = current(RolePeriod.objects.filter(role__in=ROLES), on).values_list("person_id", "person__name")
    return sorted(set(told), key=lambda each: (each[1], each[0]))


def officer_facts(children_asked: Iterable[int], *, seen_by: Viewer, practice: Practice) -> list[OfficerFacts]:
    """What matters of each officer when one is named for these children. A constant number of queries."""
    on = seen_by.on
    periods = _periods(on)
    people = Person.objects.in_bulk(periods)
    carried = picture(seen_by).carried()
    posts = fte(on, REVIEWING).by_person or {}
    away = _absences_ahead(people, on)
    first = dict(
        RolePeriod.objects.filter(role__in=ROLES, person__in=people)
        .values_list("person").annotate(first=Min("started"))
    )  # fmt: skip
    declared: dict[int, dict[int, str]] = defaultdict(dict)
    for conflict in Conflict.objects.filter(child__in=list(children_asked), withdrawn_at=None):
        declared[conflict.person_id][conflict.child_id] = conflict.says
    return [
        OfficerFacts(
            pk, person.name, carried.get(pk, 0), _fraction(posts.get(pk)), first[pk], periods[pk].until,
            frozenset(person.languages), frozenset(person.areas), frozenset(person.specialisms),
            [(each.started, _last(each.ended)) for each in away.get(pk, ())], declared.get(pk, {}),
        )
        for pk, person in people.items()
    ]  # fmt: skip


def absences(people: Iterable[int], on: date) -> dict[int, Away]:
    """Who of these people is away on a day, and who stands in. Two queries."""
    rows = list(current(Absence.objects.filter(person__in=list(people)), on))
    covers = current(Cover.objects.filter(absence__in=rows), on).values_list("absence", "person__name")
    covered = dict(covers)
    return {row.person_id: Away(row.started, row.ended, covered.get(row.pk, "")) for row in rows}


@dataclass(frozen=True)
class _Period:
    role: str
    until: date | None


def _periods(on: date) -> dict[int, _Period]:
    held = current(RolePeriod.objects.filter(role__in=ROLES), on).values("person")
    told = held.annotate(role=Max("role"), ends=Max("ended"), open=Count("pk") - Count("ended"))
    return {
        row["person"]: _Period(Role(row["role"]).label, None if row["open"] else row["ends"])
        for row in told.values("person", "role", "ends", "open")
    }


def _conferences(seen_by: Viewer) -> Counter[int]:
    """Children in scope whose conferences each person chairs."""
    chaired = current(Involvement.objects.filter(role="conference_chair", person__isnull=False), seen_by.on)
    told = list(chaired.values_list("child", "person"))
    seen = in_scope({child for child, _ in told}, seen_by)
    return Counter(person for child, person in told if child in seen and person is not None)


def _officer(
    person: Person,
    period: _Period | None,
    carried: int,
    conferences: int,
    post: Decimal | None,
    overdue: int,
    away: Away | None,
    practice: Practice,
) -> Officer:
    by_head = practice.caseload.basis is Basis.HEADCOUNT
    share = Decimal(1) if by_head else post
    per_fte = (Decimal(carried) / share).quantize(Decimal("0.1")) if share else None
    return Officer(
        person.pk, person.name, period.role if period else "No longer an IRO", carried, conferences, post, per_fte,
        line_of(per_fte, practice), overdue, away, period.until if period else None,
    )  # fmt: skip


def line_of(per_fte: Decimal | float | None, practice: Practice) -> str:
    """Where a caseload is against the practice's lines: under, within, over, or unknown."""
    lines = practice.caseload
    if per_fte is None:
        return "unknown"
    if per_fte > (lines.local or lines.upper):
        return "over"
    return "under" if per_fte < lines.lower else "within"


def _absences_ahead(people: Mapping[int, Person], on: date) -> dict[int, list[Absence]]:
    rows = Absence.objects.filter(person__in=list(people), started__lte=on + AHEAD).exclude(ended__lte=on)
    ahead: dict[int, list[Absence]] = defaultdict(list)
    for row in rows.order_by("started"):
        ahead[row.person_id].append(row)
    return ahead


def _fraction(post: Decimal | None) -> float | None:
    return None if post is None else float(post)


def _last(ended: date | None) -> date | None:
    return None if ended is None else ended - timedelta(days=1)


def visible(pks: Iterable[int], seen_by: Viewer) -> QuerySet[Child]:
    """Those of these children whom somebody may see."""
    return children(seen_by=seen_by).filter(pk__in=list(pks))


def in_scope(pks: Iterable[int], seen_by: Viewer) -> set[int]:
    """The numbers of those of these children whom somebody may see; no query where there are none."""
    asked = list(pks)
    return set(visible(asked, seen_by).values_list("pk", flat=True)) if asked else set()
