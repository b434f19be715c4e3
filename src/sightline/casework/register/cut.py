"""A list that the database counts and cuts, for lists of hundreds of thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from django.db.models import Count, QuerySet, Window

T = TypeVar("T")


class Cut(Sequence[T], Generic[T]):
    """Rows of a query; a slice of them is made into values in a constant number of queries."""

    def __init__(self, rows: QuerySet[Any], make: Callable[[Sequence[Any]], list[T]]) -> None:
        self._rows = rows
        self._make = make
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._rows.count()
        return self._length

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, int):
            return self._make([self._rows[place]])[0]
        return self._make(list(self._rows[place]))

    def beginning(self, many: int) -> list[T]:
        """The first rows, and how many there are in all: one query for both where lists are short."""
        found = list(self._rows.annotate(rows_in_all=Window(Count("*")))[:many])
        self._length = found[0].rows_in_all if found else 0
        return self._make(found)

    def __iter__(self) -> Iterator[T]:
        return iter(self[:])
