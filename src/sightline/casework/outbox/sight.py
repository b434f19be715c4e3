"""Which messages somebody may see. The outbox knows no child but by number, so it is told who may see which.

`Sees` is `register.scope.children`: whoever asks hands it in. A message about a child whom somebody may not see
any more is not there and is not counted.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Q, QuerySet

from sightline.casework.outbox.models import Message
from sightline.casework.staff.queries import Viewer


class Sees(Protocol):
    """Which children somebody may see."""

    def __call__(self, *, seen_by: Viewer) -> QuerySet[Any]:
        """Those children."""


def visible(*, seen_by: Viewer, sees: Sees) -> QuerySet[Message]:
    """Somebody's messages, without those about children out of their sight."""
    mine = Message.objects.filter(person=seen_by.id)
    return mine.filter(Q(child=None) | Q(child__in=sees(seen_by=seen_by).values("pk")))
