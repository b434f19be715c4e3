"""Feeds side by side: who a child is, what is news, what an older or a narrower feed may not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import importing as given
from service import TODAY, make_child, make_person, moment, viewer_of
from sightline.casework.register.importing import actions, fill
from sightline.casework.register.importing.lateness import lateness
from sightline.casework.register.models import Child, Episode, Identifier, Import, Involvement, Notice
from sightline.domain import records
from sightline.domain.roles import Role
from sightline.engine.tables import COLLECTIONS, write_records, write_rows
from sightline.returns import joining, reading
from sightline.returns.ssd.writing import write_csv

pytestmark = pytest.mark.django_db

BORN = date(2014, 5, 2)
CHILD = records.Child("C1", "F", BORN, "WBRI")
CAME, MOVED = date(2026, 10, 1), date(2026, 11, 3)
FIRST = records.Episode("C1", CAME, "S", "C1", "N1", "U6", "PR1")
ENDED = records.Episode("C1", CAME, "S", "C1", "N1", "U6", "PR1", MOVED, "X1", "CARPL")
SECOND = records.Episode("C1", MOVED, "P", "C1", "N1", "K2", "PR2")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    """Loads an extract of the case system as at a day, from records by table."""

    def load(as_at: date = TODAY, on: date | None = None, **tables: list[Any]) -> Import:
        lives = tmp_path / f"lives-{len(list(tmp_path.iterdir()))}"
        lives.mkdir()
        for table, told in tables.items():
            write_records(lives / f"{table}.parquet", table, told, collection=2027, file=f"{table}.csv")
        write_rows(lives / "collections.parquet", [(2027, date(2020, 4, 1), as_at)], COLLECTIONS)
        made = fill(lives, scheme="case", at=moment(on or as_at))
        assert made.state == "loaded", made.says
        return made

    return load


def test_a_move_is_a_notice_with_how_late_it_was_told(feed: Any) -> None:
    feed(date(2026, 10, 20), children=[CHILD], episodes=[FIRST])
    feed(TODAY, children=[CHILD], episodes=[ENDED, SECOND])
    told = [(n.kind, n.happened_on, n.known_on, n.facts) for n in Notice.objects.order_by("happened_on")]
    assert told == [
        ("came_into_care", CAME, date(2026, 10, 20), {"before": "", "after": "C1"}),
        ("placement_changed", MOVED, TODAY, {"before": "U6", "after": "K2"}),
    ]
    late = lateness(date(2026, 1, 1), TODAY, seen_by=viewer_of(make_person(Role.IRO_MANAGER)))
    assert [(one.what, one.median) for one in late.by_kind] == [("came_into_care", 19), ("placement_changed", 17)]


def test_what_is_long_past_on_a_first_fill_is_history(feed: Any) -> None:
    feed(children=[CHILD], episodes=[records.Episode("C1", date(2026, 9, 1), "S", "C1", "N1", "U6", "PR1")])
    assert not Notice.objects.exists()


def test_a_child_is_known_by_another_identifier_and_birthday(feed: Any) -> None:
    child = make_child(born=BORN, in_care_since=None)
    number = Identifier.objects.get(child=child).value
    feed(children=[CHILD], identifiers=[records.Identifier("C1", "903", number)])
    assert list(Identifier.objects.filter(scheme="case").values_list("child", flat=True)) == [child.pk]


def test_the_same_identifier_with_another_birthday_is_another_child(feed: Any) -> None:
    child = make_child(born=date(2014, 5, 3), in_care_since=None)
    number = Identifier.objects.get(child=child).value
    feed(children=[CHILD], identifiers=[records.Identifier("C1", "903", number)])
    assert Child.objects.count() == 2


def test_an_older_extract_does_not_overwrite_a_newer_return(feed: Any) -> None:
    feed(children=[CHILD], episodes=[FIRST])
    Import.objects.update(kind="903", as_at=date(2026, 11, 19))
    feed(date(2026, 11, 18), children=[CHILD], episodes=[ENDED])
    assert Episode.objects.get().ceased is None
    feed(date(2026, 11, 20), children=[CHILD], episodes=[ENDED])
    assert Episode.objects.get().ceased == MOVED


def test_what_is_told_no_longer_is_gone_for_the_children_told_of_alone(feed: Any) -> None:
    other = records.Child("C2", "M", BORN, "WBRI")
    theirs = records.Episode("C2", CAME, "S", "C1", "N1", "U6", "PR1")
    feed(date(2026, 11, 10), children=[CHILD, other], episodes=[ENDED, SECOND, theirs])
    feed(children=[CHILD], episodes=[FIRST])
    assert sorted(Episode.objects.values_list("child__identifiers__value", "started")) == [
        ("C1", CAME),
        ("C2", CAME),
    ]


def test_a_second_reviewing_officer_told_by_a_feed_is_not_taken(feed: Any) -> None:
    iro = [records.Involvement("C1", worker, "iro", CAME) for worker in ("W1", "W2")]
    workers = [records.Worker("W1", "Wes Worker"), records.Worker("W2", "Wyn Worker")]
    feed(children=[CHILD], involvements=iro, workers=workers)
    assert list(Involvement.objects.values_list("person__name", flat=True)) == ["Wes Worker"]


def test_an_extract_of_the_dataset_is_read_and_loaded_and_again_changes_nothing(tmp_path: Path) -> None:
    returned = given.returns(tmp_path / "returns", 2025)
    lives = joining.join(reading.read([returned], year=None, work=tmp_path / "work"))
    write_csv(lives, tmp_path / "extract", date(2025, 3, 31))
    load = given.load(given.read(tmp_path / "extract", kind="ssd"))
    assert (load.state, load.says) == ("loaded", "")
    assert Episode.objects.exists()
    again = given.read(tmp_path / "extract", kind="ssd")
    assert {verdict for counts in again.counts.values() for verdict in counts} == {"known"}
    actions.undo(load.pk, by=None, at=moment())
    assert not Child.objects.exists()


def test_a_row_that_ends_before_it_starts_is_not_kept(feed: Any) -> None:
    made = feed(children=[CHILD], care_plans=[records.CarePlan("C1", MOVED, "P1", CAME)])
    assert "care_plans" not in made.counts
