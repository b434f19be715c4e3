"""The sample council's staff on a day: teams, people, roles, posts, and who reviews whose life when.

A *chair* is a place in the reviewing service that one officer after another fills. A family belongs to a chair, so
brothers and sisters share their officer, and a child's officer changes when the chair's does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from sightline.domain.roles import Role
from sightline.ops.sample import names
from sightline.ops.sample.chance import Weighted, spread, stream

DOMAIN = "sample.example"
_PER_OFFICER, _PER_WORKER, _WORKERS_A_TEAM = 44, 12, 7
_LONG_AGO, _EARLIEST_CHANGE = date(2004, 4, 1), date(2015, 4, 1)
_SELDOM, _OFTEN = (
    (500, 1900),
    (150, 300),
)  # days from one officer of a chair to the next; the second is agency work
_FRACTIONS = Weighted({"1.0": 62, "0.8": 20, "0.6": 14, "0.5": 4})
_EMPLOYMENT = Weighted({"permanent": 84, "agency": 10, "fixed_term": 6})
_AREAS = ("North", "South", "East", "West")
_SINGLE = (
    (Role.ADMINISTRATOR, "administrator"),
    (Role.DIRECTOR, "director"),
    (Role.HEAD_OF_SERVICE, "head"),
    (Role.IRO_MANAGER, "manager"),
    (Role.ANALYST, "analyst"),
    (Role.PARTICIPATION_OFFICER, "participation"),
    (Role.CONFERENCE_CHAIR, "chair"),
    (Role.BUSINESS_SUPPORT, "support"),
)


@dataclass(frozen=True)
class Employee:
    """Somebody who works for the sample council. `account` is the first part of a demonstration's address."""

    worker: str
    name: str
    role: Role
    started: date
    ended: date | None = None
    team: str | None = None
    fraction: str = "1.0"
    employment: str = "permanent"
    account: str = ""
    languages: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """An address that nobody has."""
        return f"{self.account or self.worker.lower()}@{DOMAIN}"


@dataclass(frozen=True)
class Chair:
    """A place in the reviewing service, and who has filled it, in turn, up to now."""

    holders: tuple[Employee, ...]

    def between(self, first: date, last: date | None) -> Iterator[tuple[Employee, date, date | None]]:
        """Who filled it from one day up to another, and from when to when within."""
        for holder in self.holders:
            start = max(first, holder.started)
            ends = [day for day in (last, holder.ended) if day is not None]
            end = min(ends) if ends else None
            if end is None or start < end:
                yield holder, start, end


@dataclass(frozen=True)
class Staff:
    """Everybody, and how families and children belong to them."""

    seed: int
    on: date
    others: tuple[Employee, ...]
    chairs: tuple[Chair, ...]
    teams: dict[str, tuple[Employee, ...]] = field(default_factory=dict)

    def everybody(self) -> Iterator[Employee]:
        """Each person once, those who have left too."""
        yield from self.others
        for chair in self.chairs:
            yield from chair.holders
        for members in self.teams.values():
            yield from members

    def chair_of(self, family: str) -> Chair:
        """Whose the children of a family are; those who work less have fewer."""
        chance = stream(self.seed, "chair", family)
        weights = [float(chair.holders[-1].fraction) for chair in self.chairs]
        return chance.choices(self.chairs, weights)[0]

    def team_of(self, family: str) -> tuple[str, tuple[Employee, ...]]:
        """The social work team of a family, with those of it who hold cases."""
        name = stream(self.seed, "team", family).choice(sorted(self.teams))
        return name, tuple(each for each in self.teams[name] if each.role is Role.SOCIAL_WORKER)


def staff(seed: int, looked_after: int, on: date) -> Staff:
    """The staff of a council with so many children in care, as on a day."""
    chance = stream(seed, "staff")
    others = tuple(_single(chance, number, role, account, on) for number, (role, account) in enumerate(_SINGLE))
    chairs = max(4, round(looked_after / _PER_OFFICER * 1.18))
    teams = max(2, round(looked_after / _PER_WORKER / _WORKERS_A_TEAM))
    return Staff(
        seed,
        on,
        others,
        tuple(_chair(seed, number, on, senior=number == chairs - 1) for number in range(chairs)),
        {team: tuple(_team(seed, number, team, on)) for number, team in enumerate(_team_names(teams))},
    )


def _single(chance: Random, number: int, role: Role, account: str, on: date) -> Employee:
    return Employee(f"O{number:03}", names.grown_up(chance), role, _some_day(chance, on), account=account)


def _some_day(chance: Random, on: date) -> date:
    """A day in the years before last: the same one all year long."""
    return date(on.year - 1, 1, 1) - timedelta(days=spread(chance, 0, 3000))


def _chair(seed: int, number: int, on: date, *, senior: bool) -> Chair:
    """Officers in turn, on days that do not depend on the day it is: what is told one night holds the next.

    The one who fills it now may be the senior officer, who has half as many children as others.
    """
    chance = stream(seed, "chair holders", number)
    starts = [_LONG_AGO]
    day = _EARLIEST_CHANGE + timedelta(days=spread(chance, 0, 1500))
    while day <= on and number:
        starts.append(day)
        day += timedelta(days=spread(chance, *(_OFTEN if number == 1 else _SELDOM)))
    ends = [*starts[1:], None]
    holders = [
        _officer(seed, number, turn, first, ended)
        for turn, (first, ended) in enumerate(zip(starts, ends, strict=True))
    ]
    if number == 0:
        holders[-1] = replace(holders[-1], fraction="1.0", employment="permanent", account="iro")
    elif senior:
        holders[-1] = replace(
            holders[-1], role=Role.SENIOR_IRO, fraction="0.5", employment="permanent", account="senior"
        )
    return Chair(tuple(holders))


def _officer(seed: int, number: int, turn: int, started: date, ended: date | None) -> Employee:
    chance = stream(seed, "officer", number, turn)
    fraction, employment = _FRACTIONS.pick(chance), _EMPLOYMENT.pick(chance)
    return Employee(
        f"R{number:02}{turn:02}",
        names.grown_up(chance),
        Role.IRO,
        started,
        ended,
        fraction=fraction,
        employment=employment,
        languages=(names.language(chance, chance.choice("AOW")),) if chance.random() < 0.3 else (),
        specialisms=(chance.choice(("unaccompanied children", "short breaks")),) if chance.random() < 0.3 else (),
    )


def _team_names(count: int) -> Sequence[str]:
    return [f"{_AREAS[number % 4]} Team {number // 4 + 1}" for number in range(count)]


def _team(seed: int, number: int, team: str, on: date) -> Iterator[Employee]:
    chance = stream(seed, "team members", number)
    yield Employee(
        f"M{number:03}",
        names.grown_up(chance),
        Role.TEAM_MANAGER,
        _some_day(chance, on),
        team=team,
        account="team" if number == 0 else "",
    )
    for place in range(_WORKERS_A_TEAM):
        yield Employee(
            f"W{number:03}{place}",
            names.grown_up(chance),
            Role.SOCIAL_WORKER,
            _some_day(chance, on),
            team=team,
            employment=_EMPLOYMENT.pick(chance),
            account="social" if number == 0 and place == 0 else "",
        )
