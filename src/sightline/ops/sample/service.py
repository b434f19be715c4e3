"""The sample council's service: its staff by the actions of people, its children by the door of every feed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from sightline.casework.practice.queries import in_force
from sightline.casework.register import bulk, importing, restricting, standings
from sightline.casework.register import sample as register
from sightline.casework.staff import actions as staff_actions
from sightline.casework.staff import sample as accounts
from sightline.domain.roles import Role
from sightline.ops.sample import around_child, cycle, telling
from sightline.ops.sample.staffing import Employee, Staff
from sightline.ops.sample.telling import Tonight
from sightline.returns import ssd
from sightline.returns.ssd import writing

Say = Callable[[str], None]

_LAGS = (1, 0, 2, 1, 1, 6, 0, 3, 1, 12, 1, 2, 0, 1, 19)  # days from what happened to its being told


@dataclass(frozen=True)
class Account:
    """Somebody whom the demonstration can be looked at as."""

    role: Role
    name: str
    email: str


def fill(council: Tonight, *, at: datetime, password: str, say: Say, years: int = cycle.YEARS) -> list[Account]:
    """Fill an empty register of the sample council, and `years` of reviews. Raises `register.NotSample`."""
    register.refuse_unless_empty()
    say(f"{sum(1 for _ in council.staff.everybody())} people of the service")
    people = _people(council.staff, at)
    say(f"{len(council.lives) + council.known:,} children, as the case system tells of them")
    with tempfile.TemporaryDirectory(prefix="sightline-sample-") as folder:
        importing.fill(_told(council, Path(folder)), scheme="case", at=at)
    say("the people around them")
    _around(council, at)
    register.spread_notices(_LAGS, at=at)
    _restrict(people, at)
    say(f"{cycle.fill(council, people, at=at, years=years):,} rows of the reviews of {years} years")
    say("what is due for each")
    standings.warm(on=at.date(), practice=in_force(at.date()))
    say(f"{cycle.plan(council, people):,} rows of the reviews to come")
    bulk.analyze()
    shown = [each for each in council.staff.everybody() if each.account]
    accounts.open_accounts([people[each.worker] for each in shown], password)
    return [Account(each.role, each.name, each.email) for each in shown]


def _told(council: Tonight, folder: Path) -> Path:
    """The lives that an extract of the case system tells, written and read as one: tonight's says the same."""
    writing.write_csv(telling.write(council, folder / "lives"), folder / "extract", council.on)
    return ssd.to_lives(ssd.read([folder / "extract"], as_at=council.on, work=folder / "work"))


@transaction.atomic
def _people(staff: Staff, at: datetime) -> dict[str, int]:
    """Everybody by worker number, with roles, posts and absences."""
    teams = {name: staff_actions.add_team(name=name, by=None, at=at) for name in sorted(staff.teams)}
    people = {each.worker: _employ(each, teams, at) for each in staff.everybody()}
    since = at.date() - timedelta(days=40)
    staff_actions.add_post(
        role=Role.IRO, fraction=Decimal("0.6"), employment="vacant", started=since, by=None, at=at
    )
    _away(staff, people, at)
    return people


def _employ(each: Employee, teams: dict[str, int], at: datetime) -> int:
    person = staff_actions.add_person(
        name=each.name,
        email=each.email,
        worker=each.worker,
        languages=each.languages,
        specialisms=each.specialisms,
        by=None,
        at=at,
    )
    team = teams.get(each.team or "")
    staff_actions.give_role(
        person=person, role=each.role, started=each.started, ended=each.ended, team=team, by=None, at=at
    )
    staff_actions.add_post(
        role=each.role,
        fraction=Decimal(each.fraction),
        employment=each.employment,
        team=team,
        person=person,
        by=None,
        at=at,
        started=each.started,
        ended=each.ended,
    )
    return person


def _away(staff: Staff, people: dict[str, int], at: datetime) -> None:
    """Two officers are away: for one somebody stands in, for the other nobody does yet."""
    covering, _, sick, on_leave = (people[chair.holders[-1].worker] for chair in staff.chairs[:4])
    today = at.date()
    staff_actions.record_absence(person=sick, kind="sickness", started=today - timedelta(days=9), by=None, at=at)
    leave = staff_actions.record_absence(
        person=on_leave,
        kind="leave",
        started=today - timedelta(days=2),
        ended=today + timedelta(days=9),
        by=None,
        at=at,
    )
    staff_actions.add_cover(absence=leave, person=covering, started=today, by=None, at=at)


def _around(council: Tonight, at: datetime) -> None:
    rows = (
        (life.child, table, values)
        for life in council.lives
        for table, values in around_child.rows(life, council.on)
    )
    register.put_around(rows, {life.child: around_child.details(life) for life in council.lives}, at=at)


def _restrict(people: dict[str, int], at: datetime) -> None:
    """Two records that only the child's officer and the manager see."""
    manager = people["O003"]
    for child, officer in register.some_reviewed(2):
        restricting.restrict(
            child=child,
            people=[manager, officer],
            reason="A member of staff knows the family",
            by=accounts.acting(manager, at=at),
        )
