"""What every declared check must be: named once, about fields that exist, in words that help, on both engines."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import sqlglot

from sightline.domain.records import TABLES, columns
from sightline.returns import checking
from sightline.returns.checks import ALL, BY_KEY
from sightline.returns.checks.check import LETTERS, CodeCheck, code_check
from sightline.returns.specs import LAST, for_year

FOLDER = files("sightline.returns.checks")
VIEWS = sorted(path.name.removesuffix(".sql") for path in FOLDER.joinpath("views").iterdir())
SHARED = sorted(path.name.removesuffix(".sql") for path in FOLDER.joinpath("tables").iterdir())

#: The department's rules that a reviewing service must keep in its own data, and those the code lists name.
#: (Not 454: distances are not in the files.)
MUST_ANSWER = (
    "166 167 440 441 399 501 388 433 357 432 380 381 355 504 225 226 233 383 365 367 366 361 362 363 574 575 577 "
    "580 551 552 408 557 709 710 371 372 373 374 375 376 377 378 379 387 389 460 516 527 528 529 530 531 550 133 "
    "344 420 426 445 446 611 635 210 218 232 234 157 186 188 189 542 543 545 546 304 601 602 634 SW02STG1 "
    "INT01 INT02 INT03 INT04 INT05 INT06 INT07 INT08 INT09 INT11 INT12 INT13 INT14 INT15 INT16 INT17 INT18 INT21 "
    "SW17STG2 INT31 INT32 INT33 INT34 INT35 INT36 502 503A 503B 503C 503D 503E 503F"
)


def test_a_key_is_used_once() -> None:
    assert len(BY_KEY) == len(ALL)


def test_the_rules_that_must_be_kept_are_answered() -> None:
    answered = {number for check in ALL for number in check.official}
    assert set(MUST_ANSWER.split()) - answered == set()


def test_a_key_says_which_table_it_is_about() -> None:
    for check in ALL:
        assert re.fullmatch(r"SL-([A-Z0-9]{2})-([0-9]{2,3}|[A-Z0-9]+(-[A-Z_]+)?)", check.key)
        assert check.key[3:5] in (LETTERS[check.table], "IN", "YR"), check.key


def test_fields_are_columns_of_the_table_and_of_the_return() -> None:
    for check in ALL:
        assert set(check.fields) <= {column.name for column in columns(TABLES[check.table])}, check.key
        told = for_year(LAST).files[check.table].column(check.fields[0])
        assert check.finding(collection=2025, file="a.csv", line=2).field == told.name


def test_the_wording_is_a_rule_and_then_what_to_do() -> None:
    for check in ALL:
        assert check.title[0].isupper(), check.key
        assert not check.title.endswith("."), check.key
        assert check.mend.endswith("."), check.key
        assert "{" not in check.message, check.key
        assert len(check.message) < 250, check.key


def test_the_years_are_in_order_and_what_is_needed_is_known() -> None:
    for check in ALL:
        assert (check.since or 0) <= (check.until or 9999), check.key
        assert {name.removeprefix("last_") for name in check.needs} <= set(LETTERS), check.key
        assert check.reads in VIEWS, check.key


def test_only_the_days_and_the_year_of_the_collection_come_from_outside() -> None:
    for check in ALL:
        assert set(re.findall(r":(\w+)", check.condition(2025))) <= {"start", "end", "collection"}, check.key


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_says_what_one_row_is_and_is_looked_at(view: str) -> None:
    assert FOLDER.joinpath("views", f"{view}.sql").read_text(encoding="utf-8").startswith("-- One row is ")
    assert view in {check.reads for check in ALL}


@pytest.mark.parametrize("table", SHARED)
def test_a_shared_table_says_what_one_row_is_and_is_made(table: str) -> None:
    assert FOLDER.joinpath("tables", f"{table}.sql").read_text(encoding="utf-8").startswith("-- One row is ")
    assert table in checking._SHARED


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_and_its_conditions_can_be_said_to_spark(view: str) -> None:
    query = checking._query(view, [check for check in ALL if check.reads == view], LAST)
    plain = re.sub(r":(\w+)", r"$\1", query)
    sqlglot.transpile(plain, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def test_a_check_runs_in_its_own_years() -> None:
    loose = code_check("episodes", "placement")
    assert BY_KEY["SL-EP-38"].applies_to(2024)
    assert not BY_KEY["SL-EP-38"].applies_to(2025)
    assert not BY_KEY["SL-HD-07"].applies_to(2025)
    assert BY_KEY["SL-HD-07"].applies_to(2026)
    assert loose.applies_to(2016)


def test_codes_are_those_of_the_collection_year() -> None:
    check = BY_KEY["SL-EP-CODE-PLACEMENT"]
    assert isinstance(check, CodeCheck)
    assert "'K3'" not in check.condition(2020)
    assert "'K3'" in check.condition(2026)
    assert "'Z11'" not in check.condition(2025)
    assert "'Z11'" in check.condition(2026)


def test_a_code_check_needs_a_code_set() -> None:
    with pytest.raises(ValueError, match=r"episodes\.urn has no code set"):
        code_check("episodes", "urn")
