"""A small service with a real row behind every parameter of an address, for the tests of who may what.

Three children: one that whoever is tried works with (`own`), one of somebody else's (`other`), and one whose
record is restricted to others although they work with it (`restricted`). Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

import importing as given
from access_cycle import a_template, rows_of_cycle
from service import TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.allocation.models import Conflict, Handover
from sightline.casework.documents.models import Template
from sightline.casework.practice import actions as practice
from sightline.casework.practice.models import Version
from sightline.casework.register.actions.rows import as_kept
from sightline.casework.register.models import (
    Child,
    Contradiction,
    Glass,
    Identifier,
    Import,
    Involvement,
    Notice,
    Restriction,
    SiblingGroup,
)
from sightline.casework.register.models.around import INVOLVED_AS
from sightline.casework.register.tables import TABLES, Field, Kind, Table
from sightline.casework.register.told import TOLD
from sightline.casework.staff import actions as staff
from sightline.casework.staff.models import Absence, Cover, Key, Person, Post, RolePeriod, Team
from sightline.domain.practice_files import shipped
from sightline.domain.roles import REVIEWING, Role

CAME, PASSED = date(2026, 2, 3), date(2026, 6, 1)
NOBODY = 987_654_321


@dataclass
class World:
    """Who and what there is."""

    manager: Person
    senior: Person
    officer: Person
    second: Person
    left: Person
    leaver: Person
    team: Team
    empty_team: Team
    role: RolePeriod
    post: Post
    absence: Absence
    cover: Cover
    key: Key
    practice: Version
    template: Template
    glass: Glass
    ready: Import
    loaded: Import
    failed: Import
    own: Child
    other: Child
    restricted: Child
    rows: dict[int, dict[str, int]] = field(default_factory=dict)  # of each child, by table or what it is

    @property
    def none(self) -> int:
        """The number of no child."""
        return self.restricted.pk + 100_000


def build(folder: Path) -> World:
    """Everything but whoever is tried."""
    people = {
        "manager": make_person(Role.IRO_MANAGER),
        "senior": make_person(Role.SENIOR_IRO),
        **{name: make_person(Role.IRO) for name in ("officer", "second", "left", "leaver")},
    }
    ready, loaded, failed = _imports(folder)
    own, other, restricted = (_a_child() for _ in range(3))
    absence = Absence.objects.create(person=people["leaver"], kind="leave", started=TODAY)
    world = World(
        **people,
        team=make_team(), empty_team=make_team(), role=RolePeriod.objects.get(person=people["leaver"]),
        post=Post.objects.create(
            role="iro", person=people["leaver"], fraction=1, employment="permanent", started=date(2020, 1, 6)
        ),
        absence=absence,
        cover=Cover.objects.create(absence=absence, person=people["left"], started=TODAY),
        key=_a_key(), practice=_a_practice(), template=a_template(people["manager"]),
        glass=Glass.objects.create(
            person=people["senior"], child=other, reason="The police called from the station",
            opened_at=moment(), until=moment() + timedelta(hours=8),
        ),
        ready=ready, loaded=loaded, failed=failed, own=own, other=other, restricted=restricted,
    )  # fmt: skip
    for child in (own, other, restricted):
        world.rows[child.pk] = told_of(child, world)
    restrict(restricted, people["manager"], reason="Known to somebody")
    return world


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done in it is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def cast(world: World, role: Role) -> Person:
    """Somebody of this role, who works with the child of their own and, unnamed, with the restricted one."""
    person = make_person(role, team=make_team())
    reviews = role in REVIEWING
    capacity = role.value if role.value in dict(INVOLVED_AS) else "business_support"
    for child in (world.own, world.other, world.restricted):
        theirs = child != world.other
        before = allocate(child, world.left, CAME, ended=PASSED, reason_ended="reallocated")
        after = allocate(child, person if reviews and theirs else world.officer, PASSED)
        if theirs and not reviews:
            allocate(child, person, role=capacity)
        handed = Handover.objects.create(before=before, after=after)
        world.rows[child.pk] |= {"allocation": after.pk, "handover": handed.pk}
    return person


def restrict(child: Child, *named: Person, reason: str = "Known") -> None:
    """Only these people may see the record."""
    restriction = Restriction.objects.create(child=child, reason=reason, set_at=moment(), set_by=named[0])
    for person in named:
        restriction.members.create(person=person)


#: What a return would ask for beside what every row of a table must have.
_AS_RETURNED: dict[str, dict[str, Any]] = {
    "sdq_scores": {"score": 12},
    "outcomes": {"convicted": 0, "sdq_score": 12, "substance_misuse": 0},
    "adoptions": {"decided": date(2023, 11, 6)},
    "previous_permanence": {"ordered": "27/03/2019", "authority": "204"},
}


def answers(table: Table, nth: int = 0) -> dict[str, Any]:
    """What a row of a table could be: right by itself, and apart from others of the same child."""
    first = date(2024, 1, 8) + timedelta(days=100 * nth)
    told: dict[str, Any] = {each.name: _something(each, first) for each in table.fields if each.required}
    told |= {
        each.name: TODAY.year - 1 + nth for each in table.fields if each.kind is Kind.YEAR
    }  # years that are over
    if table.since:
        told[table.since] = first
    if table.until:
        told[table.until] = first + timedelta(days=30)
    if table.key == "episodes":
        told["reason_ceased"] = next(iter(table.field("reason_ceased").options(TODAY)))
    return told | _AS_RETURNED.get(table.key, {})


def sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """These values as a browser sends them: a day has three boxes."""
    return dict(_controls(values))


def _controls(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, date):
            yield from zip((f"{name}_{box}" for box in ("day", "month", "year")), _parts(value), strict=True)
        elif value is not None and value is not False:
            yield name, "on" if value is True else value


def _parts(day: date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


def _something(wanted: Field, first: date) -> Any:
    if wanted.kind is Kind.DAY:
        return first + timedelta(days=60)
    if wanted.kind is Kind.CODE:
        return next(iter(wanted.options(TODAY)))
    return 1 if wanted.kind in (Kind.NUMBER, Kind.YES_NO) else "Something"


def _a_child() -> Child:
    """With a brother or sister."""
    family = SiblingGroup.objects.create()
    make_child(family=family, in_care_since=CAME)
    return make_child(family=family, in_care_since=CAME)


def told_of(child: Child, world: World) -> dict[str, int]:
    """A row of every table, and of all else that an address can name."""
    rows = {key: _row(child, table) for key, table in TABLES.items()}
    review = answers(TABLES["reviews"])
    told = dict.fromkeys(TOLD["reviews"].names) | {"held": review["held"].isoformat(), "participation": "PN3"}
    return rows | rows_of_cycle(child, world.officer, world.second) | {
        "child": child.pk,
        "identifier": Identifier.objects.get(child=child).pk,
        "number": Identifier.objects.create(
            child=child, scheme="case", value=f"H{child.pk}", entered_by=world.manager, entered_at=moment()
        ).pk,
        "conflict": Conflict.objects.create(
            child=child, person=world.leaver, says="Neighbours", declared_at=moment(), declared_by=world.manager
        ).pk,
        "notice": Notice.objects.create(
            child=child, kind="placement_changed", happened_on=TODAY, known_on=TODAY
        ).pk,
        "contradiction": Contradiction.objects.create(
            child=child, table="reviews", row=rows["reviews"], told=told, load=world.loaded
        ).pk,
    }  # fmt: skip


def _row(child: Child, table: Table) -> int:
    row = table.model._default_manager.create(child=child, **as_kept(table.fields, answers(table)))
    return int(row.pk)


def _a_key() -> Key:
    administrator = viewer_of(make_person(Role.ADMINISTRATOR))
    made = staff.make_key(name="Power BI", scopes=["children"], expires=TODAY, by=administrator)
    return Key.objects.get(pk=made.id)


def _a_practice() -> Version:
    administrator = viewer_of(make_person(Role.ADMINISTRATOR))
    return Version.objects.get(pk=practice.add(file=shipped()["derby"], by=administrator))


HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def write_return(folder: Path, *children: str, year: str, wrong: bool = False, placement: str = "U6") -> Path:
    """A return of a year with one open episode for each of these identifiers; with `wrong`, a row to mend too."""
    place = folder / year
    place.mkdir(parents=True, exist_ok=True)
    episode = f"{{}},05/06/2023,S,C1,N1,{placement},PR1,,,,,,\n"
    rows = [episode.format(child) for child in children]
    rows += [f"{children[0]},30/02/2025,P,C1,N1,U4,PR1,,,,,,\n"] if wrong else []
    header = "".join(f"{child},F,02/05/2014,WBRI,,,\n" for child in children)
    (place / "Header.csv").write_bytes(HEADER + header.encode())
    (place / "Episodes.csv").write_bytes(EPISODES + "".join(rows).encode())
    return place


def _imports(folder: Path) -> tuple[Import, Import, Import]:
    """One to look at, with rows to mend; one loaded; one that stopped."""
    loaded = given.load(given.read(write_return(folder / "first", "A1", "A2", year="2023-24")))
    ready = given.read(write_return(folder / "second", "A1", "A3", year="2024-25", wrong=True))
    failed = Import.objects.create(kind="903", made_at=moment(), state=Import.State.FAILED)
    return ready, loaded, failed


def is_officer(person: Person, child: Child | None) -> bool:
    """Whether this person is the child's reviewing officer now."""
    return Involvement.objects.filter(child=child, person=person, role="iro", ended=None).exists()
