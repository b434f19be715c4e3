"""The figure ledger: for each number of a publication, what it is made of.

A figure whose value is replaced by a symbol is listed with the symbol and nothing else, so that the ledger can be
published beside the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sightline.indicators.figures import Figure
from sightline.reports.document import Definition, Document


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, with numbers ready to write; a blank number is None."""

    figure: Figure
    definition: Definition | None
    numerator: int | float | None
    denominator: int | float | None
    value: int | float | None

    def as_record(self) -> dict[str, Any]:
        """The entry as plain values for JSON."""
        figure = self.figure
        return {
            "id": figure.id,
            "indicator": figure.indicator,
            "definition_version": figure.definition_version,
            "definition": self.definition.words if self.definition else "",
            "period_start": figure.period.start.isoformat(),
            "period_end": figure.period.end.isoformat(),
            "breakdown": dict(figure.breakdown),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "unit": figure.unit,
            "symbol": figure.symbol or "",
            "note": figure.note,
        }


class Untraceable(ValueError):
    """The document prints a number whose figure is in no ledger."""


def entries(document: Document, figures: Iterable[Figure] = ()) -> list[Entry]:
    """The ledger of a document and of further figures, in the order of their identifiers.

    Raises Untraceable when the document prints a figure that is in neither.
    """
    known: dict[str, Figure] = {figure.id: figure for figure in (*document.ledger, *figures)}
    lost = sorted(document.figures() - known.keys())
    if lost:
        raise Untraceable(f"{len(lost)} printed figures are not in the ledger, the first is {lost[0]}")
    definitions = {entry.id: entry for entry in document.definitions() if entry.id}
    return [_entry(known[key], definitions) for key in sorted(known)]


def _entry(figure: Figure, definitions: Mapping[str, Definition]) -> Entry:
    definition = definitions.get(definition_id(figure.indicator))
    if figure.symbol:
        return Entry(figure, definition, None, None, None)
    return Entry(figure, definition, _number(figure.numerator), _number(figure.denominator), _number(figure.value))


def definition_id(indicator: str) -> str:
    """The address of an indicator's definition in the document."""
    return f"definition-{indicator}"


def _number(value: Fraction | int | None) -> int | float | None:
    if value is None:
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)
