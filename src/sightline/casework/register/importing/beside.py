"""What feeds tell beside the rows of children: identifiers, families, people who work with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sightline.casework.register.importing.storing import Known
from sightline.casework.register.models import Identifier, Import, SiblingGroup
from sightline.casework.register.told import FACTS
from sightline.casework.staff.models import Person, Team
from sightline.engine.connect import Engine

#: The scheme of the identifiers by which each kind of import tells of children.
SCHEMES = {"903": "903", "ssd": "case"}
_LONGEST = 60


def identify(engine: Engine, who: Mapping[str, int], load: Import) -> None:
    """Give children the numbers by which feeds know them. A number that is another child's stays there."""
    told_of = list(Identifier.objects.values_list("scheme", "value", "child", "disputed"))
    held = {(scheme, value.upper()) for scheme, value, _, disputed in told_of if not disputed}
    own = {(scheme, value.upper(), child) for scheme, value, child, _ in told_of}
    wanted: dict[tuple[str, str], tuple[str, int]] = {}
    told = engine.rows("SELECT child, scheme, value FROM identifiers WHERE value IS NOT NULL")
    by_feed = [(child, SCHEMES[load.kind], child) for child in who]
    for child, scheme, value in (*by_feed, *told, *_pupil_numbers(engine)):
        if child in who and len(value) <= _LONGEST:
            wanted.setdefault((scheme, value.upper()), (value, who[child]))
    Identifier.objects.bulk_create(
        (
            Identifier(scheme=scheme, value=value, child_id=child, load=load)
            for (scheme, upper), (value, child) in wanted.items()
            if (scheme, upper) not in held and (scheme, upper, child) not in own
        ),
        batch_size=2000,
    )


def _pupil_numbers(engine: Engine) -> list[tuple[str, str, str]]:
    """Pupil numbers that one child alone has; the codes for "unknown" are none."""
    return engine.rows(
        "SELECT any_value(child), 'upn', upn FROM children "
        "WHERE verdict IN ('added', 'changed') AND upn IS NOT NULL AND upn NOT LIKE 'UN_' "
        "GROUP BY upn HAVING count(*) = 1"
    )


def birthdays(engine: Engine) -> dict[str, date]:
    """The date of birth of children, as rows beside the Header tell it."""
    tables = " UNION ALL ".join(
        f"SELECT child, born FROM {table} WHERE born IS NOT NULL AND verdict = 'added'"
        for table, told in FACTS.items()
        if "born" in told.names
    )
    return dict(engine.rows(f"SELECT child, min(born) FROM ({tables}) AS told GROUP BY child"))


def groups(families: Iterable[str | None], engine: Engine) -> dict[str, int]:
    """The groups of brothers and sisters by the case system's code; those not known yet are made."""
    wanted = sorted({family for family in families if family})
    held: dict[str, int] = {}
    for start in range(0, len(wanted), 900):
        held |= dict(SiblingGroup.objects.filter(code__in=wanted[start : start + 900]).values_list("code", "pk"))
    made = SiblingGroup.objects.bulk_create([SiblingGroup(code=code) for code in wanted if code not in held])
    return held | {group.code: group.pk for group in made}


def know(engine: Engine) -> Known:
    """The people and teams of the service, those whom the feed tells of for the first time among them."""
    people = dict(Person.objects.exclude(worker="").values_list("worker", "pk"))
    teams = dict(Team.objects.values_list("name", "pk"))
    told = engine.records("SELECT * FROM workers WHERE worker IS NOT NULL AND name IS NOT NULL")
    fresh = {row["worker"]: row for row in told if row["worker"] not in people}
    made = Person.objects.bulk_create([_person(row) for row in fresh.values()])
    named = {name for (name,) in engine.rows("SELECT DISTINCT team FROM involvements WHERE team IS NOT NULL")}
    new_teams = Team.objects.bulk_create([Team(name=name) for name in sorted(named - teams.keys())])
    return Known(
        people | {person.worker: person.pk for person in made}, teams | {team.name: team.pk for team in new_teams}
    )


def _person(row: Mapping[str, Any]) -> Person:
    """Somebody who works with children, known from the case system: no roles, and no way to sign in."""
    person = Person(
        worker=row["worker"],
        name=row["name"][:120],
        email=f"{row['worker']}@worker.invalid".lower(),
        registration=(row["registration"] or "")[:30],
        is_active=False,
    )
    person.set_unusable_password()
    return person


def sounds(names: Mapping[str, Any]) -> str:
    """How a child's names sound, for search."""
    from sightline.casework.register import sounds as sounding

    return sounding.of(*(names.get(part) or "" for part in ("forename", "surname", "known_as")))
