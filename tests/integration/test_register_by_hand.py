"""What only returns told, entered by hand: right for the return, kept from feeds, and no nonsense on any page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import importing as given
from service import TODAY, make_child, make_episode, make_person, moment, signed_in, viewer_of
from sightline.casework.register import actions, extract, models
from sightline.casework.register.checks_of_returns import of_return
from sightline.casework.register.tables import DETAILS
from sightline.casework.register.told import FACTS
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.domain.records import TABLES, columns
from sightline.domain.roles import Role
from sightline.indicators import evaluate
from sightline.indicators.figures import Period
from sightline.returns import checking, reading
from sightline.returns.findings import Severity
from sightline.returns.pages import rows_of
from sightline.returns.writing import write_csv

pytestmark = pytest.mark.django_db

YEAR = 2026

#: For each table: the child's birthday and sex, the spells in care, and what is entered.
LIVES: dict[str, tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]] = {
    "uasc": (
        {"born": date(2008, 9, 1), "sex": "M"},
        [{"started": date(2025, 6, 2), "legal_status": "V2"}],
        {"status_ceased": date(2026, 1, 9)},
    ),
    "outcomes": (
        {"born": date(2014, 5, 2), "mother": 0},
        [{"started": date(2024, 6, 3)}],
        {
            "collection": YEAR, "sdq_score": 14, "convicted": 0, "immunisations": 1, "teeth_check": 1,
            "health_assessment": 0, "substance_misuse": 1, "intervention_received": 0, "intervention_offered": 1,
        },
    ),
    "care_leavers": (
        {"born": date(2008, 2, 2), "sex": "M"},
        [{"started": date(2024, 6, 3), "ceased": date(2026, 2, 2), "reason_ceased": "E5"}],
        {"collection": YEAR, "in_touch": "YES", "activity": "F4", "accommodation": "U1"},
    ),
    "adoptions": (
        {"born": date(2023, 6, 15), "sex": "M", "upn": "UN1"},
        [
            {"started": date(2024, 9, 2), "legal_status": "E1", "ceased": date(2025, 7, 1), "reason_ceased": "X1",
             "reason_moved": "CARPL"},
            {"started": date(2025, 7, 1), "reason_started": "P", "legal_status": "E1", "placement": "A6",
             "ceased": date(2026, 1, 15), "reason_ceased": "E12"},
        ],
        {
            "decided": date(2025, 2, 3), "matched": date(2025, 6, 2), "by_foster_carer": "0", "adopters": "2",
            "adopters_sex": "MF", "adopters_legal_status": "L11",
        },
    ),
    "previous_permanence": (
        {"born": date(2015, 3, 3), "mother": 0},
        [{"started": date(2025, 9, 1)}],
        {"collection": YEAR, "previous": "P2", "ordered": "zz/06/2019", "authority": "SCO"},
    ),
}  # fmt: skip

#: Of each table something that cannot be, and where that is said.
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "uasc": ("status_ceased", {"status_ceased": date(2026, 9, 2)}),
    "outcomes": ("health_check", {"health_check": 1}),
    "care_leavers": ("accommodation", {"accommodation": "0"}),
    "adoptions": ("adopters_sex", {"adopters": "1"}),
    "previous_permanence": ("ordered", {"ordered": "June 2019"}),
}


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def analyst() -> Person:
    return make_person(Role.ANALYST)


@pytest.fixture
def by(analyst: Person) -> Viewer:
    return viewer_of(analyst)


def child_of(table: str) -> models.Child:
    """A child of whom a row of the table may be entered."""
    details, episodes, _ = LIVES[table]
    child = make_child(in_care_since=None, **{"upn": "UN3", **details})
    for episode in episodes:
        told = {"home_postcode": "AB1 2CD", "placement_postcode": "AB1 3EF", "urn": "SC123456", **episode}
        make_episode(child, **told)
    return child


def enter(child: models.Child, table: str, by: Viewer, **values: Any) -> int:
    return actions.add(child=child.pk, table=table, by=by, **{**LIVES[table][2], **values})


def told_by(folder: Path, table: str) -> list[Any]:
    """The records of a table of a lives folder, whatever year they are of."""
    names = [column.name for column in columns(TABLES[table])]
    return [TABLES[table](*values) for values in rows_of(folder / f"{table}.parquet", names)]


class TestEntering:
    @pytest.mark.parametrize("table", LIVES)
    def test_the_extract_says_what_was_entered_and_whose_it_is(
        self, table: str, by: Viewer, tmp_path: Path
    ) -> None:
        child = child_of(table)
        enter(child, table, by)
        told = LIVES[table][2]
        (row,) = told_by(extract.write(tmp_path / "extract", on=TODAY), table)
        assert row.child == models.Identifier.objects.get(child=child).value
        assert (row.born, getattr(row, "sex", child.sex)) == (child.born, child.sex)
        assert {name: getattr(row, name) for name in told if name != "collection"} == {
            name: value for name, value in told.items() if name != "collection"
        }
        ((collection,),) = rows_of(tmp_path / "extract" / f"{table}.parquet", ("collection",))
        assert collection == told.get("collection")

    @pytest.mark.parametrize("table", LIVES)
    def test_what_the_return_would_refuse_is_said_at_its_field(self, table: str, by: Viewer) -> None:
        child, (field, values) = child_of(table), WRONG[table]
        with pytest.raises(actions.NotRight) as refused:
            enter(child, table, by, **values)
        assert list(refused.value.errors) == [field]

    @pytest.mark.parametrize("table", LIVES)
    def test_a_second_one_of_the_same_is_refused_in_words(self, table: str, by: Viewer) -> None:
        child = child_of(table)
        enter(child, table, by)
        with pytest.raises(actions.NotRight) as refused:
            enter(child, table, by)
        assert list(refused.value.errors.values()) == ["There is one like this already"]

    @pytest.mark.parametrize("table", ["outcomes", "care_leavers", "previous_permanence"])
    def test_a_row_of_a_year_needs_a_year_that_has_begun(self, table: str, by: Viewer) -> None:
        child = child_of(table)
        for year in (None, 2028, "2026"):
            with pytest.raises(actions.NotRight) as refused:
                enter(child, table, by, collection=year)
            assert list(refused.value.errors) == ["collection"]

    @pytest.mark.parametrize(
        ("table", "on", "right"),
        [
            ("outcomes", date(2026, 3, 30), False),  # asked of the whole year
            ("outcomes", date(2026, 3, 31), True),
            ("care_leavers", date(2026, 3, 30), True),  # asked of a birthday in it
        ],
    )
    def test_a_whole_year_is_told_of_from_its_last_day_on(self, table: str, on: date, *, right: bool) -> None:
        values = {"health_check": None, "sdq_reason": None, **LIVES[table][2]}
        wrong = dict(of_return(table, values, born=LIVES[table][0]["born"], on=on))
        assert list(wrong) == ([] if right else ["collection"])

    @pytest.mark.parametrize(
        ("born", "right"), [(date(2000, 4, 1), True), (date(2000, 3, 31), False), (date(1995, 5, 2), False)]
    )
    def test_nobody_is_a_care_leaver_who_was_25_before_the_year(self, born: date, *, right: bool) -> None:
        wrong = dict(of_return("care_leavers", LIVES["care_leavers"][2], born=born, on=TODAY))
        assert list(wrong) == ([] if right else ["collection"])

    @pytest.mark.parametrize(
        ("ordered", "right"),
        [
            ("31/03/2026", True),  # the last day of the year in which the child came
            ("01/04/2026", False),
            ("zz/03/2026", True),
            ("zz/04/2026", False),
            ("zz/zz/2026", True),
            ("zz/zz/2027", False),
            ("03/03/2015", True),  # the birthday
            ("02/03/2015", False),
            ("zz/03/2015", True),
            ("zz/02/2015", False),
            ("zz/zz/2014", False),
            ("29/02/2023", False),
            ("zz/zz/zzzz", True),
        ],
    )
    def test_an_earlier_order_was_in_the_childs_life_and_before_care(self, ordered: str, *, right: bool) -> None:
        values = {**LIVES["previous_permanence"][2], "ordered": ordered}
        wrong = dict(of_return("previous_permanence", values, born=date(2015, 3, 3), on=TODAY))
        assert list(wrong) == ([] if right else ["ordered"])

    def test_no_order_is_of_a_day_to_come(self) -> None:
        values = {**LIVES["previous_permanence"][2], "collection": 2027}
        for day, right in ((TODAY, True), (TODAY + timedelta(days=1), False)):
            told = values | {"ordered": f"{day:%d/%m/%Y}"}
            assert (not dict(of_return("previous_permanence", told, born=None, on=TODAY))) is right

    def test_the_return_of_the_year_has_it_and_finds_nothing_wrong(self, by: Viewer, tmp_path: Path) -> None:
        for table in LIVES:
            enter(child_of(table), table, by)
        lives = extract.write(tmp_path / "extract", on=TODAY)
        write_csv(
            {table: told_by(lives, table) for table in ("children", "episodes", *LIVES)},
            tmp_path / "2025-26",
            YEAR,
        )
        found = checking.check(reading.read([tmp_path / "2025-26"], year=YEAR, work=tmp_path / "work"))
        wrong = {each.rule for each in found if each.record in LIVES and each.severity is Severity.ERROR}
        assert wrong == set()


class TestFeeds:
    def load(self, folder: Path, **rows: list[Any]) -> Any:
        """Loads a return of the year with what the register says of a child, and these rows."""
        write_csv(rows, folder / "2025-26", YEAR)
        return given.load(given.read(folder / "2025-26", year=YEAR))

    def told(self, tmp_path: Path) -> dict[str, list[Any]]:
        lives = extract.write(tmp_path / "extract", on=TODAY)
        return {table: told_by(lives, table) for table in ("children", "episodes", "care_leavers")}

    def test_the_same_told_by_a_return_changes_nothing(self, by: Viewer, tmp_path: Path) -> None:
        enter(child_of("care_leavers"), "care_leavers", by)
        rows = self.told(tmp_path)
        for name in ("first", "again"):
            load = self.load(tmp_path / name, **rows)
            assert load.counts["care_leavers"] == {"known": 1}
        assert models.CareLeaver.objects.get().load is None

    def test_a_birthday_that_nobody_typed_contradicts_no_return(self, by: Viewer, tmp_path: Path) -> None:
        """Rows of a return repeat the child's birthday; a person is not asked for it again."""
        child = child_of("outcomes")
        actions.add(
            child=child.pk, table="missing", by=by, kind="M", started=date(2025, 7, 1), ended=date(2025, 7, 2)
        )
        lives = extract.write(tmp_path / "extract", on=TODAY)
        rows = {name: told_by(lives, name) for name in ("children", "episodes", "missing")}
        assert self.load(tmp_path, **rows).counts["missing"] == {"known": 1}

    def test_told_otherwise_is_a_contradiction_and_stays_as_entered(self, by: Viewer, tmp_path: Path) -> None:
        enter(child_of("care_leavers"), "care_leavers", by)
        rows = self.told(tmp_path)
        told = LIVES["care_leavers"][2] | {"activity": "G5"}
        child, born = rows["care_leavers"][0].child, rows["care_leavers"][0].born
        rows["care_leavers"] = [
            TABLES["care_leavers"](
                child, born, *(told[name] for name in ("in_touch", "activity", "accommodation"))
            )
        ]
        load = self.load(tmp_path / "other", **rows)
        assert load.counts["care_leavers"] == {"contradicted": 1}
        assert models.CareLeaver.objects.get().activity == "F4"
        assert models.Contradiction.objects.get().table == "care_leavers"

    @pytest.mark.parametrize("table", LIVES)
    def test_what_was_taken_away_is_not_brought_back(self, table: str, by: Viewer, tmp_path: Path) -> None:
        child = child_of(table)
        row = enter(child, table, by)
        lives = extract.write(tmp_path / "extract", on=TODAY)
        rows = {name: told_by(lives, name) for name in ("children", "episodes", table)}
        actions.take_away(child=child.pk, table=table, row=row, version=1, reason="Another child", by=by)
        assert self.load(tmp_path, **rows).counts[table] == {"contradicted": 1}
        assert not FACTS[table].model._default_manager.exists()

    def test_another_year_is_another_row(self, by: Viewer, tmp_path: Path) -> None:
        enter(child_of("care_leavers"), "care_leavers", by, collection=2027)
        rows = self.told(tmp_path)
        assert self.load(tmp_path / "first", **rows).counts["care_leavers"] == {"added": 1}
        assert sorted(models.CareLeaver.objects.values_list("collection", flat=True)) == [2026, 2027]


