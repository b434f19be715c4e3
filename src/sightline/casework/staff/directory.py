"""The people and teams of the service, as its pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from sightline.casework.staff.actions.entrance import waits_for_first_password
from sightline.casework.staff.actions.people import NO_ADDRESS
from sightline.casework.staff.models import Absence, Cover, Key, Person, Post, RolePeriod, Team
from sightline.domain.care import age_on
from sightline.domain.roles import Role

T = TypeVar("T")


class NoSuchPerson(LookupError):
    """There is no such person, team, role, post or absence."""


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, held or will hold."""

    id: int
    person: int
    name: str
    role: Role
    team: int | None
    team_name: str
    started: date
    ended: date | None
    acting: bool
    version: int

    def on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.started <= day and (self.ended is None or day < self.ended)


@dataclass(frozen=True)
class PostLine:
    """One line of the ledger of posts."""

    id: int
    role: Role
    team_name: str
    person: int | None
    name: str
    fraction: Decimal
    employment: str
    started: date
    ended: date | None
    note: str
    version: int


@dataclass(frozen=True)
class Standing:
    """Who stands in, from when to when."""

    id: int
    person: int
    name: str
    started: date
    ended: date | None


@dataclass(frozen=True)
class Away:
    """An absence, with who stands in. `kind` is its word."""

    id: int
    person: int
    name: str
    kind: str
    started: date
    ended: date | None
    version: int
    covers: tuple[Standing, ...]


@dataclass(frozen=True)
class Colleague:
    """Somebody on the list of people."""

    id: int
    name: str
    email: str
    roles: tuple[Held, ...]  # held on the day, or to come
    left: bool
    may_sign_in: bool
    away_until: date | None
    away: bool
    told_by_feed: bool

    @property
    def state(self) -> str:
        """The status shown for the person, by its name in the table of statuses."""
        if self.left:
            return "left"
        if self.away:
            return "away"
        return "active" if self.may_sign_in else "inactive"


@dataclass(frozen=True)
class Profile:
    """All about one person that the page of a person shows."""

    id: int
    name: str
    email: str
    worker: str
    registration: str
    qualified: date | None
    languages: tuple[str, ...]
    areas: tuple[str, ...]
    specialisms: tuple[str, ...]
    may_sign_in: bool
    version: int
    last_signed_in: datetime | None
    waits_for_first_password: bool
    second_factor: bool
    factor_reset_at: datetime | None
    told_by_feed: bool
    roles: tuple[Held, ...]
    posts: tuple[PostLine, ...]
    absences: tuple[Away, ...]
    covers: tuple[Away, ...]  # absences of others in which this person stands in


@dataclass(frozen=True)
class TeamLine:
    """A team and who is in it on a day."""

    id: int
    name: str
    code: str
    parent: int | None
    parent_name: str
    link_officer: int | None
    link_name: str
    closed: date | None
    version: int
    members: tuple[Held, ...]


@dataclass(frozen=True)
class Workforce:
    """The service's people on a day, counted; nobody is named."""

    on: date
    by_role: Mapping[Role, tuple[int, Decimal, Decimal]]  # people, full-time equivalents in post, vacant
    by_employment: Mapping[str, Decimal]
    by_years: Mapping[str, int]  # of those who hold a role, by years since qualifying
    started: int  # posts begun in the year before
    ended: int
    away: int


@dataclass(frozen=True)
class KeyLine:
    """A key of the read API, without its secret."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    made_at: datetime
    made_by: str
    expires: date
    revoked_at: datetime | None
    used_at: datetime | None

    def state(self, on: date) -> str:
        """Whether it opens anything on a day."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires < on else "open"


def people(on: date) -> list[Colleague]:
    """Everybody, by name. Three queries."""
    roles = _by_person(_held(RolePeriod.objects.all()))
    away = {absence.person_id: absence for absence in Absence.objects.filter(_current(on))}
    return [_colleague(person, roles.get(person.pk, ()), away, on) for person in Person.objects.order_by("name")]


def choices(on: date, roles: Iterable[Role] | None = None) -> list[tuple[int, str]]:
    """People who hold a role (or one of these) on a day, by name, to choose from. One query."""
    held = RolePeriod.objects.filter(_current(on))
    held = held if roles is None else held.filter(role__in=list(roles))
    return list(Person.objects.filter(role_periods__in=held).order_by("name").distinct().values_list("pk", "name"))


