"""Possible values where sums form rings, by integer programming (HiGHS, in SciPy)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = tuple[dict[int, int], int]
Box = Sequence[tuple[int, int | None]]
Range = tuple[int, int | None, bool]

NO_VALUE: Range = (0, -1, True)


def possible_values(
    cells: Sequence[int], box: Box, rows: Sequence[Row], wanted: Sequence[int], enough: int
) -> dict[int, Range]:
    """For each wanted cell a least, a most and whether these are exact.

    A cell that other solutions have already shown to range over `enough` is not solved for again, so its
    range is at least that wide but may be wider. NO_VALUE when nothing fits.
    """
    program = _Program(cells, box, rows)
    seen: dict[int, tuple[int, int]] = {}
    exact: set[int] = set()
    for cell in wanted:
        low, high = seen.get(cell, (0, -1))
        if high - low >= enough:
            continue
        for sign in (1, -1):
            solution = program.extreme(cell, sign)
            if solution is None:
                return dict.fromkeys(wanted, NO_VALUE)
            _widen(seen, solution)
        exact.add(cell)
    return {cell: _range(program, cell, seen[cell], cell in exact) for cell in wanted}


def _widen(seen: dict[int, tuple[int, int]], solution: dict[int, int]) -> None:
    for cell, value in solution.items():
        low, high = seen.get(cell, (value, value))
        seen[cell] = (min(low, value), max(high, value))


def _range(program: _Program, cell: int, seen: tuple[int, int], exact: bool) -> Range:
    low, high = seen
    return low, None if high >= program.ceiling else high, exact


class _Program:
    """The equations over the free cells, ready to be solved for one cell after another."""

    def __init__(self, cells: Sequence[int], box: Box, rows: Sequence[Row]) -> None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array

        self.cells = list(cells)
        column = {cell: position for position, cell in enumerate(self.cells)}
        known = [abs(right) for _, right in rows] + [high for _, high in box if high is not None]
        self.ceiling = 2 * sum(known) + 1000  # stands for "without end": far above anything published
        entries = [(r, column[c], sign) for r, (signs, _) in enumerate(rows) for c, sign in signs.items()]
        row, col, sign = zip(*entries, strict=True)
        matrix = csr_array((sign, (row, col)), shape=(len(rows), len(self.cells)), dtype=float)
        right = np.array([value for _, value in rows], dtype=float)
        self._equations = LinearConstraint(matrix, right, right)
        self._box = Bounds([low for low, _ in box], [self.ceiling if high is None else high for _, high in box])
        self._column = column

    def extreme(self, cell: int, sign: int) -> dict[int, int] | None:
        """Whole numbers that fit everything, with the cell as small (1) or as large (-1) as can be."""
        import numpy as np
        from scipy.optimize import milp

        goal = np.zeros(len(self.cells))
        goal[self._column[cell]] = sign
        result: Any = milp(
            goal, integrality=np.ones(len(self.cells)), bounds=self._box, constraints=self._equations
        )
        if result.x is None:
            return None
        return {each: round(value) for each, value in zip(self.cells, result.x, strict=True)}