class TestPages:
    @pytest.fixture
    def client(self, client: Client, analyst: Person) -> Client:
        return signed_in(client, analyst)

    @pytest.mark.parametrize("table", LIVES)
    def test_it_reads_well_wherever_the_child_is_shown(self, table: str, by: Viewer, client: Client) -> None:
        child = child_of(table)
        row = enter(child, table, by)
        pages = {
            name: client.get(reverse(name, kwargs={"pk": child.pk})).text
            for name in ("child", "child-record", "child-chronology", "child-people")
        }
        where = {"pk": child.pk, "table": table, "row": row}
        pages |= {
            name: client.get(reverse(name, kwargs=where)).text for name in ("child-source", "child-record-row")
        }
        for page in pages.values():
            said = page.replace("<dd>None</dd>", "")  # no review is due of a child who is not in care
            assert ">None<" not in said
            assert "None," not in said
        assert f"Entered by {by.name}" in pages["child-record"]

    @pytest.mark.parametrize(
        ("table", "happened"),
        [
            ("uasc", "Status as an unaccompanied child seeking asylum ended"),
            ("adoptions", "Matched with adopters"),
            ("outcomes", None),
            ("care_leavers", None),
            ("previous_permanence", None),
        ],
    )
    def test_a_year_is_no_happening_and_a_day_is(
        self, table: str, happened: str | None, by: Viewer, client: Client
    ) -> None:
        child = child_of(table)
        address = reverse("child-chronology", kwargs={"pk": child.pk}) + "?format=csv"
        before = client.get(address).content.decode()
        enter(child, table, by)
        after = client.get(address).content.decode()
        fresh = [line for line in after.splitlines() if line not in before.splitlines()]
        assert len(fresh) == (1 if happened else 0)
        assert all(str(happened) in line for line in fresh)

    @pytest.mark.parametrize(("table", "another"), [("uasc", False), ("adoptions", False), ("outcomes", True)])
    def test_another_is_offered_where_there_can_be_one(
        self, table: str, another: bool, by: Viewer, client: Client
    ) -> None:
        child = child_of(table)
        add = reverse("child-record-add", kwargs={"pk": child.pk, "table": table})
        address = reverse("child-record", kwargs={"pk": child.pk})
        assert add in client.get(address).text
        enter(child, table, by)
        assert (add in client.get(address).text) is another

    def test_a_status_that_lasts_says_so(self, by: Viewer, client: Client) -> None:
        child = child_of("uasc")
        enter(child, "uasc", by, status_ceased=None)
        assert "It has not ended" in client.get(reverse("child-record", kwargs={"pk": child.pk})).text

    def test_the_childs_page_asks_no_more_for_rows_of_years(self, by: Viewer, client: Client) -> None:
        child = child_of("outcomes")
        address = reverse("child", kwargs={"pk": child.pk})
        client.get(address)

        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            return len(queries)

        before = asked()
        enter(child, "outcomes", by)
        enter(child, "previous_permanence", by)
        client.get(address)
        assert asked() == before

    def test_a_form_is_filled_in_and_sent(self, client: Client) -> None:
        child = child_of("care_leavers")
        address = reverse("child-record-add", kwargs={"pk": child.pk, "table": "care_leavers"})
        form = client.get(address).text
        assert "April 2025 to March 2026" in form
        assert "April 2027" not in form
        client.post(address, {**LIVES["care_leavers"][2], "collection": "2026"})
        row = models.CareLeaver.objects.get(child=child)
        assert (row.collection, row.activity) == (2026, "F4")

    def test_a_year_told_long_ago_may_be_kept_in_a_correction(self, by: Viewer, client: Client) -> None:
        child = child_of("outcomes")
        row = models.Outcome.objects.create(child=child, collection=2009)
        address = reverse("child-record-row", kwargs={"pk": child.pk, "table": "outcomes", "row": row.pk})
        assert "April 2008 to March 2009" in client.get(address).text


