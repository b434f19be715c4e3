"""When each part of the daily work was last done, for those who look after the service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sightline.casework.outbox.models import Ran

LONGEST_FAULT = 200


def note_done(name: str, *, on: date, at: datetime) -> None:
    """It was done to its end; a day before the last is not noted."""
    row, is_new = Ran.objects.get_or_create(name=name, defaults={"on": on, "at": at})
    if not is_new:
        Ran.objects.filter(pk=row.pk, on__lte=on).update(on=on, at=at, failed="")


def note_failed(name: str, *, fault: str) -> None:
    """It failed, in this way, since it was last done."""
    Ran.objects.filter(name=name).update(failed=fault[:LONGEST_FAULT])


def not_done(names: Iterable[str], *, on: date) -> list[str]:
    """Those of the parts that were not done on a day or later, or failed since."""
    done = set(Ran.objects.filter(on__gte=on, failed="").values_list("name", flat=True))
    return [name for name in names if name not in done]
