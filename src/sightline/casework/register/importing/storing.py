"""How a row told becomes columns of the register's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, TextField

from sightline.casework.register.models import Involvement
from sightline.casework.register.told import Told

_ROW = ("id", "child_id", "version", "entered_at", "entered_by_id", "load_id", "collection", "file", "line")


@dataclass(frozen=True)
class Known:
    """The people and teams that the service knows, by what feeds call them."""

    people: Mapping[str, int]
    teams: Mapping[str, int]


@dataclass(frozen=True)
class Storing:
    """The columns of one model that a record fills, and what fills the others."""

    told: Told
    known: Known

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the record's values go into."""
        if self.told.model is Involvement:
            return ("person_id", "worker", "role", "started", "ended", "team_id", "reason")
        return self.told.names

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of those columns."""
        if self.told.model is Involvement:
            return self._involvement(row)
        return tuple(
            "" if row[name] is None and name in self._never_null else row[name] for name in self.told.names
        )

    @property
    def others(self) -> dict[str, Any]:
        """What a new row has in the columns that no record fills."""
        filled = {*_ROW, *self.columns}
        fields = (field for field in self.told.model._meta.concrete_fields if field.attname not in filled)
        return {field.attname: field.get_default() for field in fields if not field.null}

    @cached_property  # asked of every value of every row, while nobody else can write
    def _never_null(self) -> frozenset[str]:
        texts = (f for f in self.told.model._meta.concrete_fields if isinstance(f, CharField | TextField))
        return frozenset(field.attname for field in texts if not field.null)

    def _involvement(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        person = self.known.people.get(row["worker"])
        team = self.known.teams.get(row["team"] or "")
        return (person, row["worker"], row["role"], row["started"], row["ended"], team, row["reason"] or "")
