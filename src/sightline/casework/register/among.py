"""Whether a number is one of several: asked in nearly every query, and so asked cheaply.

Django prepares each number of a list by itself and gives it a place of its own in the query. Here whole numbers
are written into the query as they are; on PostgreSQL they are one list beside it, so that the query reads alike
whatever their number and is planned once (`ops.postgres`).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField, OneToOneField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _Numbers:
    """`column__in=` some whole numbers; anything else is as Django has it."""

    rhs: Any
    numbers: Any = None

    def get_prep_lookup(self) -> Any:
        if isinstance(self.rhs, (list, tuple, set, frozenset)) and all(type(each) is int for each in self.rhs):
            self.numbers = sorted(self.rhs)
            return self.rhs
        return super().get_prep_lookup()  # type: ignore[misc]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The numbers written into the query."""
        if self.numbers is None:
            return super().as_sql(compiler, connection)  # type: ignore[misc, no-any-return]
        column, params = self._column(compiler, connection)
        return f"{column} IN ({', '.join(map(str, self.numbers))})", params

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The numbers as one list beside the query."""
        if self.numbers is None:
            return self.as_sql(compiler, connection)
        column, params = self._column(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.numbers)

    def _column(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not self.numbers:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        return column, params


class AmongNumbers(_Numbers, In):
    """Whether a number is one of several."""


class AmongRows(_Numbers, RelatedIn):
    """Whether a row refers to one of several."""


def register() -> None:
    """From now on `__in` of numbers, of the service's tables and of all others, is this."""
    IntegerField.register_lookup(AmongNumbers)
    for reference in (ForeignKey, OneToOneField):
        reference.register_lookup(AmongRows)
