"""Chance that can be told again: streams of random numbers that depend on nothing but their name.

Every family and every child has a stream of its own, so that a larger council has the same children as a
smaller one and some more. Names are hashed with hashlib, never with `hash`, which differs between runs.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(*name: int | str) -> Random:
    """A stream of random numbers that is the same for the same name, on every machine."""
    digest = hashlib.blake2b("/".join(map(str, name)).encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big"))  # noqa: S311 - nothing here is secret


class Weighted(Generic[T]):
    """Things to choose from, some more often than others."""

    __slots__ = ("_bounds", "_things", "_total")

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things = tuple(weights)
        self._bounds = tuple(accumulate(weights.values()))[:-1]
        self._total = sum(weights.values())

    def pick(self, chance: Random) -> T:
        return self._things[bisect(self._bounds, chance.random() * self._total)]


def spread(chance: Random, low: int, high: int) -> int:
    """A whole number from low to high, both possible. (Faster than `randint`.)"""
    return low + int(chance.random() * (high - low + 1))


def waiting(chance: Random, mean: float, least: int, most: int) -> int:
    """Days until something that may happen on any day with the same likelihood."""
    return min(most, least + int(chance.expovariate(1 / mean)))
