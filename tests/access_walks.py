"""How what is at an address is told: one try (`Cell`), and what there is to see and to do (`Walk`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from access_world import World
from service import TODAY
from sightline.casework.register.models import Child
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

OWN, OTHER, RESTRICTED, NONE, CROSSED = "own", "other", "restricted", "none", "crossed"
#: On PostgreSQL the rules are the same and the queries are others: one role of each reach is tried there.
OF_EACH_REACH = frozenset({Role.IRO, Role.TEAM_MANAGER, Role.IRO_MANAGER, Role.ADMINISTRATOR})
TOMORROW = TODAY + timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One try: somebody of a role, at one address, about one child or none."""

    world: World
    role: Role
    person: Person
    whose: str = ""
    table: str = ""  # of the record, where the address names one

    @property
    def child(self) -> Child | None:
        """The child whose number is in the address; none where there is no such child."""
        return {
            OWN: self.world.own, CROSSED: self.world.own,
            OTHER: self.world.other, RESTRICTED: self.world.restricted,
        }.get(self.whose)  # fmt: skip

    @property
    def number(self) -> int:
        """That number."""
        return self.child.pk if self.child else self.world.none

    def row(self, what: str) -> int:
        """A row about the child. For no child a row of one's own, and for `crossed` one of the restricted."""
        about = self.world.restricted if self.whose == CROSSED else self.child or self.world.own
        return self.world.rows[about.pk][what]


Told = Callable[[Cell], Mapping[str, Any]]


def _nothing(_: Cell) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Walk:
    """What is at an address.

    `rows` are its parameters beside the child's number, `body` is what is sent to do what it does, and `changes`
    the tables whose rows are then others than before; with none the page only shows. `ready` makes so what has to
    be so before. `about_child` says that the row named is of a child although the address is not. `shows` is what
    the address answers to those who may see it.
    """

    rows: Told = _nothing
    body: Told = _nothing
    changes: tuple[type[Model], ...] = ()
    ready: Callable[[Cell], object] = _nothing
    about_child: bool = False
    of_tables: bool = False
    outside_reach: bool = False  # it is done where the child is out of reach, and only there
    shows: int = 200


def walked_as(roles: Iterable[Role]) -> list[Role]:
    """The roles that a walk over every address is made as."""
    return [role for role in roles if connection.vendor == "sqlite" or role in OF_EACH_REACH]