def profile(pk: int) -> Profile:
    """One person. Raises NoSuchPerson. Seven queries."""
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NoSuchPerson
    return Profile(
        id=pk,
        name=person.name,
        email="" if _told_by_feed(person) else person.email,
        worker=person.worker,
        registration=person.registration,
        qualified=person.qualified,
        languages=tuple(person.languages),
        areas=tuple(person.areas),
        specialisms=tuple(person.specialisms),
        may_sign_in=person.is_active,
        version=person.version,
        last_signed_in=person.last_login,
        waits_for_first_password=waits_for_first_password(person),
        second_factor=Authenticator.objects.filter(user=person).exists(),
        factor_reset_at=person.factor_reset_at,
        told_by_feed=_told_by_feed(person),
        roles=tuple(_held(RolePeriod.objects.filter(person=pk))),
        posts=tuple(posts(person=pk)),
        absences=tuple(_absences(Q(person=pk))),
        covers=tuple(_absences(Q(covers__person=pk))),
    )


def role_period(pk: int) -> Held:
    """One role of somebody. Raises NoSuchPerson."""
    return _one(_held(RolePeriod.objects.filter(pk=pk)))


def absence(pk: int) -> Away:
    """One absence. Raises NoSuchPerson."""
    return _one(_absences(Q(pk=pk)))


def absences(on: date) -> list[Away]:
    """Who is away on a day or later, soonest first. Two queries."""
    return _absences(Q(ended=None) | Q(ended__gt=on))


def post(pk: int) -> PostLine:
    """One line of the ledger. Raises NoSuchPerson."""
    return _one(posts(pk=pk))


def posts(**only: int) -> list[PostLine]:
    """Lines of the ledger, latest first. One query."""
    rows = Post.objects.filter(**only).select_related("team", "person").order_by("-started", "role", "pk")
    return [
        PostLine(
            id=row.pk,
            role=Role(row.role),
            team_name=row.team.name if row.team else "",
            person=row.person_id,
            name=row.person.name if row.person else "",
            fraction=row.fraction,
            employment=row.get_employment_display(),
            started=row.started,
            ended=row.ended,
            note=row.note,
            version=row.version,
        )
        for row in rows
    ]


def teams(on: date) -> list[TeamLine]:
    """Every team with who is in it on a day, by name; the closed ones last. Two queries."""
    members: dict[int, list[Held]] = {}
    for held in _held(RolePeriod.objects.filter(_current(on), team__isnull=False)):
        members.setdefault(held.team or 0, []).append(held)
    rows = Team.objects.select_related("parent", "link_officer").order_by("name")
    told = [_team(row, members.get(row.pk, [])) for row in rows]
    return sorted(told, key=lambda team: team.closed is not None)


def names_of_teams() -> list[tuple[int, str]]:
    """Every team's number and name, the closed ones last. One query."""
    rows = Team.objects.order_by("name").values_list("pk", "name", "closed")
    return [(pk, name) for pk, name, closed in sorted(rows, key=lambda row: row[2] is not None)]


def team(pk: int, on: date) -> TeamLine:
    """One team. Raises NoSuchPerson."""
    return _one(team for team in teams(on) if team.id == pk)


def workforce(on: date) -> Workforce:
    """The people of the service on a day, counted. Four queries."""
    held = _held(RolePeriod.objects.filter(_current(on)))
    lines = list(Post.objects.filter(_current(on)))
    filled = [line for line in lines if line.employment not in ("vacant", "seconded_out")]
    vacant = [line for line in lines if line.employment == "vacant"]
    year_ago = on.replace(year=on.year - 1, day=min(on.day, 28))
    moved = Post.objects.exclude(person=None)
    return Workforce(
        on=on,
        by_role={
            role: (
                len({each.person for each in held if each.role is role}),
                _fte(line for line in filled if line.role == role),
                _fte(line for line in vacant if line.role == role),
            )
            for role in Role
        },
        by_employment={
            word: _fte(line for line in lines if line.employment == value)
            for value, word in Post._meta.get_field("employment").flatchoices
        },
        by_years=_years(on, {each.person for each in held}),
        started=moved.filter(started__gt=year_ago, started__lte=on).count(),
        ended=moved.filter(ended__gt=year_ago, ended__lte=on).count(),
        away=Absence.objects.filter(_current(on)).count(),
    )