class TestWhoTheChildIs:
    def correct(self, child: models.Child, by: Viewer, **values: Any) -> None:
        kept = {field.name: getattr(child, field.name) for field in DETAILS}
        actions.correct_child(child=child.pk, version=child.version, reason="Asked", by=by, **{**kept, **values})

    def test_a_pupil_number_is_kept_in_capitals_without_spaces(self, by: Viewer) -> None:
        child = make_child()
        self.correct(child, by, upn="p2070 0001 6049")
        assert models.Child.objects.get(pk=child.pk).upn == "P207000016049"

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("upn", {"upn": "Q207000016049"}),
            ("upn", {"upn": "UN9"}),
            ("first_child_born", {"mother": 1}),
            ("first_child_born", {"first_child_born": date(2026, 3, 1)}),
            ("first_child_born", {"mother": 1, "first_child_born": date(2020, 3, 1)}),
            ("first_child_born", {"mother": 1, "first_child_born": date(2026, 12, 1)}),
            ("mother", {"mother": 1, "first_child_born": date(2026, 3, 1), "sex": "M"}),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(self, by: Viewer, field: str, values: dict[str, Any]) -> None:
        child = make_child(born=date(2010, 5, 2))
        with pytest.raises(actions.NotRight) as refused:
            self.correct(child, by, **values)
        assert field in refused.value.errors

    def test_a_mother_with_a_first_child(self, by: Viewer) -> None:
        child = make_child(born=date(2010, 5, 2))
        self.correct(child, by, mother=1, first_child_born=date(2026, 3, 1))
        assert models.Child.objects.get(pk=child.pk).first_child_born == date(2026, 3, 1)

    def test_what_a_feed_told_stays_where_nobody_touches_it(self, by: Viewer) -> None:
        """The near miss: the same number, typed by a person, is refused."""
        child = make_child(upn="B123456789012", mother=1)
        self.correct(child, by, religion="Quaker")
        assert models.Child.objects.get(pk=child.pk).religion == "Quaker"
        with pytest.raises(actions.NotRight):
            self.correct(make_child(), by, upn="B123456789012")

    def test_a_feed_that_writes_it_small_does_not_stop_what_is_corrected_beside_it(self, by: Viewer) -> None:
        """The near miss: one digit more is another number."""
        child = make_child(upn="b12 3456789012")
        self.correct(child, by, religion="Quaker")
        child.refresh_from_db()
        assert child.religion == "Quaker"
        with pytest.raises(actions.NotRight):
            self.correct(child, by, upn="b1234567890123")


