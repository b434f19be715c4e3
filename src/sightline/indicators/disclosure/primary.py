"""Primary rules P1 to P6: the figures that are hidden for what they say themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sightline.indicators.disclosure.entries import OF_A_COUNT, Register, whole
from sightline.indicators.disclosure.ledger import Cause, Entry
from sightline.indicators.disclosure.settings import Settings, Tier
from sightline.indicators.figures import Figure, Period

SMALL_COUNT = Cause("primary", "P1", "a count from 1 to t")
SMALL_PART = Cause("primary", "P2", "the numerator or the rest is from 1 to t")
SMALL_BASE = Cause("primary", "P2", "too few for a percentage")
FEW_VALUES = Cause("primary", "P3", "too few values for an average")
RATE = Cause("primary", "P4", "the count behind it is hidden")
CHANGE = Cause("primary", "P5", "the count of one of the years is hidden")
ALL_OR_NONE = Cause("primary", "P6", "everyone, or no one, of a small group")
ZERO = Cause("primary", "P1", "zero, which these settings hide")


def hide_primary(register: Register, tier: Tier, lifted: frozenset[str] = frozenset()) -> None:
    """Hide every figure that one of the rules names, but for those that a person has lifted."""
    ledger = register.ledger
    for name, number in sorted(register.entry_of.items()):
        cause = cause_alone(register, number, register.figures[name])
        if name in lifted:
            ledger.entries[number].lifted = True
        elif cause is not None:
            ledger.hide(number, cause)
    for number, cause in _withheld(register, tier):
        _withhold(register, number, cause)


def cause_alone(register: Register, number: int, figure: Figure) -> Cause | None:
    """The rule that hides this figure for what it says itself, if any."""
    entry = register.ledger.entries[number]
    if entry.hidden or figure.symbol is not None:
        return None
    settings = register.settings
    if figure.indicator in register.totals.changes:
        values = [register.ledger.values[cell] for cell in entry.cells]
        return CHANGE if any(settings.small(value) for value in values if value is not None) else None
    if len(entry.cells) == 3:
        return _cause_of_share(figure, settings)
    if figure.unit in OF_A_COUNT or figure.unit == "percent":
        return _cause_of_count(register, entry, figure)
    values_behind = whole(figure.denominator)
    return FEW_VALUES if values_behind and values_behind < settings.min_base else None


def _cause_of_share(figure: Figure, settings: Settings) -> Cause | None:
    numerator, denominator = whole(figure.numerator) or 0, whole(figure.denominator) or 0
    rest = denominator - numerator
    if denominator == 0:
        return None
    if settings.small(numerator) or settings.small(rest):
        return SMALL_PART
    if denominator < settings.min_base:
        return SMALL_BASE
    if denominator <= settings.min_base and (numerator == 0 or rest == 0):
        return ALL_OR_NONE
    return None


def _cause_of_count(register: Register, entry: Entry, figure: Figure) -> Cause | None:
    count, settings = whole(figure.numerator), register.settings
    if count is None:
        return None
    if settings.small(count):
        return SMALL_COUNT if figure.unit == "count" else RATE
    if count == 0 and settings.zero_policy == "hide":
        return ZERO
    if figure.unit == "ratio" and 0 < (whole(figure.denominator) or settings.min_base) < settings.min_base:
        return FEW_VALUES
    return ALL_OR_NONE if _all_or_none(register, entry.cells[0], figure) else None


def _all_or_none(register: Register, cell: int, figure: Figure) -> bool:
    """Whether a count is all, or none, of a group of at most `min_base`, divided by something sensitive."""
    count = whole(figure.numerator)
    for group in groups_divided(register, figure):
        if group is not None and 1 <= group <= register.settings.min_base:
            register.ledger.lower[cell] = 0  # zeros are hidden in such a group, and a reader may know that
            if count in (0, group):
                return True
    return False


def groups_divided(register: Register, figure: Figure) -> Iterator[int | None]:
    """The sizes of the groups that the figure's sensitive dimensions divide."""
    key = register.key(figure.indicator, "numerator", figure.period, figure.breakdown)
    cells = register.ledger.tables[key.table]
    for position, (dimension, _) in enumerate(key.breakdown):
        parent = key.breakdown[:position] + key.breakdown[position + 1 :]
        if dimension in register.settings.sensitive_dimensions and parent in cells:
            yield register.ledger.values[cells[parent]]


def _withheld(register: Register, tier: Tier) -> Iterator[tuple[int, Cause]]:
    """Whole tables that may not be shown in this tier."""
    for dimensions, numbers in _by_table(register):
        names = [register.ledger.entries[number].name for number in numbers]
        labels = {dict(register.figures[name].breakdown).get(d) for name in names for d in dimensions}
        if tier is Tier.C and dimensions & register.settings.closed_dimensions:
            cause = Cause("withheld", "not for the public", "by " + ", ".join(sorted(dimensions)))
        elif dimensions & register.settings.staff_dimensions and len(labels) < register.settings.min_staff:
            cause = Cause("withheld", "too few staff", "by " + ", ".join(sorted(dimensions)))
        elif tier is Tier.C and _fails_as_a_cross(register, dimensions, numbers):
            cause = Cause("withheld", "cross", "not every cell passes")
        else:
            continue
        yield from ((number, cause) for number in numbers)


def _by_table(register: Register) -> list[tuple[frozenset[str], list[int]]]:
    """The entries of this publication by table (indicator, period, dimensions), with the dimensions."""
    tables: dict[tuple[str, Period, frozenset[str]], list[int]] = defaultdict(list)
    for name, number in sorted(register.entry_of.items()):
        figure = register.figures[name]
        dimensions = frozenset(dimension for dimension, _ in figure.breakdown)
        if dimensions and register.ledger.entries[number].figures:
            tables[figure.indicator, figure.period, dimensions].append(number)
    return [(dimensions, numbers) for (_, _, dimensions), numbers in tables.items()]


def _fails_as_a_cross(register: Register, dimensions: frozenset[str], numbers: list[int]) -> bool:
    if len(dimensions) < 2 or dimensions <= register.settings.basic_dimensions:
        return False
    return any(register.ledger.entries[number].hidden for number in numbers)


def _withhold(register: Register, number: int, cause: Cause) -> None:
    """Hide a figure of a table that is hidden as a whole: a reader cannot tell zeros from the rest."""
    ledger, entry = register.ledger, register.ledger.entries[number]
    for cell in entry.cells:
        ledger.lower[cell] = 0
    small = [register.settings.small(ledger.values[cell] or 0) for cell in entry.cells]
    entry.guarded = tuple(small)
    if not entry.hidden:
        ledger.hide(number, cause)
    for cell, guarded in zip(entry.cells, small, strict=True):
        ledger.protected[cell] = guarded
