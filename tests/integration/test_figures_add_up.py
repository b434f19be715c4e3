"""What the catalogue says adds up, or is the same count twice, does so in the sample council's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from sightline.indicators import disclosure
from sightline.indicators.catalogue import DIMENSIONS
from sightline.indicators.catalogue.totals import TOTALS
from sightline.indicators.disclosure import Ref
from sightline.indicators.evaluate import evaluate
from sightline.indicators.figures import Figure, Period

Breakdown = tuple[tuple[str, str], ...]
YEAR = 2025


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Breakdown], Figure]:
    """Every indicator by every dimension of a council's year."""
    from sightline.ops import sample
    from sightline.returns import joining, reading

    folder = tmp_path_factory.mktemp("council")
    sample.make(seed=3, looked_after=120, years=(2024, 2025)).write(folder / "returns", form="csv")
    lives = joining.join(reading.read([folder / "returns"], year=YEAR, work=folder / "work"))
    found = evaluate(lives, [Period.year(YEAR)], by=tuple(DIMENSIONS))
    return {(figure.indicator, tuple(sorted(figure.breakdown))): figure for figure in found}


def count(figures: dict[tuple[str, Breakdown], Figure], ref: Ref, breakdown: Breakdown) -> int | None:
    figure = figures.get((ref.indicator, tuple(sorted((*breakdown, *ref.where)))))
    if figure is None or figure.symbol or figure.numerator is None:
        return None
    if ref.part == "numerator":
        return int(figure.numerator)
    assert figure.denominator is not None
    return int(figure.denominator - (figure.numerator if ref.part == "rest" else 0))


@pytest.mark.parametrize("rule", TOTALS.sums, ids=lambda rule: f"{rule.whole.indicator}={rule.parts[0].indicator}")
def test_declared_sums_hold(rule: disclosure.Sum, figures: dict[tuple[str, Breakdown], Figure]) -> None:
    breakdowns = {breakdown for indicator, breakdown in figures if indicator == rule.parts[0].indicator}
    compared = 0
    for breakdown in breakdowns:
        whole = count(figures, rule.whole, breakdown)
        parts = [count(figures, part, breakdown) for part in rule.parts]
        if whole is not None and None not in parts:
            total = sum(part or 0 for part in parts)
            assert whole == total if rule.holds == "always" else whole >= total, breakdown
            compared += 1
    available = all(
        figures[(part.indicator, ())].symbol is None
        for part in (rule.whole, *rule.parts)
        if (part.indicator, ()) in figures
    )
    assert compared or not available, "nothing was compared"


def test_a_count_hidden_as_a_bar_is_hidden_as_a_share_too(figures: dict[tuple[str, Breakdown], Figure]) -> None:
    """Two of the placement groups are small; whatever else is hidden for them cannot be read elsewhere."""
    keys = ("cla-count", "cla-placement-type", "cla-placed-with-parents", "cla-connected-carers")
    chosen = [
        figure
        for (key, parts), figure in figures.items()
        if key in keys and {d for d, _ in parts} <= {"placement-group"}
    ]
    shown = {figure.id: figure for figure in disclosure.protect(chosen, "C", totals=TOTALS).figures}
    for key, label in (
        ("cla-placed-with-parents", "Placed with parents"),
        ("cla-connected-carers", "Fostered by a relative or friend"),
    ):
        share = shown[figures[(key, ())].id]
        bar = shown[figures[("cla-count", (("placement-group", label),))].id]
        assert (share.symbol == "c") == (bar.symbol == "c"), key


@pytest.mark.parametrize(
    "by", [("provider", "uasc", "sex"), ("age-band", "ethnicity"), ("placement-group", "quarter")]
)
def test_a_very_small_council_is_protected_and_not_refused(tmp_path: Path, by: tuple[str, ...]) -> None:
    """Nearly everything is hidden there. That nobody is counted in a hidden cell is no reason to refuse."""
    from sightline.ops import sample
    from sightline.returns import joining, reading

    sample.make(seed=5, looked_after=60, years=(2025,)).write(tmp_path / "returns", form="csv")
    lives = joining.join(reading.read([tmp_path / "returns"], year=YEAR, work=tmp_path / "work"))
    figures = evaluate(lives, [Period.year(YEAR)], by=by)
    protected = disclosure.protect(figures, "C", totals=TOTALS)
    assert any(figure.symbol == "c" for figure in protected.figures)
    for before, after in zip(figures, protected.figures, strict=True):
        if before.unit == "count" and before.numerator and before.numerator < 6:
            assert after.symbol == "c", before.id
