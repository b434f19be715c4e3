"""Secondary rules: what else is hidden, so that a hidden cell cannot be had by subtraction."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sightline.indicators.disclosure.constraints import Constraint
from sightline.indicators.disclosure.ledger import Cause, Ledger
from sightline.indicators.disclosure.settings import Settings


@dataclass
class Balance:
    """The ledger, its constraints and the choice of cells, which is the same for the same input."""

    ledger: Ledger
    constraints: list[Constraint]
    settings: Settings

    def __post_init__(self) -> None:
        self._of_cell: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self.constraints):
            for cell in each.members:
                self._of_cell[cell].append(number)

    def settle(self, numbers: Iterable[int] | None = None) -> None:
        """Hide one more cell of each constraint that gives one away, until none does."""
        queue = sorted(range(len(self.constraints)) if numbers is None else set(numbers))
        waiting = set(queue)
        while queue:
            number = heapq.heappop(queue)
            waiting.discard(number)
            if not self.gives_away(number):
                continue
            chosen = self.choose(number)
            if chosen is None:
                continue  # the audit will find another way, or refuse
            for touched in sorted(self.hide(chosen, self.constraints[number]) - waiting):
                waiting.add(touched)
                heapq.heappush(queue, touched)

    def hide(self, cell: int, because: Constraint) -> set[int]:
        """Hide a cell wherever it is shown; the constraints that are touched."""
        follows = because.kind in ("same",)
        cause = Cause(
            "follows" if follows else "secondary", because.kind, self.ledger.keys[because.whole].indicator
        )
        changed = self.ledger.hide_cell(cell, cause)
        return {number for each in changed for number in self._of_cell[each]}

    def gives_away(self, number: int) -> bool:
        """Whether this sum alone leaves a guarded cell too few possible values."""
        each, ledger = self.constraints[number], self.ledger
        hidden = [part for part in each.parts if not ledger.known[part]]
        inside = hidden if each.gap is None else [*hidden, each.gap]
        if not self._total_is_known(number):
            alone = not inside and not ledger.known[each.whole]
            return alone and ledger.protected[each.whole]
        if not any(ledger.protected[cell] for cell in inside):
            return False
        if len(hidden) < (2 if len(each.parts) > 1 or each.gap is None else 1):
            return True
        spread = self._left(each) - sum(ledger.lower[cell] for cell in inside)
        return spread < self.settings.min_width

    def _left(self, constraint: Constraint) -> int:
        values, known = self.ledger.values, self.ledger.known
        shown = sum(values[part] or 0 for part in constraint.parts if known[part])
        return (values[constraint.whole] or 0) - shown

    def _total_is_known(self, number: int) -> bool:
        """Whether the total is published, or is the plain sum of a division that is."""
        whole = self.constraints[number].whole
        if self.ledger.known[whole]:
            return True
        if self.ledger.entries_of[whole] or self.ledger.values[whole] is None:
            return False
        return any(self._shows_its_whole(other) for other in self._of_cell[whole] if other != number)

    def _shows_its_whole(self, number: int) -> bool:
        each = self.constraints[number]
        return each.gap is None and all(self.ledger.known[part] for part in each.parts)

    def choose(self, number: int) -> int | None:
        """The cell to hide next: a part that repairs most elsewhere, then the smallest; a zero; the total."""
        each = self.constraints[number]
        parts = [part for part in each.parts if self.ledger.can_hide(part)]
        filled = [part for part in parts if self.ledger.values[part]]
        for candidates in (filled, parts):
            if candidates:
                return min(candidates, key=lambda part: self._order(part, number))
        return each.whole if self.ledger.can_hide(each.whole) else None

    def _order(self, cell: int, number: int) -> tuple[int, int, object]:
        repaired = sum(1 for other in self._of_cell[cell] if other != number and self._would_help(cell, other))
        return -repaired, self.ledger.values[cell] or 0, self.ledger.keys[cell]

    def _would_help(self, cell: int, number: int) -> bool:
        return cell in self.constraints[number].parts and self.gives_away(number)

    def nearest_choice(self, cell: int) -> tuple[int, int] | None:
        """A constraint and a cell of it to hide, for a cell that the sums taken together give away."""
        seen, ring = {cell}, [cell]
        while ring:
            numbers = sorted({number for each in ring for number in self._of_cell[each]})
            choices = [(number, other) for number in numbers if (other := self.choose(number)) is not None]
            if choices:
                return min(choices, key=lambda choice: self._order_far(*choice))
            reached = {other for number in numbers for other in self.constraints[number].members}
            ring = sorted(other for other in reached - seen if not self.ledger.known[other])
            seen.update(ring)
        return None

    def _order_far(self, number: int, cell: int) -> tuple[bool, bool, int, object]:
        """Parts before totals, filled before empty, small before large."""
        value = self.ledger.values[cell] or 0
        return cell == self.constraints[number].whole, value == 0, value, self.ledger.keys[cell]
