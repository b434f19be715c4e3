"""Possible values where sums form rings, by integer programming (HiGHS, in SciPy).

Rings that do not touch are solved side by side in one program: each is as good as solved alone, and a report
with hundreds of them takes a few dozen solutions in place of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

Row = tuple[tuple[tuple[int, int], ...], int]  # cells with their signs, and the right side
Range = tuple[int, int | None, bool]

NO_VALUE: Range = (0, -1, True)

#: Turns of pulling many cells apart at once, before the rest are solved for one by one.
LEAST_TURNS, MOST_TURNS = 2, 8


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
    range is at least that wide but may be wider. Once one cell of a ring is known to be too narrow, the others
    of that ring are left as they are, not exact. NO_VALUE when nothing fits.
    """
    search = _Search(_Program(rings))
    if not search.pull_apart({}):
        return _one_by_one(rings, enough)
    _pull_many_apart(search, rings, enough)
    found = {cell: search.range_of(cell) for ring in rings for cell in ring.wanted}
    narrow = [ring for ring in rings if search.narrow(ring, enough)]
    if narrow:
        found.update(_cell_by_cell(narrow, search, enough))
    return found


def _cell_by_cell(rings: Sequence[Ring], before: _Search, enough: int) -> dict[int, Range]:
    """Solve for the narrow cells by themselves, one of each ring at a time, until one proves too narrow."""
    search = _Search(_Program(rings), before)
    while goals := [cell for ring in rings for cell in search.next_narrow(ring, enough)]:
        search.pull_apart(dict.fromkeys(goals, 1))
        search.exact.update(goals)
        left = [ring for ring in rings if search.next_narrow(ring, enough)]
        if 2 * len(left) < len(rings) and left:  # a smaller program is a faster one
            done = {cell: search.range_of(cell) for ring in rings for cell in ring.wanted}
            return done | _cell_by_cell(left, search, enough)
    return {cell: search.range_of(cell) for ring in rings for cell in ring.wanted}


def _pull_many_apart(search: _Search, rings: Sequence[Ring], enough: int) -> None:
    """Pull all narrow cells at once, in directions that change from turn to turn, while that helps."""
    left = sum(len(ring.wanted) for ring in rings)
    for turn in range(MOST_TURNS):
        narrow = [cell for ring in rings for cell in search.narrow(ring, enough)]
        if not narrow or (turn > LEAST_TURNS and len(narrow) == left):
            return
        left = len(narrow)
        search.pull_apart(dict(_mixed(narrow, turn)))


def _one_by_one(rings: Sequence[Ring], enough: int) -> dict[int, Range]:
    """Nothing fits all of them: find out which."""
    if len(rings) == 1:
        return dict.fromkeys(rings[0].wanted, NO_VALUE)
    return {cell: each for ring in rings for cell, each in possible_values([ring], enough).items()}


def _mixed(cells: Sequence[int], turn: int) -> Iterator[tuple[int, int]]:
    """Weights of both signs, a different pattern each turn, always the same for the same cells."""
    chance = Random(turn)  # noqa: S311 - a pattern, not a secret
    for cell in cells:
        yield cell, chance.choice((-3, -2, -1, 1, 2, 3))


class _Search:
    """The solutions seen so far, as a range for each cell."""

    def __init__(self, program: _Program, before: _Search | None = None) -> None:
        self._program = program
        self._seen: dict[int, tuple[int, int]] = {} if before is None else dict(before._seen)
        self.exact: set[int] = set() if before is None else set(before.exact)

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

    def narrow(self, ring: Ring, enough: int) -> list[int]:
        """Cells of a ring that have not been seen to range wide enough."""
        return [cell for cell in ring.wanted if self.width(cell) < enough]

    def next_narrow(self, ring: Ring, enough: int) -> list[int]:
        """The next cell to solve for; none once a cell of the ring has proven too narrow."""
        narrow = self.narrow(ring, enough)
        return [] if any(cell in self.exact for cell in narrow) else narrow[:1]

    def range_of(self, cell: int) -> Range:
        low, high = self._seen[cell]
        return low, None if self._program.has_no_end(cell, high) else high, cell in self.exact

    def width(self, cell: int) -> int:
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
        self._ceiling = [top for ring in rings for top in [_far_above(ring)] * len(ring.cells)]
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
