"""Pages and jobs that stop in the middle until they are killed, for a site of the tests alone."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django_tasks import task

from sightline.casework.staff.models import Team
from sightline.casework.trail.actions import record
from sightline.web import urls
from sightline.web.access import open_page

FIRST, SECOND, DONE = "first half", "second half", "done by the job"


def write(name: str) -> None:
    """A row, and its entry in the trail."""
    team = Team.objects.create(name=name)
    record("made_team", by=None, at=timezone.now(), kind="team", subject=team.pk)


def stop_here(name: str) -> None:
    """Say that this place was reached, and stay; the second time go on."""
    mark = Path(settings.DATA) / name
    if not mark.exists():
        mark.touch()
        time.sleep(60)


@csrf_exempt
@open_page
def two_halves(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        write(FIRST)
        stop_here("in-the-middle")
        write(SECOND)
    return HttpResponse("done")


@csrf_exempt
@open_page
def one_of_many(request: HttpRequest, number: int) -> HttpResponse:
    with transaction.atomic():
        Team.objects.filter(name__startswith="writer").count()
        write(f"writer {number}")
    return HttpResponse("done")


@task()
def stops_before_it_is_done() -> None:
    with transaction.atomic():
        if not Team.objects.filter(name=DONE).exists():
            write(DONE)
            stop_here("in-the-middle")


@task()
def stops_after_it_is_done() -> None:
    with transaction.atomic():
        if not Team.objects.filter(name=DONE).exists():
            write(DONE)
    stop_here("in-the-middle")


urlpatterns = [
    *urls.urlpatterns,
    path("two-halves", two_halves),
    path("one-of-many/<int:number>", one_of_many),
]
