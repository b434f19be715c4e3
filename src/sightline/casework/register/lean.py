"""Rows with what is shown of the rows that they refer to, and no more.

A child, a person and a meeting have some thirty columns each. A list shows a name of them; reading all of it for
every line takes longer than asking for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
#: What a child is called by, and what else lists say of a child: how old, of which family, what is not told.
CHILD = ("forename", "surname", "known_as", "born", "family", "ethnicity", "upn")
NAME = ("name",)


def lean(rows: QuerySet[M], own: Iterable[str] = (), **shown: Iterable[str]) -> QuerySet[M]:
    """With the rows referred to, as `select_related` gives them, and of each the columns named.

    `own` are the columns of the rows themselves; all of them unless told.
    """
    columns = [*(own or (field.name for field in rows.model._meta.concrete_fields))]
    for path, names in shown.items():
        columns += [path, *(f"{path}__{name}" for name in names)]
    return rows.select_related(*shown).only(*columns)
