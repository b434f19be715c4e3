"""A workflow: its states, and the moves from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class NotPossible(Exception):
    """The state of the work does not allow this move; the message says what it is and what may follow."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step that somebody takes: from any of some states to one. `title` is what its button says."""

    key: str
    title: str
    sources: frozenset[str]
    target: str


@dataclass(frozen=True)
class Workflow:
    """States by key, each with its words, in the order of the work; the first is where everything starts."""

    name: str
    states: Mapping[str, str]
    moves: tuple[Move, ...]

    @property
    def first(self) -> str:
        """Where everything starts."""
        return next(iter(self.states))

    def open_from(self, state: str) -> tuple[Move, ...]:
        """The moves that a state allows."""
        return tuple(move for move in self.moves if state in move.sources)

    def after(self, state: str, move: str) -> str:
        """The state after a move. Raises NotPossible, and KeyError for a move that there is not."""
        step = {each.key: each for each in self.moves}[move]
        if state not in step.sources:
            may = ", ".join(each.title.lower() for each in self.open_from(state)) or "nothing"
            raise NotPossible(f"This {self.name} is {self.states[state].lower()}: what may follow is {may}.")
        return step.target

    @property
    def last(self) -> frozenset[str]:
        """States that nothing follows."""
        return frozenset(state for state in self.states if not self.open_from(state))


def moving(key: str, title: str, sources: str, target: str) -> Move:
    """A move from the states named, with spaces between."""
    return Move(key, title, frozenset(sources.split()), target)
