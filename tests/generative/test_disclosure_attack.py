"""An attacker who knows every sum and every published number cannot pin down a small hidden cell.

The attacker is written apart from the package: it searches all tables of whole numbers that fit what was
published, and never looks at how cells were chosen.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sightline.indicators.disclosure import Settings, protect
from sightline.indicators.figures import Figure, Period

YEAR = Period.year(2025)
QUARTERS = [
    Period(date(2024, 4, 1), date(2024, 6, 30)),
    Period(date(2024, 7, 1), date(2024, 9, 30)),
    Period(date(2024, 10, 1), date(2024, 12, 31)),
    Period(date(2025, 1, 1), date(2025, 3, 31)),
]
SETTINGS = Settings()
ENOUGH = SETTINGS.min_width + 1

Name = tuple[str, ...]
Equation = tuple[Name, tuple[Name, ...]]  # a whole and its parts
counts = st.one_of(st.integers(0, 8), st.integers(0, 40))


# ---- the attacker


class Attacker:
    """Knows some cells and all equations; asks which values another cell can have."""

    def __init__(self, known: dict[Name, int], equations: list[Equation]) -> None:
        self.known = known
        self.equations = equations

    def values(self, target: Name) -> set[int]:
        """Possible values, up to as many as are enough."""
        found: set[int] = set()
        for value in range(80):
            if self._fits(dict(self.known) | {target: value}):
                found.add(value)
            if len(found) >= ENOUGH:
                break
        return found

    def _fits(self, cells: dict[Name, int]) -> bool:
        if not self._deduce(cells):
            return False
        for whole, parts in self.equations:
            unknown = [part for part in parts if part not in cells]
            if unknown:
                top = cells.get(whole, 45)
                return any(self._fits(dict(cells) | {unknown[0]: value}) for value in range(top + 1))
        return True

    def _deduce(self, cells: dict[Name, int]) -> bool:
        """Fill in what follows; False when something does not fit."""
        changed = True
        while changed:
            changed = False
            for whole, parts in self.equations:
                unknown = [name for name in (whole, *parts) if name not in cells]
                shown = sum(cells.get(part, 0) for part in parts)
                if not unknown and cells[whole] != shown:
                    return False
                if whole in cells and cells[whole] < shown:
                    return False
                if len(unknown) == 1:
                    value = shown if unknown[0] == whole else cells[whole] - shown
                    if value < 0:
                        return False
                    cells[unknown[0]] = value
                    changed = True
        return True


def attack(truth: dict[Name, int], figures: dict[Name, Figure], equations: list[Equation]) -> None:
    """Protect, then check everything that must hold."""
    names = list(figures)
    protected = protect([figures[name] for name in names], "C")
    known = {n: int(f.numerator) for n, f in zip(names, protected.figures, strict=True) if f.symbol is None}
    assert all(known[name] == truth[name] for name in known)
    assert not any(1 <= value <= SETTINGS.t for value in known.values()), "a small count is shown"
    attacker = Attacker(known, equations)
    for name in names:
        if name not in known and 1 <= truth[name] <= SETTINGS.t:
            assert len(attacker.values(name)) >= ENOUGH, (name, truth, known)


def count(value: int, period: Period = YEAR, **breakdown: str) -> Figure:
    return Figure("cla-started", 1, period, tuple(breakdown.items()), value)


def shown(figures: list[Figure]) -> dict[str, tuple[object, ...]]:
    return {f.id: (f.numerator, f.denominator, f.symbol) for f in protect(figures, "C").figures}


# ---- tables


def one_way(parts: list[int]) -> tuple[dict[Name, int], dict[Name, Figure], list[Equation]]:
    names = [(f"p{place}",) for place in range(len(parts))]
    truth = dict(zip(names, parts, strict=True)) | {("all",): sum(parts)}
    figures = {name: count(truth[name], sex=name[0]) for name in names} | {("all",): count(sum(parts))}
    return truth, figures, [(("all",), tuple(names))]


def two_way(
    rows: list[list[int]], *, margins: bool = True
) -> tuple[dict[Name, int], dict[Name, Figure], list[Equation]]:
    height, width = len(rows), len(rows[0])
    truth: dict[Name, int] = {}
    figures: dict[Name, Figure] = {}
    for r in range(height):
        for c in range(width):
            truth["cell", f"{r}", f"{c}"] = rows[r][c]
            figures["cell", f"{r}", f"{c}"] = count(rows[r][c], age=f"a{r}", sex=f"s{c}")
    for r in range(height):
        truth["row", f"{r}"] = sum(rows[r])
        figures["row", f"{r}"] = count(sum(rows[r]), age=f"a{r}")
    for c in range(width):
        truth["column", f"{c}"] = sum(row[c] for row in rows)
        figures["column", f"{c}"] = count(sum(row[c] for row in rows), sex=f"s{c}")
    truth["all",] = sum(map(sum, rows))
    figures["all",] = count(truth["all",])
    equations: list[Equation] = [
        *((("row", f"{r}"), tuple(("cell", f"{r}", f"{c}") for c in range(width))) for r in range(height)),
        *((("column", f"{c}"), tuple(("cell", f"{r}", f"{c}") for r in range(height))) for c in range(width)),
        (("all",), tuple(("row", f"{r}") for r in range(height))),
        (("all",), tuple(("column", f"{c}") for c in range(width))),
    ]
    if not margins:
        figures = {name: figure for name, figure in figures.items() if name[0] in ("cell", "all")}
    return truth, figures, equations


def by_quarter(rows: list[list[int]]) -> tuple[dict[Name, int], dict[Name, Figure], list[Equation]]:
    """Groups by quarter, with the year of each group, the quarters of all, and the year of all."""
    truth, figures, equations = two_way(rows)
    for name in figures:
        place = int(name[2]) if name[0] == "cell" else int(name[1]) if name[0] == "column" else None
        label = {"age": f"a{name[1]}"} if name[0] in ("cell", "row") else {}
        figures[name] = count(truth[name], YEAR if place is None else QUARTERS[place], **label)
    return truth, figures, equations


@st.composite
def tables(draw: st.DrawFn, width: int | None = None) -> list[list[int]]:
    columns = width or draw(st.integers(2, 3))
    return draw(st.lists(st.lists(counts, min_size=columns, max_size=columns), min_size=2, max_size=3))


# ---- properties


@given(st.lists(counts, min_size=1, max_size=5))
def test_one_way_tables(parts):
    attack(*one_way(parts))


@given(tables())
def test_two_way_tables(rows):
    attack(*two_way(rows))


@given(tables())
def test_two_way_tables_without_their_margins(rows):
    attack(*two_way(rows, margins=False))


@given(tables(width=4))
def test_quarters_and_groups(rows):
    attack(*by_quarter(rows))


def all_figures(parts: list[int], rows: list[list[int]]) -> list[Figure]:
    shares = [
        Figure("reviews-in-time", 1, YEAR, (("age", f"a{r}"),), row[0], sum(row), unit="percent")
        for r, row in enumerate(rows)
    ]
    numerator = sum(row[0] for row in rows)
    shares.append(Figure("reviews-in-time", 1, YEAR, (), numerator, sum(map(sum, rows)), unit="percent"))
    ceased = [replace(figure, indicator="cla-ceased") for figure in one_way(parts)[1].values()]
    return [*ceased, *by_quarter(rows)[1].values(), *shares]


@given(st.lists(counts, min_size=1, max_size=5), tables(width=4), st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(parts, rows, chance: random.Random):
    figures = all_figures(parts, rows)
    assert shown(chance.sample(figures, len(figures))) == shown(figures)


@given(st.lists(counts, min_size=1, max_size=6), tables(width=4))
def test_protecting_twice_changes_nothing_more(parts, rows):
    once = protect(all_figures(parts, rows), "C").figures
    assert protect(once, "C").figures == once


@given(tables())
def test_a_zero_is_shown_unless_nothing_else_can_cover(rows):
    """A zero is hidden only in a sum where no other part is left to hide."""
    truth, figures, equations = two_way(rows)
    protected = dict(zip(figures, protect(figures.values(), "C").figures, strict=True))
    for name, figure in protected.items():
        if figure.symbol and truth[name] == 0:
            sums = [parts for _, parts in equations if name in parts]
            assert any(all(protected[part].symbol or truth[part] == 0 for part in parts) for parts in sums)


# ---- percentages: numerator, rest and denominator of the parts sum to those of the whole


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=3))
def test_percentages_by_group(rows):
    truth: dict[Name, int] = {}
    figures: dict[Name, Figure] = {}
    groups = [*rows, (sum(n for n, _ in rows), sum(r for _, r in rows))]
    for place, (met, rest) in enumerate(groups):
        label = (("age", f"a{place}"),) if place < len(rows) else ()
        figures["share", f"{place}"] = Figure("in-time", 1, YEAR, label, met, met + rest, unit="percent")
        truth |= {("met", f"{place}"): met, ("rest", f"{place}"): rest, ("due", f"{place}"): met + rest}
    last = len(rows)
    equations: list[Equation] = [
        *((("due", f"{p}"), (("met", f"{p}"), ("rest", f"{p}"))) for p in range(last + 1)),
        *(((part, f"{last}"), tuple((part, f"{p}") for p in range(last))) for part in ("met", "rest", "due")),
    ]
    known: dict[Name, int] = {}
    for name, figure in zip(figures, protect(figures.values(), "C").figures, strict=True):
        if figure.symbol is None:
            met, due = int(figure.numerator), int(figure.denominator)
            known |= {("met", name[1]): met, ("rest", name[1]): due - met, ("due", name[1]): due}
    attacker = Attacker(known, equations)
    for name, value in truth.items():
        if 1 <= value <= SETTINGS.t:
            assert name not in known
            assert len(attacker.values(name)) >= ENOUGH, (name, rows, known)
