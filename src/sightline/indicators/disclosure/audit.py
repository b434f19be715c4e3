"""The audit: what a reader with every published number and all the sums could still say of a hidden cell.

Bounds are first narrowed by propagation. Where the sums form a tree that is exact; where they form rings (the
rows and columns of a cross) integer programming finds values that fit everything. The true values are never
used: what the audit writes down, a reader could find too.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, replace

from sightline.indicators.disclosure.constraints import Constraint
from sightline.indicators.disclosure.ledger import Ledger
from sightline.indicators.disclosure.rings import Ring, Row, possible_values


@dataclass(frozen=True)
class Bounds:
    """The least and most that a cell can be; None is without end. `exact`: or else at least this wide."""

    least: int
    most: int | None
    exact: bool = True

    def width(self) -> float:
        return float("inf") if self.most is None else self.most - self.least


@dataclass(frozen=True, slots=True)
class Equation:
    """Plus cells less minus cell equals `right`; a minus of -1 means that the whole is known."""

    plus: tuple[int, ...]
    minus: int
    right: int

    @property
    def cells(self) -> tuple[int, ...]:
        return self.plus if self.minus < 0 else (*self.plus, self.minus)


class Audit:
    """One attack on the ledger as it stands."""

    def __init__(self, ledger: Ledger, constraints: list[Constraint], min_width: int) -> None:
        self.ledger = ledger
        self.min_width = min_width
        self.equations = [e for c in constraints if not c.redundant and (e := self._equation(c)) is not None]
        self.of_cell: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self.equations):
            for cell in each.cells:
                self.of_cell[cell].append(number)
        self.most: dict[int, int] = {}
        self.least = {cell: ledger.lower[cell] for cell in self.of_cell}

    def run(self, proven: dict[int, Bounds]) -> dict[int, Bounds]:
        """The bounds of every hidden cell that is guarded.

        `proven` holds the cells that were wide enough before, and is added to: hiding more only leaves a
        reader with more possible values, so these are not looked at again.
        """
        self._narrow()
        bounds = {cell: proven.get(cell) or self._narrowed(cell) for cell in self._guarded()}
        rings = [
            ring for cells, numbers in self._components() if (ring := self._ring(cells, numbers, bounds, proven))
        ]
        if rings:
            ranges = possible_values(rings, self.min_width)
            bounds.update({cell: Bounds(*ranges[cell]) for ring in rings for cell in ring.wanted})
        wide = {cell: each for cell, each in bounds.items() if each.width() >= self.min_width}
        proven.update({cell: replace(each, exact=False) for cell, each in wide.items()})
        return bounds

    def _narrowed(self, cell: int) -> Bounds:
        return Bounds(self.least.get(cell, self.ledger.lower[cell]), self.most.get(cell))

    def _guarded(self) -> list[int]:
        ledger = self.ledger
        return [cell for cell, guarded in enumerate(ledger.protected) if guarded and not ledger.known[cell]]

    def _equation(self, constraint: Constraint) -> Equation | None:
        ledger = self.ledger
        plus = tuple(cell for cell in constraint.members[1:] if not ledger.known[cell])
        right = -sum(ledger.values[cell] or 0 for cell in constraint.members[1:] if ledger.known[cell])
        if not ledger.known[constraint.whole]:
            return Equation(plus, constraint.whole, right)
        return Equation(plus, -1, right + (ledger.values[constraint.whole] or 0)) if plus else None

    # ---- narrowing

    def _narrow(self) -> None:
        queue = deque(range(len(self.equations)))
        waiting = set(queue)
        for _ in range(200 * len(self.equations)):  # rings may narrow without end; trees stop long before
            if not queue:
                return
            number = queue.popleft()
            waiting.discard(number)
            for cell in self._narrow_one(self.equations[number]):
                fresh = [other for other in self.of_cell[cell] if other not in waiting and other != number]
                queue.extend(fresh)
                waiting.update(fresh)

    def _narrow_one(self, equation: Equation) -> list[int]:
        return [cell for cell in equation.cells if self._narrow_cell(equation, cell)]

    def _narrow_cell(self, equation: Equation, cell: int) -> bool:
        """Tighten one cell by what the others of the equation leave."""
        least, most = self._left_for(equation, cell)
        changed = False
        if least is not None and least > self.least[cell]:
            self.least[cell] = least
            changed = True
        if most is not None and most < self.most.get(cell, most + 1):
            self.most[cell] = most
            changed = True
        return changed

    def _left_for(self, equation: Equation, cell: int) -> tuple[int | None, int | None]:
        others = [other for other in equation.plus if other != cell]
        floor = sum(self.least[other] for other in others)
        ceiling = None if any(other not in self.most for other in others) else sum(self.most[o] for o in others)
        if cell == equation.minus:
            return floor - equation.right, None if ceiling is None else ceiling - equation.right
        least_whole, most_whole = 0, 0
        if equation.minus >= 0:
            least_whole, most_whole = self.least[equation.minus], self.most.get(equation.minus, -1)
        unbounded = equation.minus >= 0 and equation.minus not in self.most
        most = None if unbounded else equation.right + most_whole - floor
        return (None if ceiling is None else equation.right + least_whole - ceiling), most

    # ---- one connected group of cells at a time

    def _free(self, cell: int) -> bool:
        return self.least[cell] != self.most.get(cell)

    def _components(self) -> list[tuple[list[int], list[int]]]:
        """Cells that bear on each other, with their equations. A cell already determined joins nothing."""
        seen: set[int] = set()
        groups = []
        for start in sorted(self.of_cell):
            if start in seen:
                continue
            cells, numbers = self._reach(start)
            seen.update(cells)
            groups.append((cells, numbers))
        return groups

    def _reach(self, start: int) -> tuple[list[int], list[int]]:
        cells, numbers, stack = {start}, set(), [start]
        while stack:
            cell = stack.pop()
            if not self._free(cell):
                continue
            for number in self.of_cell[cell]:
                numbers.add(number)
                fresh = [c for c in self.equations[number].cells if c not in cells and self._free(c)]
                cells.update(fresh)
                stack += fresh
        return sorted(cells), sorted(numbers)

    def _ring(
        self, cells: list[int], numbers: list[int], bounds: dict[int, Bounds], proven: dict[int, Bounds]
    ) -> Ring | None:
        """What integer programming must settle; None when the narrowed bounds say all."""
        wanted = tuple(cell for cell in cells if cell in bounds and cell not in proven)
        too_narrow = any(bounds[cell].width() < self.min_width for cell in wanted)
        if not wanted or too_narrow or self._is_a_tree(cells, numbers):
            return None
        free = set(cells)
        rows = tuple(row for number in numbers if (row := self._row(self.equations[number], free))[0])
        return Ring(tuple(cells), tuple((self.least[c], self.most.get(c)) for c in cells), rows, wanted)

    def _row(self, equation: Equation, free: set[int]) -> Row:
        """Coefficients of the free cells, and the right side with the determined ones moved over."""
        signs = dict.fromkeys(equation.plus, 1) | ({equation.minus: -1} if equation.minus >= 0 else {})
        fixed = sum(sign * self.least[cell] for cell, sign in signs.items() if cell not in free)
        return tuple((cell, sign) for cell, sign in signs.items() if cell in free), equation.right - fixed

    def _is_a_tree(self, cells: list[int], numbers: list[int]) -> bool:
        free = set(cells)
        edges = sum(1 for number in numbers for cell in self.equations[number].cells if cell in free)
        return edges == len(cells) + len(numbers) - 1
