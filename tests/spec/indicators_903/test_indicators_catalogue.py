"""The catalogue itself: every fragment is SQL over its table, every name leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from sightline.domain import codes
from sightline.engine import reference, views
from sightline.engine.connect import Engine, connect
from sightline.engine.expressions import FUNCTIONS
from sightline.indicators import units
from sightline.indicators.catalogue import DIMENSIONS, GROUPS, INDICATORS, TOTALS, Indicator
from sightline.indicators.catalogue.dimensions import Kind
from sightline.indicators.figures import Period

EVERY = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
FROM_RETURN = {
    *("cla-count", "cla-rate", "cla-change", "cla-started", "cla-started-rate", "cla-started-by-need"),
    *("cla-started-by-legal", "cla-ceased", "cla-ceased-rate", "cla-ceased-by-reason", "cla-ceased-by-age"),
    *("cla-age-profile", "cla-sex-profile", "cla-ethnicity-profile", "cla-uasc", "uasc-nts-threshold"),
    *("cla-remand", "cla-short-breaks", "cla-legal-status", "s20-duration", "placement-order-unplaced"),
    *("cla-placement-type", "cla-placement-provider", "cla-connected-carers", "cla-placed-with-parents"),
    *("cla-out-of-area", "cla-3plus-placements", "cla-2yr-same-placement", "placement-unplanned-ends"),
    *("reviews-held", "reviews-per-child", "first-review-in-time", "second-review-in-time"),
    *("later-review-in-time", "adoption-review-in-time", "reviews-overdue", "attendance-review"),
    *("no-voice-reviews", "pn-distribution", "health-assessment", "health-development-u5", "immunisations"),
    *("dental", "sdq-complete", "sdq-average", "substance-misuse", "offending", "missing-children"),
    *("sgo-adoption", "care-leaver-eet", "care-leaver-suitable", "sw-changes"),
}


@pytest.fixture(scope="module")
def described() -> Iterator[tuple[Engine, dict[str, str]]]:
    """Every base view over tables without rows, by name."""
    with connect("duckdb") as engine:
        reference.load(engine, Path("nowhere"))
        tables = sorted({indicator.table for indicator in INDICATORS.values()})
        yield engine, {table: units.describe(engine, table, Period.year(2025)) for table in tables}


def test_every_indicator_that_a_return_can_give_is_there() -> None:
    assert {indicator.family for indicator in INDICATORS.values()} >= FROM_RETURN
    assert {"reviews-in-time-review", "reviews-in-time-held", "reviews-in-time-child"} <= set(INDICATORS)
    assert {"participation-review", "participation-child"} <= set(INDICATORS)


@EVERY
def test_fragments_speak_of_columns_of_the_table(
    indicator: Indicator, described: tuple[Engine, dict[str, str]]
) -> None:
    engine, tables = described
    columns = set(engine.columns(tables[indicator.table]))
    for fragment in indicator.fragments():
        parsed = sqlglot.parse_one(fragment, read="duckdb")
        named = {column.name for column in parsed.find_all(exp.Column)}
        assert named <= columns, fragment
        sql = f"SELECT ({fragment}) AS judged FROM {tables[indicator.table]}"
        assert engine.rows(sql, start=Period.year(2025).start, end=Period.year(2025).end) == []


@EVERY
def test_breakdowns_are_columns_of_the_table(
    indicator: Indicator, described: tuple[Engine, dict[str, str]]
) -> None:
    engine, tables = described
    columns = set(engine.columns(tables[indicator.table]))
    for key in filter(None, (*indicator.breakdowns, indicator.distribution)):
        assert DIMENSIONS[key].column in columns
    assert indicator.distribution not in indicator.breakdowns


@EVERY
def test_functions_in_fragments_are_those_of_both_engines(indicator: Indicator) -> None:
    known = {function.name for function in FUNCTIONS}
    for fragment in indicator.fragments():
        parsed = sqlglot.parse_one(fragment, read="duckdb")
        assert {call.name for call in parsed.find_all(exp.Anonymous)} <= known
        assert not list(parsed.find_all(exp.Div)), "rates are made in Python"


@EVERY
def test_every_indicator_is_said_in_words(indicator: Indicator) -> None:
    assert indicator.numerator
    assert indicator.source
    assert bool(indicator.denominator) == (indicator.unit != "count")
    assert indicator.definition.endswith(".")
    assert not indicator.definition.endswith("..")
    if indicator.unknown and "known" in indicator.unknown:
        assert indicator.needs_history


@EVERY
def test_what_is_numerator_fits_the_unit(indicator: Indicator) -> None:
    makes = (bool(indicator.meets), bool(indicator.value), bool(indicator.distribution), bool(indicator.change_of))
    plain = indicator.unit == "count" or indicator.population
    assert sum(makes) == (0 if plain else 1)


@EVERY
def test_variants_name_each_other(indicator: Indicator) -> None:
    assert indicator.key not in indicator.variants
    for key in indicator.variants:
        assert key in INDICATORS


@EVERY
def test_variants_of_one_family_name_each_other(indicator: Indicator) -> None:
    siblings = {key for key, other in INDICATORS.items() if other.family == indicator.family}
    for key in set(indicator.variants) & siblings:
        assert indicator.key in INDICATORS[key].variants or indicator.distribution


def test_groups_hold_every_indicator_once() -> None:
    keys = Counter(indicator.key for group in GROUPS.values() for indicator in group)
    assert keys == Counter(INDICATORS.keys())


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=list(DIMENSIONS))
def test_dimensions_of_codes_have_their_code_set(dimension: object) -> None:
    assert dimension.key in DIMENSIONS
    if dimension.kind in (Kind.LABEL, Kind.GROUP):
        assert codes.code_set(dimension.code_set)
        assert set(dimension.unlisted) <= set(codes.code_set(dimension.code_set))


def test_base_views_say_what_one_row_is() -> None:
    for table in {indicator.table for indicator in INDICATORS.values()}:
        assert views.view(table).one_row.startswith("One row a")


def test_totals_speak_of_indicators_that_exist() -> None:
    for total in TOTALS.sums:
        assert {ref.indicator for ref in (total.whole, *total.parts)} <= set(INDICATORS)
    assert TOTALS.changes == {"cla-change": "cla-count"}
    assert "cla-count" in TOTALS.as_at
    assert "reviews-held" in TOTALS.sums_over_time
    assert "cla-started" not in TOTALS.sums_over_time  # a child who starts twice is in two quarters


def test_groups_of_codes_are_nested() -> None:
    nested = {(each.fine, each.coarse): each.group_of for each in TOTALS.nested}
    assert nested["placement", "placement-group"]["Secure children's home"] == "Secure children's home"
    assert nested["month", "quarter"]["January 2025"] == "January to March 2025"
