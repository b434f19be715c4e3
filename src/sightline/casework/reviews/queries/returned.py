"""The Reviews file of the 903 return, written from what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sightline.casework.register.extract import names_for
from sightline.casework.register.lives import lives
from sightline.casework.register.models import Episode
from sightline.casework.register.models import Review as Told
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.domain import records
from sightline.domain.care import SHORT_BREAKS, Period, periods_of_care


def reviews_of_return(collection: int, *, seen_by: Viewer) -> Iterator[records.Review]:
    """The reviews of the return of a year (named by its end) of children in scope, as records: by child and day.

    Those of the register that were held in the year, whoever told of them. A review of short breaks is in no
    return: of a child who had any, those within a period of care alone. A fixed number of queries.
    """
    names = names_for(seen_by)
    scope = children(seen_by=seen_by)
    breaks = Episode.objects.filter(child__in=scope.values("pk"), legal_status__in=SHORT_BREAKS)
    cared = _periods(list(breaks.values_list("child_id", flat=True).distinct()))
    rows = Told.objects.filter(child__in=scope.values("pk"), held__gte=date(collection - 1, 4, 1))
    rows = rows.filter(held__lte=date(collection, 3, 31)).order_by("child_id", "held")
    fields = ("child_id", "child__born", "held", "participation", "completed", "recorded", "adjourned")
    for child, born, held, *told in rows.values_list(*fields).iterator(chunk_size=5000):
        if child not in cared or any(period.holds(held) for period in cared[child]):
            yield records.Review(names[child], born, held, *told)


def _periods(pks: list[int]) -> dict[int, tuple[Period, ...]]:
    return {pk: periods_of_care(known.life.episodes) for pk, known in lives(pks).items()}
