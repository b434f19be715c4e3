"""The only clock on the wall: pages read the day and the moment here and hand them on."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment; on the fixed day of a demonstration where one is set."""
    moment = timezone.localtime()
    if settings.TODAY is None:
        return moment
    return timezone.make_aware(datetime.combine(settings.TODAY, moment.time().replace(microsecond=0)))


def today() -> date:
    """The day it is in England."""
    return now().date()
