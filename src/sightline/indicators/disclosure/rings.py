"""Possible values where sums form rings, by integer programming (HiGHS, in SciPy).

Rings that do not touch are solved side by side in one program: each is as good as solved alone, and a report
with hundreds of them takes a few dozen solutions in place of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[tuple[tuple[int, int], ...], int]  # cells with their signs, and the right side
Range = tuple[int, int | None, bool]

NO_VALUE: Range = (0, -1, True)

#: Solved for first: cells pulled apart in mixed directions, which shows most ranges wide enough at once.
MIXED_GOALS = 3


@dataclass(frozen=True)
class Ring:
    """Cells with their limits, the equations over them (coefficients, right side), and the cells wanted."""

    cells: tuple[int, ...]
    box: tuple[tuple[int, int | None], ...]
    rows: tuple[Row, ...]
    wanted: tuple[int, ...]


def possible_values(rings: Sequence[Ring], enough: int) -> dict[int, Range]:
    """For each wanted cell a least, a most and whether these are exact.

    A cell that other solutions have already shown to range over `enough` is not solved for by itself, so its
    range is at least that wide but may be wider. NO_VALUE when nothing fits.
    """
    search = _Search(_Program(rings))
    if not search.pull_apart({}):
        return _one_by_one(rings, enough)
    for turn in range(MIXED_GOALS):
        search.pull_apart({cell: weight for ring in rings for cell, weight in _mixed(ring.cells, turn)})
    while narrow := search.next_narrow(rings, enough):
        search.pull_apart(dict.fromkeys(narrow, 1))
        search.exact.update(narrow)
    return {cell: search.range_of(cell) for ring in rings for cell in ring.wanted}


def _one_by_one(rings: Sequence[Ring], enough: int) -> dict[int, Range]:
    """Nothing fits all of them: find out which."""
    if len(rings) == 1:
        return dict.fromkeys(rings[0].wanted, NO_VALUE)
    return {cell: each for ring in rings for cell, each in possible_values([ring], enough).items()}


def _mixed(cells: Sequence[int], turn: int) -> Iterable[tuple[int, int]]:
    """Weights of both signs, a different pattern each turn, always the same for the same cells."""
    for place, cell in enumerate(cells):
        yield cell, (1 if (place >> turn) % 2 else -1) * (3 + (7 * place + turn) % 5)


class _Search:
    """The solutions seen so far, as a range for each cell."""

    def __init__(self, program: _Program) -> None:
        self._program = program
        self._seen: dict[int, tuple[int, int]] = {}
        self.exact: set[int] = set()

    def pull_apart(self, weights: dict[int, int]) -> bool:
        """Solve for the least and the most of a weighted sum; False when nothing fits."""
        for sign in (1, -1):
            solution = self._program.solve({cell: sign * weight for cell, weight in weights.items()})
            if solution is None:
                return False
            for cell, value in solution.items():
                low, high = self._seen.get(cell, (value, value))
                self._seen[cell] = (min(low, value), max(high, value))
        return True

    def next_narrow(self, rings: Sequence[Ring], enough: int) -> list[int]:
        """One cell of each ring that has not been seen to range wide enough, nor been solved for."""
        found = []
        for ring in rings:
            left = (cell for cell in ring.wanted if cell not in self.exact and self._width(cell) < enough)
            found += [cell for cell in [next(left, None)] if cell is not None]
        return found

    def range_of(self, cell: int) -> Range:
        low, high = self._seen[cell]
        return low, None if self._program.has_no_end(cell, high) else high, cell in self.exact

    def _width(self, cell: int) -> int:
        low, high = self._seen[cell]
        return high - low


class _Program:
    """The equations of all rings, ready to be solved for one goal after another."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csc_array

        self.cells = [cell for ring in rings for cell in ring.cells]
        self._column = {cell: position for position, cell in enumerate(self.cells)}
        box = [limits for ring in rings for limits in ring.box]
        rows = [row for ring in rings for row in ring.rows]
        self._ceiling = [_far_above(ring) for ring in rings for _ in ring.cells]
        entries = [(r, self._column[cell], sign) for r, (signs, _) in enumerate(rows) for cell, sign in signs]
        row, column, sign = zip(*entries, strict=True)
        matrix = csc_array((sign, (row, column)), shape=(len(rows), len(self.cells)), dtype=float)
        right = np.array([value for _, value in rows], dtype=float)
        self._equations = LinearConstraint(matrix, right, right)
        highs = [top if high is None else high for (_, high), top in zip(box, self._ceiling, strict=True)]
        self._box = Bounds([low for low, _ in box], highs)

    def solve(self, goal: dict[int, int]) -> dict[int, int] | None:
        """Whole numbers that fit everything and make the weighted sum as small as can be."""
        import numpy as np
        from scipy.optimize import milp

        weights = np.zeros(len(self.cells))
        for cell, weight in goal.items():
            weights[self._column[cell]] = weight
        result: Any = milp(
            weights, integrality=np.ones(len(self.cells)), bounds=self._box, constraints=self._equations
        )
        if result.x is None:
            return None
        values = np.rint(result.x)
        if not np.array_equal(self._equations.A @ values, self._equations.lb):
            raise ArithmeticError("the solver's whole numbers do not fit the sums")
        return dict(zip(self.cells, values.astype(int).tolist(), strict=True))

    def has_no_end(self, cell: int, value: int) -> bool:
        return value >= self._ceiling[self._column[cell]]


def _far_above(ring: Ring) -> int:
    """Stands for "without end": above anything that the numbers around a ring can add up to."""
    limits = [abs(right) for _, right in ring.rows] + [high for _, high in ring.box if high is not None]
    return 2 * sum(limits) + 1000
