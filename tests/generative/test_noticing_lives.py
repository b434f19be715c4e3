"""What an import notices and what an entry by hand notices are the same: reckoned in SQL, and in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kept_lives import keep
from service import make_person, moment, viewer_of
from sightline.casework.register import actions, coming, models
from sightline.casework.register.actions.rows import table_of
from sightline.casework.register.happenings import TABLES, happenings
from sightline.casework.register.importing import fill
from sightline.casework.register.importing.noticing import HAPPENED
from sightline.casework.staff.queries import Viewer
from sightline.domain import records
from sightline.domain.records import Child, Episode
from sightline.domain.roles import Role
from sightline.engine.connect import Engine
from sightline.engine.tables import COLLECTIONS, write_records, write_rows

KNOWN, NOW = date(2024, 12, 31), date(2025, 10, 1)
BY_HAND = ("episodes", "missing", "social_workers", "care_plans")
Tables = dict[str, list[Any]]


def test_the_two_reckonings_agree_on_any_rows(lives: ModuleType, duckdb_engine: Engine, tmp_path: Path) -> None:
    """Rows that contradict each other, too: a feed may tell anything."""
    chance = lives.Seeded(17)
    told = [_told(chance, life, muddled=True) for life in lives.many(400, seed=23)]
    _define(duckdb_engine, told, tmp_path)
    reckoned = defaultdict(lambda: defaultdict(set))  # type: ignore[var-annotated]
    for who, kind, on, was, now in duckdb_engine.rows(f"SELECT * FROM ({HAPPENED})".replace("{state}", "tried")):
        if on is not None:
            reckoned[who][kind, on].add((was or "", now or ""))
    for number, tables in enumerate(told):
        found = happenings({table: [asdict(row) for row in tables[table]] for table in TABLES})
        assert found.keys() == reckoned[number].keys()
        for key, (was, now) in found.items():
            assert (was or "", now or "") in reckoned[number][key]
    kinds = {kind for found in reckoned.values() for kind, _ in found}
    assert len(kinds) == 8  # every kind has happened


@pytest.mark.django_db
def test_a_feed_and_a_person_make_the_same_notices(lives: ModuleType, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"
    chance = lives.Seeded(5)
    told = [(life, _told(chance, life)) for life in lives.many(100, seed=31)]
    before = [_known(tables) for _, tables in told]
    _feed(tmp_path / "before", [life.child for life, _ in told], before, KNOWN)
    second = _feed(tmp_path / "after", [life.child for life, _ in told], [tables for _, tables in told], NOW)
    names = dict(models.Identifier.objects.filter(scheme="case").values_list("child", "value"))
    fed = {(names[child], *rest) for child, *rest in _notices(load=second)}

    by = viewer_of(make_person(Role.BUSINESS_SUPPORT), at=moment(NOW))
    kept = keep(replace(life, episodes=(), reviews=(), early_reviews=()) for life, _ in told)
    for child, (_, after), known in zip(kept, told, before, strict=True):
        _keep_rows(child, known)
        for table in BY_HAND:
            _by_hand(child, table, known[table], after[table], by)
    numbers = {child.pk: life.child.child for child, (life, _) in zip(kept, told, strict=True)}
    entered = {(numbers[child], *rest) for child, *rest in _notices(made_by=by.id)}
    assert entered == fed
    assert len({kind for _, kind, *_ in fed}) == 8


@pytest.mark.django_db
def test_what_a_feed_tells_ahead_is_noticed_once_on_its_day(
    lives: ModuleType, tmp_path: Path, settings: Any
) -> None:
    """As much as if it were told afterwards, whenever the daily work is done; and nothing before its day."""
    settings.DATA = tmp_path / "data"
    chance = lives.Seeded(7)
    told = [(life, _told(chance, life)) for life in lives.many(100, seed=43)]
    children, tables = [life.child for life, _ in told], [each for _, each in told]
    _feed(tmp_path / "ahead", children, tables, KNOWN)
    numbers = dict(models.Identifier.objects.filter(scheme="case").values_list("value", "child"))
    ahead = {
        (numbers[life.child.child], kind, on, was or "", now or "")
        for life, each in told
        for (kind, on), (was, now) in happenings({t: [asdict(row) for row in each[t]] for t in TABLES}).items()
        if KNOWN < on <= NOW
    }
    day = KNOWN
    while day < NOW:
        day = min(NOW, day + timedelta(chance.between(1, 40)))  # late, at times
        if chance.sometimes(30):
            _feed(tmp_path / f"again-{day}", children, tables, day)  # tells the same anew, before or after
        for _ in range(chance.between(1, 2)):
            coming.notice(on=day, at=moment(day))
        noticed = _noticed_since(KNOWN)
        assert sorted(noticed) == sorted(one for one in ahead if one[2] <= day)  # none twice, none too early
    assert len({kind for _, kind, *_ in ahead}) == 8


def _noticed_since(day: date) -> list[tuple[Any, ...]]:
    rows = models.Notice.objects.filter(happened_on__gt=day).values_list("child", "kind", "happened_on", "facts")
    return [(*row, facts["before"], facts["after"]) for *row, facts in rows]


def _told(chance: Any, life: Any, *, muddled: bool = False) -> Tables:
    """A life with plans, workers and times missing beside it."""
    episodes = [_muddled(chance, each) if muddled else each for each in life.episodes]
    first = life.episodes[0].started if life.episodes else NOW
    who, born = life.child.child, life.child.born
    plans = [records.CarePlan(who, *spell) for spell in _spells(chance, first, ("LTFOST18", "ADOPTION"))]
    workers = [
        records.SocialWorker(who, born, worker, started, ended)
        for started, worker, ended in _spells(chance, first, ("W1", "W2", "W3"))
    ]
    away = [
        records.Missing(who, born, kind, started, None if chance.sometimes(10) else started)
        for started, kind, _ in _spells(chance, first, ("M", "A"))
    ]
    involved = [
        records.Involvement(who, chance.choose((row.worker, "W4", None)), role, row.started)
        for role in ("social_worker", "iro")
        for row in workers if muddled and chance.sometimes(40)
    ]  # fmt: skip
    told = {"episodes": episodes, "missing": away, "social_workers": workers, "care_plans": plans}
    return {**told, "involvements": involved}


def _spells(chance: Any, first: date, options: tuple[str, ...]) -> Iterator[tuple[date, str, date | None]]:
    """One after the other; the last may not have ended."""
    day = first + timedelta(chance.between(0, 60))
    for _ in range(chance.between(0, 12)):
        after = day + timedelta(chance.between(1, 200))
        if after > NOW:
            yield day, chance.choose(options), None
            return
        yield day, chance.choose(options), after
        day = after


def _muddled(chance: Any, episode: Episode) -> Episode:
    """At times something that is missing, or a day that overlaps or leaves a gap."""
    if chance.sometimes(80):
        return episode
    ended = episode.ceased + timedelta(chance.choose((-3, 5))) if episode.ceased else None
    return chance.choose(  # type: ignore[no-any-return]
        (
            replace(episode, ceased=None),
            replace(episode, ceased=None, reason_ceased=None),
            replace(episode, reason_ceased=None),
            replace(episode, reason_ceased="E8"),
            replace(episode, ceased=ended),
            replace(episode, legal_status="V4"),
            replace(episode, legal_status=None),
            replace(episode, placement=None),
            replace(episode, reason_started=None),
        )
    )


def _define(engine: Engine, told: list[Tables], folder: Path) -> None:
    for table in TABLES:
        rows = [replace(row, child=str(number)) for number, tables in enumerate(told) for row in tables[table]]
        write_records(folder / f"{table}.parquet", table, rows, collection=2025, file="x.csv")
        engine.load(f"given_{table}", folder / f"{table}.parquet")
        engine.define(f"tried_{table}", f"SELECT CAST(child AS INTEGER) AS who, * FROM given_{table}")


def _known(tables: Tables) -> Tables:
    """As it was told on the day KNOWN: what had begun, and what had ended by then."""
    return {table: [_open(row) for row in rows if row.started <= KNOWN] for table, rows in tables.items()}


def _open(row: Any) -> Any:
    if isinstance(row, Episode):
        ended = row.ceased and row.ceased > KNOWN
        return replace(row, ceased=None, reason_ceased=None, reason_moved=None) if ended else row
    return replace(row, ended=None) if row.ended and row.ended > KNOWN else row


def _feed(folder: Path, children: list[Child], told: list[Tables], as_at: date) -> models.Import:
    folder.mkdir()
    write_records(folder / "children.parquet", "children", children, collection=2026, file="children.csv")
    for table in BY_HAND:
        rows = [row for tables in told for row in tables[table]]
        write_records(folder / f"{table}.parquet", table, rows, collection=2026, file=f"{table}.csv")
    write_rows(folder / "collections.parquet", [(2026, date(2015, 4, 1), as_at)], COLLECTIONS)
    made = fill(folder, scheme="case", at=moment(as_at))
    assert made.state == "loaded", made.says
    return made


def _notices(**only: Any) -> Iterable[tuple[Any, ...]]:
    rows = models.Notice.objects.filter(**only).values_list("child", "kind", "happened_on", "known_on", "facts")
    return [(*row, facts["before"], facts["after"]) for *row, facts in rows]


def _keep_rows(child: models.Child, known: Tables) -> None:
    for table in BY_HAND:
        kind = table_of(table)
        kind.model._default_manager.bulk_create(
            kind.model(child=child, **_values(table, row)) for row in known[table]
        )


def _by_hand(child: models.Child, table: str, known: list[Any], after: list[Any], by: Viewer) -> None:
    """Row by row in the order of time, as somebody would who hears of it."""
    was = {row.started: row for row in known}
    rows = table_of(table).model._default_manager.filter(child=child)
    for row in sorted(after, key=lambda each: each.started):
        if row.started not in was:
            actions.add(child=child.pk, table=table, by=by, **_values(table, row))
        elif row != was[row.started]:
            held = rows.get(started=row.started)
            actions.correct(
                child=child.pk, table=table, row=held.pk, version=held.version, why="As told", by=by,
                **_values(table, row),
            )  # fmt: skip


def _values(table: str, row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in table_of(table).fields}
