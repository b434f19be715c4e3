"""The sums that a reader could use, found among the cells of the ledger.

Each is `whole = parts + gap`. Parts that sum to more than the whole do not divide it, and are left out;
parts that sum to less leave a gap ("not recorded"), which is an implied cell of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sightline.indicators.disclosure.ledger import Breakdown, Key, Ledger, Table
from sightline.indicators.disclosure.settings import Settings
from sightline.indicators.disclosure.times import periods_that_add_up
from sightline.indicators.disclosure.totals import Nested, Sum, Totals


@dataclass(frozen=True, slots=True)
class Constraint:
    """`redundant`: follows from others; it guides what is hidden, but the audit does not need it."""

    kind: str
    whole: int
    parts: tuple[int, ...]
    gap: int | None = None
    redundant: bool = False

    @property
    def members(self) -> tuple[int, ...]:
        return (self.whole, *self.parts) if self.gap is None else (self.whole, *self.parts, self.gap)


@dataclass
class Finder:
    """Finds the constraints of a ledger; `not_additive` collects the sums that did not hold."""

    ledger: Ledger
    settings: Settings
    totals: Totals

    def __post_init__(self) -> None:
        self.found: list[Constraint] = []
        self.not_additive: list[str] = []

    def all(self) -> list[Constraint]:
        """Every constraint, in an order that depends on keys only."""
        self._dimensions()
        self._nested()
        self._declared()
        self._time()
        self._shares()
        self._work_out_implied()
        unique = {(each.whole, frozenset(each.parts)): each for each in reversed(self.found)}
        keys = self.ledger.keys
        return sorted(
            self._useful(unique.values()),
            key=lambda each: (keys[each.whole], each.kind, sorted(keys[part] for part in each.parts)),
        )

    def _useful(self, constraints: Iterable[Constraint]) -> list[Constraint]:
        """Without the sums to a margin that nobody printed and nothing else uses."""
        kept = list(constraints)
        uses: dict[int, int] = defaultdict(int)
        for each in kept:
            for cell in each.members:
                uses[cell] += 1
        return [each for each in kept if self.ledger.entries_of[each.whole] or uses[each.whole] > 1]

    # ---- dimensions: ages to the whole, rows and columns of a cross

    def _dimensions(self) -> None:
        for table in sorted(self.ledger.tables):
            cells = self.ledger.tables[table]
            for size in range(max(map(len, cells)), 0, -1):
                for (parent, dimension), parts in sorted(self._groups(table, size).items()):
                    self._divide(table, parent, dimension, tuple(parts))

    def _groups(self, table: Table, size: int) -> dict[tuple[Breakdown, str], list[int]]:
        refused = self.totals.not_additive.get(table[0], frozenset())
        groups: dict[tuple[Breakdown, str], list[int]] = defaultdict(list)
        for breakdown, cell in sorted(self.ledger.tables[table].items()):
            if len(breakdown) != size:
                continue
            for position, (dimension, _) in enumerate(breakdown):
                if dimension not in refused:
                    groups[breakdown[:position] + breakdown[position + 1 :], dimension].append(cell)
        return groups

    def _divide(self, table: Table, parent: Breakdown, dimension: str, parts: tuple[int, ...]) -> None:
        cells = self.ledger.tables[table]
        if table[1] == "denominator" and self._is_shared(table, parent, parts):
            whole = self._margin(table, parent, self.ledger.values[self._first_known(parts)])
            self.found += [Constraint("same", whole, (part,)) for part in parts if part != whole]
            return
        if parent not in cells:
            values = [self.ledger.values[part] for part in parts]
            self._margin(table, parent, None if None in values else sum(v for v in values if v is not None))
        self._add(dimension, cells[parent], parts)
        if table[1] == "numerator":
            self._add_share_of_denominator(table, parent, dimension, parts)

    def _margin(self, table: Table, breakdown: Breakdown, value: int | None) -> int:
        cells = self.ledger.tables[table]
        if breakdown not in cells:
            key = Key(*table, breakdown=breakdown)
            cells[breakdown] = self.ledger.index.get(key, -1)
            if cells[breakdown] < 0:
                cells[breakdown] = self.ledger.implied(key, value)
        return cells[breakdown]

    def _first_known(self, parts: tuple[int, ...]) -> int:
        return next((part for part in parts if self.ledger.values[part] is not None), parts[0])

    def _is_shared(self, table: Table, parent: Breakdown, parts: tuple[int, ...]) -> bool:
        """Whether the parts are shares of one denominator, rather than each of its own."""
        known = [value for part in parts if (value := self.ledger.values[part]) is not None]
        if not known or len(set(known)) > 1:
            return False
        whole = self.ledger.tables[table].get(parent)
        if whole is not None and self.ledger.values[whole] is not None:
            return self.ledger.values[whole] == known[0]
        numerators = [self._numerator_of(table, part) for part in parts]
        total = sum(number for number in numerators if number is not None)
        if None in numerators:
            return len(known) > 1 and 0 < total <= known[0]
        return len(parts) > 1 and total == known[0]

    def _numerator_of(self, table: Table, denominator: int) -> int | None:
        key = self.ledger.keys[denominator]
        numerators = self.ledger.tables.get((table[0], "numerator", table[2], table[3]), {})
        cell = numerators.get(key.breakdown)
        return None if cell is None else self.ledger.values[cell]

    def _add_share_of_denominator(
        self, table: Table, parent: Breakdown, dimension: str, parts: tuple[int, ...]
    ) -> None:
        """Shares of one denominator that sum to all of it: a profile."""
        other: Table = (table[0], "denominator", table[2], table[3])
        denominators = self.ledger.tables.get(other, {})
        of_parts = [denominators.get(self.ledger.keys[part].breakdown) for part in parts]
        values = [self.ledger.values[part] for part in parts]
        whole = denominators.get(parent)
        if whole is None or len(parts) < 2 or None in values:
            return
        if not self._is_shared(other, parent, tuple(part for part in of_parts if part is not None)):
            return
        if self.ledger.values[whole] == sum(value for value in values if value is not None):
            self._add(dimension, whole, parts)

    # ---- nested categories, declared sums, time, and the parts of a percentage

    def _nested(self) -> None:
        for rule in self.totals.nested:
            for table in sorted(self.ledger.tables):
                for whole, parts in self._inside(rule, self.ledger.tables[table]):
                    self._add(f"{rule.fine} in {rule.coarse}", whole, parts)

    def _inside(self, rule: Nested, cells: dict[Breakdown, int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        inside: dict[Breakdown, list[int]] = defaultdict(list)
        for breakdown, cell in sorted(cells.items()):
            label = dict(breakdown).get(rule.fine)
            if label is not None and label in rule.group_of:
                rest = tuple(pair for pair in breakdown if pair[0] != rule.fine)
                inside[tuple(sorted((*rest, (rule.coarse, rule.group_of[label]))))].append(cell)
        for breakdown, parts in inside.items():
            if breakdown in cells:
                yield cells[breakdown], tuple(parts)

    def _declared(self) -> None:
        for rule in self.totals.sums:
            if rule.is_one_count:
                continue
            for table in sorted(t for t in self.ledger.tables if t[:2] == (rule.whole.indicator, rule.whole.part)):
                self._add_declared(rule, table)

    def _add_declared(self, rule: Sum, table: Table) -> None:
        tables = [self.ledger.tables.get((ref.indicator, ref.part, table[2], table[3]), {}) for ref in rule.parts]
        leaves = rule.holds == "with a rest"
        kind = f"declared {rule.parts[0].indicator}" if leaves else "declared"
        for breakdown, whole in sorted(self.ledger.tables[table].items()):
            named = [tuple(sorted((*breakdown, *ref.where))) for ref in rule.parts]
            parts = [cells.get(name) for cells, name in zip(tables, named, strict=True)]
            found = tuple(part for part in parts if part is not None and part != whole)
            if len(found) == len(parts):
                self._add(kind, whole, found, gaps=leaves)

    def _time(self) -> None:
        for found in periods_that_add_up(self.ledger, self.totals):
            self._add("time", found.whole, found.parts, gaps=False, redundant=found.redundant)

    def _shares(self) -> None:
        """Numerator and rest make the denominator; the rests of the parts make the rest of the whole."""
        for entry in self.ledger.entries:
            if len(entry.cells) == 3:
                numerator, denominator, rest = entry.cells
                self.found.append(Constraint("complement", denominator, (numerator, rest)))

    def _work_out_implied(self) -> None:
        """Give cells that nobody published the value that follows, so that a small one is guarded."""
        waiting = True
        while waiting:
            waiting = bool([each for each in self.found if self._work_out(each)])

    def _work_out(self, constraint: Constraint) -> bool:
        unknown = [cell for cell in constraint.members if self.ledger.values[cell] is None]
        if len(unknown) != 1 or self.ledger.entries_of[unknown[0]]:
            return False
        cell, values = unknown[0], self.ledger.values
        shown = sum(values[part] or 0 for part in constraint.members[1:])
        value = shown if cell == constraint.whole else (values[constraint.whole] or 0) - shown
        if value < 0:
            return False
        self.ledger.values[cell] = value
        if self.settings.small(value):
            self.ledger.protected[cell], self.ledger.lower[cell] = True, 1
        return True

    # ---- adding one

    def _add(
        self, kind: str, whole: int, parts: tuple[int, ...], *, gaps: bool = True, redundant: bool = False
    ) -> None:
        values = self.ledger.values
        total, unknown = values[whole], any(values[part] is None for part in parts)
        gap = None
        if total is not None:
            left = total - sum(values[part] or 0 for part in parts)
            if left < 0 or (left > 0 and not gaps and not unknown):
                self.not_additive.append(self._describe(kind, whole))
                return
            if (left > 0 and not unknown) or (unknown and len(parts) == 1 and gaps):
                gap = self._gap(kind, whole, None if unknown else left)
        redundant = redundant or self.ledger.keys[whole].part == "rest"
        self.found.append(Constraint(kind, whole, parts, gap, redundant))

    def _gap(self, kind: str, whole: int, value: int | None) -> int:
        small = value is not None and self.settings.small(value)
        key = self.ledger.keys[whole]
        key = key._replace(part=f"{key.part} left of {kind}")
        return self.ledger.implied(key, value, lower=1 if small else 0, protected=small)

    def _describe(self, kind: str, whole: int) -> str:
        return f"{self.ledger.keys[whole].indicator} by {kind}"
