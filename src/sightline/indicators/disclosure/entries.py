"""From figures to the ledger: which counts each figure shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sightline.indicators.disclosure.ledger import Breakdown, Cause, Entry, Key, Ledger
from sightline.indicators.disclosure.settings import Settings
from sightline.indicators.disclosure.totals import Ref, Totals
from sightline.indicators.figures import Figure, Period

Part = tuple[str, int | None, int, bool]  # name, value, least when hidden, guarded

#: Units of which a figure shows one count: itself, or the one it is worked out from.
OF_A_COUNT = ("count", "per_10000", "ratio")


@dataclass
class Register:
    """Makes entries, remembering which figure is in which."""

    settings: Settings
    totals: Totals
    ledger: Ledger = field(default_factory=Ledger)
    entry_of: dict[str, int] = field(default_factory=dict)  # by figure id
    figures: dict[str, Figure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._aliases = self.totals.aliases()

    def add(self, figures: Sequence[Figure]) -> None:
        """Register the figures of this publication, in an order that does not depend on theirs."""
        for position, figure in sorted(enumerate(figures), key=lambda pair: pair[1].id):
            if figure.indicator not in self.totals.not_children and not no_cell(figure, self.settings):
                self._register(figure, position)

    def add_earlier(self, figures: Iterable[Figure]) -> dict[str, list[Figure]]:
        """Register what earlier releases showed: known for good, or hidden for good. Returns them by id."""
        by_id: dict[str, list[Figure]] = {}
        for figure in figures:
            if figure.indicator not in self.totals.not_children and not no_cell(figure, self.settings):
                by_id.setdefault(figure.id, []).append(figure)
        for name in sorted(by_id):
            self._settle_earlier(by_id[name][-1])
        return by_id

    def _register(self, figure: Figure, position: int) -> None:
        number = self.entry_of.get(figure.id)
        if number is None:
            number = self._enter(figure)
        elif same_counts(figure, self.figures[figure.id]):
            pass
        else:
            raise ValueError(f"two figures share the id {figure.id} and differ; give each its own breakdown")
        self.ledger.entries[number].figures.append(position)

    def _settle_earlier(self, figure: Figure) -> None:
        now = self.figures.get(figure.id)
        if now is None:
            number = self._enter(figure)
        elif same_counts(now, figure):
            number = self.entry_of[figure.id]
        else:
            return
        if not is_hidden(figure, self.settings):
            for cell in self.ledger.entries[number].cells:
                self.ledger.public[cell] = self.ledger.known[cell] = self.ledger.values[cell] is not None

    def _enter(self, figure: Figure) -> int:
        cells, guarded = [], []
        for name, key, value, lower, guard in self._cells(figure):
            canonical = self._canonical(name, key)
            cells.append(self.ledger.cell(canonical, value, lower, key))
            guarded.append(guard)
        entry = Entry(figure.id, tuple(cells), tuple(guarded))
        number = self.ledger.enter(entry)
        if is_hidden(figure, self.settings):
            self.ledger.hide(number, Cause("as given", "already hidden"))
        self.entry_of[figure.id] = number
        self.figures[figure.id] = figure
        return number

    def _cells(self, figure: Figure) -> Iterable[tuple[str, Key, int | None, int, bool]]:
        if figure.indicator in self.totals.changes:
            yield from self._cells_of_change(figure)
            return
        for name, value, lower, guard in parts(figure, self.settings, self.totals):
            yield name, self.key(figure.indicator, name, figure.period, figure.breakdown), value, lower, guard

    def _cells_of_change(self, figure: Figure) -> Iterable[tuple[str, Key, int | None, int, bool]]:
        """A change shows the stock now and the stock a year before."""
        stock = self.totals.changes[figure.indicator]
        change, before = whole(figure.numerator), whole(figure.denominator)
        now = None if change is None or before is None else before + change
        for period, value in ((figure.period, now), (a_year_before(figure.period), before)):
            yield "numerator", self.key(stock, "numerator", period, figure.breakdown), value, _least(value), False

    def key(self, indicator: str, part: str, period: Period, breakdown: Breakdown) -> Key:
        start = period.end if indicator in self.totals.as_at else period.start
        return Key(indicator, part, start, period.end, tuple(sorted(breakdown)))

    def _canonical(self, part: str, key: Key) -> Key:
        other = self._aliases.get(Ref(key.indicator, part))  # type: ignore[arg-type]
        if other is None:
            return key
        start = key.end if other.indicator in self.totals.as_at else key.start
        return Key(other.indicator, other.part, start, key.end, tuple(sorted((*key.breakdown, *other.where))))


def parts(figure: Figure, settings: Settings, totals: Totals) -> Iterable[Part]:
    """The counts that a figure shows."""
    numerator, denominator = whole(figure.numerator), whole(figure.denominator)
    if figure.unit in OF_A_COUNT or figure.indicator in totals.rates or _is_no_share(figure):
        yield "numerator", numerator, _least(numerator), True
        if figure.unit == "ratio" and denominator is not None:
            yield "denominator", denominator, _least(denominator), _is_small(denominator, settings)
    elif figure.unit == "percent":
        rest = None if numerator is None or denominator is None else denominator - numerator
        all_of_all = is_all_of_all(figure, totals)
        few = denominator is not None and denominator <= settings.min_base and not all_of_all
        yield "numerator", numerator, _least(numerator), True
        yield "denominator", denominator, _least(denominator), _is_small(denominator, settings)
        yield "rest", rest, _least(rest), few or _is_small(rest, settings)
    else:  # an average: the number of values is what must not be worked out
        yield "denominator", denominator, _least(denominator), True


def is_all_of_all(figure: Figure, totals: Totals) -> bool:
    """Whether this is a distribution's own whole: that nothing is left over says nothing of anybody."""
    dimension = totals.distributions.get(figure.indicator)
    return dimension is not None and dimension not in dict(figure.breakdown)


def no_cell(figure: Figure, settings: Settings) -> bool:
    """Not applicable, not available, or not a whole number of anybody: nothing to hide (rule P7)."""
    if is_hidden(figure, settings):
        return False
    if figure.symbol is not None or figure.numerator is None:
        return True
    if figure.unit in OF_A_COUNT:
        return whole(figure.numerator) is None
    return whole(figure.denominator) is None


def is_hidden(figure: Figure, settings: Settings) -> bool:
    """Whether the figure comes in hidden already."""
    return figure.symbol is not None and figure.symbol == settings.symbol


def same_counts(one: Figure, other: Figure) -> bool:
    return (one.numerator, one.denominator, one.symbol) == (other.numerator, other.denominator, other.symbol)


def whole(number: Fraction | int | None) -> int | None:
    """The number if it is a whole one."""
    if number is None or Fraction(number).denominator != 1:
        return None
    return int(number)


def a_year_before(period: Period) -> Period:
    """The same days a year earlier; 29 February becomes the 28th."""
    return Period(_earlier(period.start), _earlier(period.end))


def _earlier(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _is_no_share(figure: Figure) -> bool:
    """A percentage over 100, below 0 or of no whole number is not a share of a group of children."""
    numerator, denominator = figure.numerator, figure.denominator
    if figure.unit != "percent" or numerator is None or denominator is None:
        return False
    return whole(numerator) is None or whole(denominator) is None or not 0 <= numerator <= denominator


def _is_small(count: int | None, settings: Settings) -> bool:
    return count is not None and settings.small(count)


def _least(value: int | None) -> int:
    """What a reader must reckon with at least: 1 for what is hidden, but zeros are hidden too at times."""
    return 1 if value else 0
