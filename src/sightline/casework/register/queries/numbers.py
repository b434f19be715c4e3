"""The numbers by which systems know a child, and whether another child in sight has one of them too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from sightline.casework.register.choices import NUMBERED_BY
from sightline.casework.register.models import Child, Identifier
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import within
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True)
class Number:
    """A number of a child: of which system, who told it, and the children in sight who have it as well."""

    pk: int
    version: int
    system: str
    value: str
    source: str
    since: date | None
    by_hand: bool
    too: tuple[tuple[int, str], ...]


def numbers_of(child: Child, *, seen_by: Viewer) -> list[Number]:
    """The numbers of a child in scope, in the order in which they were told. Two queries."""
    rows = list(Identifier.objects.filter(child=child).select_related("entered_by", "load").order_by("pk"))
    too = _too(child, rows, seen_by)
    return [
        Number(
            pk=row.pk,
            version=row.version,
            system=row.get_scheme_display(),
            value=row.value,
            source=_source(row),
            since=_since(row),
            by_hand=row.scheme in NUMBERED_BY and row.load_id is None,
            too=too.get((row.scheme, row.value.upper()), ()),
        )
        for row in rows
    ]


def shared_numbers(child: Child, *, seen_by: Viewer) -> list[str]:
    """The systems whose number of the child is another's, too, whom this person may see. One query, seldom two."""
    rows = list(Identifier.objects.filter(child=child, disputed=True))
    too = _too(child, rows, seen_by) if rows else {}
    return [row.get_scheme_display() for row in rows if (row.scheme, row.value.upper()) in too]


def _too(
    child: Child, rows: list[Identifier], seen_by: Viewer
) -> dict[tuple[str, str], tuple[tuple[int, str], ...]]:
    asked = Q(pk__in=())
    for row in rows:
        asked |= Q(scheme=row.scheme, value__iexact=row.value)
    others = within(Identifier.objects.filter(asked).exclude(child=child), "child", seen_by=seen_by)
    found: dict[tuple[str, str], tuple[tuple[int, str], ...]] = {}
    for other in others.select_related("child").order_by("pk"):
        key = (other.scheme, other.value.upper())
        found[key] = (*found.get(key, ()), (other.child_id, name_of(other.child)))
    return found


def _since(row: Identifier) -> date | None:
    at = row.entered_at or (row.load.loaded_at if row.load else None)
    return localtime(at).date() if at else None


def _source(row: Identifier) -> str:
    if row.entered_by:
        return f"Entered by {row.entered_by.name}"
    if row.load:
        return f"Import {row.load.pk}"
    return "Given with the record here"
