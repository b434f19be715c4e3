"""Which child of the register a child of a feed is: by identifier, never by likeness.

A child is known by the feed's own identifier. Failing that, by another identifier that the feed tells (the case
system's, the 903's, a pupil number) together with the date of birth, where exactly one child fits who has no
identifier of the feed's kind yet: a child adopted gets a new 903 identifier, and is never joined to the old one.
Who is merely alike (same birthday and a name like it, or the same day of coming into care) is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sightline.casework.register.models import Child, Identifier
from sightline.casework.register.told import TOLD
from sightline.engine.connect import Engine
from sightline.engine.tables import write_small

ALIKE = 0.9  # of 1, by Jaro and Winkler's measure, for names of one birthday


def match(engine: Engine, scheme: str, folder: Path) -> None:
    """Make `who`: each child of the feed (`child`), the register's number or none (`child_id`), a name for both.

    The tables told are loaded in the engine as `told_<table>`; `folder` is for temporary files.
    """
    _load_register(engine, folder)
    everyone = " UNION ".join(f"SELECT child FROM told_{table} WHERE child IS NOT NULL" for table in TOLD)
    engine.define("everyone", everyone)
    engine.define("direct", _DIRECT, scheme=scheme)
    engine.define("others", _OTHERS, scheme=scheme)
    engine.define(
        "who",
        "SELECT child, child_id, CASE WHEN child_id IS NULL THEN '+' || child ELSE '#' || child_id END AS who "
        "FROM everyone LEFT JOIN (SELECT * FROM direct UNION ALL SELECT * FROM others) AS known USING (child)",
    )


_DIRECT = """
SELECT child, min(child_id) AS child_id
FROM everyone JOIN held_identifiers ON scheme = :scheme AND value = upper(child)
GROUP BY child
"""

#: By another identifier and the date of birth: one child of the feed, one of the register, neither known already.
_OTHERS = """
WITH told AS (
    SELECT child, scheme, upper(value) AS value FROM told_identifiers
    UNION
    SELECT child, 'upn', upper(upn) FROM told_children WHERE upn IS NOT NULL AND upn NOT LIKE 'UN_'
),

fitting AS (
    SELECT DISTINCT told.child, held.child_id
    FROM told
    JOIN held_identifiers AS held USING (scheme, value)
    JOIN known_children AS known ON known.child_id = held.child_id
    JOIN told_children AS child ON child.child = told.child AND child.born = known.born
    WHERE told.child NOT IN (SELECT child FROM direct)
        AND held.child_id NOT IN (SELECT child_id FROM held_identifiers WHERE scheme = :scheme)
)

SELECT child, child_id
FROM fitting
WHERE child IN (SELECT child FROM fitting GROUP BY child HAVING count(*) = 1)
    AND child_id IN (SELECT child_id FROM fitting GROUP BY child_id HAVING count(*) = 1)
"""


def find_alike(engine: Engine) -> None:
    """Make `alike`: children new to the register who are like one that it has; for a person to look at."""
    engine.define("alike", _ALIKE, enough=ALIKE)


_ALIKE = """
WITH fresh AS (
    SELECT who.child, told.born, told.sex, told.file, told.line, told.collection,
        lower(concat_ws(' ', names.forename, names.surname)) AS name,
        (SELECT min(started) FROM told_episodes AS episode WHERE episode.child = who.child) AS came
    FROM who
    JOIN told_children AS told USING (child)
    LEFT JOIN told_names AS names USING (child)
    WHERE who.child_id IS NULL
),

pairs AS (
    SELECT fresh.*, held.child_id,
        fresh.name <> '' AND held.name <> ''
            AND jaro_winkler_similarity(fresh.name, held.name) >= :enough AS by_name,
        fresh.came = held.came AND fresh.sex = held.sex AS by_coming
    FROM fresh JOIN known_children AS held ON held.born = fresh.born
    WHERE held.child_id NOT IN (SELECT child_id FROM who WHERE child_id IS NOT NULL)
)

SELECT child, child_id, collection, file, line, CASE WHEN by_name THEN 'name' ELSE 'coming' END AS likeness
FROM pairs
WHERE by_name OR by_coming
"""


def _load_register(engine: Engine, folder: Path) -> None:
    tables: Mapping[str, tuple[Iterable[Sequence[object]], Mapping[str, str]]] = {
        "held_identifiers": (
            ((scheme, value.upper(), child) for scheme, value, child in _identifiers()),
            {"scheme": "VARCHAR", "value": "VARCHAR", "child_id": "BIGINT"},
        ),
        "held": (
            Child.objects.values_list("pk", "born", "sex", "forename", "surname").iterator(chunk_size=5000),
            {"child_id": "BIGINT", "born": "DATE", "sex": "VARCHAR", "forename": "VARCHAR", "surname": "VARCHAR"},
        ),
    }
    write_small(folder, tables)
    for table in tables:
        engine.load(table, folder / f"{table}.parquet")
    engine.define(
        "known_children",
        "SELECT child_id, born, sex, lower(trim(concat_ws(' ', forename, surname))) AS name, "
        "(SELECT min(started) FROM held_episodes AS episode WHERE episode.child_id = held.child_id) AS came "
        "FROM held",
    )


def _identifiers() -> Iterator[tuple[str, str, int]]:
    yield from (
        Identifier.objects.filter(disputed=False)
        .values_list("scheme", "value", "child_id")
        .iterator(chunk_size=5000)
    )
    for pk, upn in Child.objects.exclude(upn=None).values_list("pk", "upn"):
        yield "upn", upn or "", pk
