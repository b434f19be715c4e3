"""What the tellers of the work share: what children and people are called in an extract, and what a row is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from sightline.casework.register import extract, scope
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer

#: Rows of a table: the day that places one in a year, the service's table, its number there, the record's values.
Telling = Iterator[tuple[date, str, int, tuple[Any, ...]]]
AT_ONCE = 5000


@dataclass(frozen=True)
class Named:
    """Children by their identifier in extracts, people by their number, and whose rows are wanted."""

    children: Mapping[int, str]
    people: Mapping[int, str]
    seen_by: Viewer | None

    @classmethod
    def of(cls, seen_by: Viewer | None) -> Named:
        """For somebody, or (None) for the service itself."""
        people = {pk: worker or f"P{pk}" for pk, worker in Person.objects.values_list("pk", "worker")}
        return cls(extract.names_for(seen_by), people, seen_by)

    def rows(
        self, model: type[Model], *columns: str, child: str = "child", **only: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of a model, of the children who are wanted, in the order of their numbers."""
        rows: QuerySet[Any] = model._default_manager.filter(**only)
        if self.seen_by is not None:
            rows = rows.filter(**{f"{child}__in": scope.children(seen_by=self.seen_by).values("pk")})
        yield from rows.order_by("pk").values_list(*columns).iterator(chunk_size=AT_ONCE)

    def person(self, pk: int | None) -> str | None:
        """Somebody's number, or nobody's."""
        return None if pk is None else self.people[pk]


def yes(value: bool | None) -> int | None:
    """A flag as records have it."""
    return None if value is None else int(value)
