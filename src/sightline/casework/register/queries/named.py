"""What children are called, by number: for lists that know no more of a child than that."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer


def names_of(numbers: Iterable[int], *, seen_by: Viewer) -> dict[int, str]:
    """The names of those of them who are in sight. One query."""
    return {child.pk: name_of(child) for child in children(seen_by=seen_by).filter(pk__in=set(numbers))}