def test_a_row_that_a_return_told_keeps_the_birthday_it_told() -> None:
    """Only what no import told is of the child as we know it."""
    child = make_child(born=date(2010, 5, 2), in_care_since=None)
    load = models.Import.objects.create(kind="903", state="loaded", made_at=moment())
    for year, of in ((2025, load), (2026, None)):
        models.Outcome.objects.create(child=child, collection=year, born=date(2010, 2, 5), load=of)
    born = {row[-3]: row[5] for row in extract.rows(FACTS["outcomes"])}
    assert born == {2025: date(2010, 2, 5), 2026: date(2010, 5, 2)}


class TestFigures:
    """A council with no feed at all, and one whose returns tell nothing of what was entered."""

    def counted(self, tmp_path: Path, name: str, *indicators: str) -> dict[str, tuple[Any, Any]]:
        lives = extract.write(tmp_path / name, on=TODAY)
        told = evaluate.evaluate(lives, [Period.year(YEAR)], indicators=indicators)
        return {figure.indicator: (figure.numerator, figure.note) for figure in told}

    def load_children_alone(self, tmp_path: Path) -> None:
        """A return of the year that has Header and Episodes, and no other file."""
        lives = extract.write(tmp_path / "extract", on=TODAY)
        told = {table: told_by(lives, table) for table in ("children", "episodes")}
        write_csv(told, tmp_path / "2025-26", YEAR)
        assert given.load(given.read(tmp_path / "2025-26", year=YEAR)).state == "loaded"

    @pytest.mark.parametrize("with_a_return", [False, True])
    def test_what_was_entered_counts(self, with_a_return: bool, by: Viewer, tmp_path: Path) -> None:
        for table in ("uasc", "outcomes", "care_leavers"):
            child = child_of(table)
            enter(child, table, by, **({"status_ceased": None} if table == "uasc" else {}))
        if with_a_return:
            lives = extract.write(tmp_path / "extract", on=TODAY)
            write_csv(
                {name: told_by(lives, name) for name in ("children", "episodes")}, tmp_path / "2025-26", YEAR
            )
            assert given.load(given.read(tmp_path / "2025-26", year=YEAR)).state == "loaded"
        found = self.counted(tmp_path, "lives", "cla-uasc", "immunisations", "care-leaver-in-touch")
        assert found == {"cla-uasc": (1, ""), "immunisations": (1, ""), "care-leaver-in-touch": (1, "")}

    def test_what_nobody_told_is_not_nought(self, tmp_path: Path) -> None:
        """The near miss: a return without the file, and nothing entered."""
        child_of("uasc")
        self.load_children_alone(tmp_path)
        ((_, note),) = self.counted(tmp_path, "lives", "cla-uasc").values()
        assert note == "no rows of the UASC file were given for 2025-26"