def keys() -> list[KeyLine]:
    """Every key of the read API, the latest first. One query."""
    return [
        KeyLine(
            id=row.pk,
            name=row.name,
            prefix=row.prefix,
            scopes=tuple(row.scopes),
            made_at=row.made_at,
            made_by=row.made_by.name,
            expires=row.expires,
            revoked_at=row.revoked_at,
            used_at=row.used_at,
        )
        for row in Key.objects.select_related("made_by").order_by("-made_at")
    ]


def _current(on: date) -> Q:
    return Q(Q(ended=None) | Q(ended__gt=on), started__lte=on)


def _held(rows: QuerySet[RolePeriod]) -> list[Held]:
    told = rows.select_related("team", "person").order_by("started", "pk")
    return [
        Held(
            id=row.pk,
            person=row.person_id,
            name=row.person.name,
            role=Role(row.role),
            team=row.team_id,
            team_name=row.team.name if row.team else "",
            started=row.started,
            ended=row.ended,
            acting=row.acting,
            version=row.version,
        )
        for row in told
    ]


def _by_person(held: Iterable[Held]) -> dict[int, tuple[Held, ...]]:
    found: dict[int, tuple[Held, ...]] = {}
    for each in held:
        found[each.person] = (*found.get(each.person, ()), each)
    return found


def _colleague(person: Person, roles: tuple[Held, ...], away: Mapping[int, Absence], on: date) -> Colleague:
    lasting = tuple(role for role in roles if role.ended is None or role.ended > on)
    absent = away.get(person.pk)
    return Colleague(
        id=person.pk,
        name=person.name,
        email="" if _told_by_feed(person) else person.email,
        roles=lasting,
        left=bool(roles) and not lasting,
        may_sign_in=person.is_active,
        away=absent is not None,
        away_until=absent.ended if absent else None,
        told_by_feed=_told_by_feed(person),
    )


def _told_by_feed(person: Person) -> bool:
    return person.email.endswith(f"@{NO_ADDRESS}")


def _absences(which: Q) -> list[Away]:
    rows = Absence.objects.filter(which).select_related("person").distinct().order_by("-started", "pk")
    covers: dict[int, list[Standing]] = {}
    for cover in Cover.objects.filter(absence__in=rows).select_related("person").order_by("started"):
        standing = Standing(cover.pk, cover.person_id, cover.person.name, cover.started, cover.ended)
        covers.setdefault(cover.absence_id, []).append(standing)
    return [
        Away(
            id=row.pk,
            person=row.person_id,
            name=row.person.name,
            kind=row.get_kind_display(),
            started=row.started,
            ended=row.ended,
            version=row.version,
            covers=tuple(covers.get(row.pk, ())),
        )
        for row in rows
    ]


def _team(row: Team, members: list[Held]) -> TeamLine:
    return TeamLine(
        id=row.pk,
        name=row.name,
        code=row.code,
        parent=row.parent_id,
        parent_name=row.parent.name if row.parent else "",
        link_officer=row.link_officer_id,
        link_name=row.link_officer.name if row.link_officer else "",
        closed=row.closed,
        version=row.version,
        members=tuple(sorted(members, key=lambda held: held.name)),
    )


def _fte(lines: Iterable[Post]) -> Decimal:
    return sum((line.fraction for line in lines), Decimal(0))


def _years(on: date, people: set[int]) -> dict[str, int]:
    bands = {"Under 2 years": 2, "2 to 4 years": 5, "5 to 9 years": 10, "10 years and more": 100}
    counts = Counter(dict.fromkeys((*bands, "Not known"), 0))
    for qualified in Person.objects.filter(pk__in=people).values_list("qualified", flat=True):
        years = age_on(qualified, on) if qualified else None
        counts["Not known" if years is None else next(b for b, top in bands.items() if years < top)] += 1
    return dict(counts)


def _one(found: Iterable[T]) -> T:
    for each in found:
        return each
    raise NoSuchPerson
