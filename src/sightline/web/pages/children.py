"""A child on a page: who the child is, the life so far, what is due and why, the people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path

from sightline.casework.practice.queries import in_force
from sightline.casework.register.queries import KINDS, Event, Story, chronology, story
from sightline.domain.roles import Act
from sightline.web import child_parts
from sightline.web.access import child_page
from sightline.web.child_head import head
from sightline.web.lists import Column, Listing
from sightline.web.pages import records
from sightline.web.rendering import render
from sightline.web.strip_of_life import strip_of
from sightline.web.work.reviewing import readiness


@child_page(Act.SEE_CHILD)
def child(request: Any, pk: int) -> HttpResponse:
    """The child on one page."""
    told = _story(request)
    drawing = strip_of(told)
    context = {
        **head(request, told.who),
        "story": told,
        "due": child_parts.due_now(told),
        "beside": child_parts.due_beside(told),
        "settled": child_parts.settled(told),
        "strip": drawing,
        "strip_table": child_parts.strip_table(drawing),
        "siblings": child_parts.siblings(told),
        "notices": child_parts.notices(told) if told.notices else None,
        "mend": child_parts.mend(told, request.viewer.may(Act.RECORD_FACTS)),
        "latest": child_parts.timeline(pk, _so_far(told)[:6]),
        "now": child_parts.people_now(told),
        "ready": readiness(request.child, request.viewer),
        "open_episode": child_parts.open_for(told, request.viewer),
    }
    return render(request, "pages/children/child.html", context)


@child_page(Act.SEE_CHILD)
def events(request: Any, pk: int) -> HttpResponse:
    """Everything dated, the latest first; `kind` narrows it."""
    told = _story(request)
    chosen = frozenset(request.GET.getlist("kind")) & KINDS.keys()
    found = chronology(told, chosen)
    if request.GET.get("format"):
        return CHRONOLOGY.asked(request).show(found)
    context = {
        **head(request, told.who),
        "moments": child_parts.timeline(pk, found),
        "exports": [(title, _export(chosen, form)) for title, form in FORMATS],
        "kinds": [(key, title, key in chosen) for key, (title, _) in KINDS.items()],
        "chosen": chosen,
    }
    return render(request, "pages/children/chronology.html", context)


@child_page(Act.SEE_CHILD)
def people(request: Any, pk: int) -> HttpResponse:
    """Who is around the child, and how to reach them."""
    told = _story(request)
    context = {
        **head(request, told.who),
        "story": told,
        "now": child_parts.people_now(told),
        "before": child_parts.people_before(told),
        "circles": child_parts.circles(told),
        "siblings": child_parts.siblings(told),
        "may_record": request.viewer.may(Act.RECORD_FACTS),
    }
    return render(request, "pages/children/people.html", context)


#: The chronology as a file.
CHRONOLOGY = Listing(
    key="chronology",
    title="Chronology",
    things=("happening", "happenings"),
    columns=(
        Column("Day", lambda event: event.day),
        Column("Kind", lambda event: KINDS[event.kind][0]),
        Column("What happened", lambda event: event.title),
        Column("More", lambda event: event.text),
        Column("Where it comes from", lambda event: event.source),
    ),
)
FORMATS = (("CSV", "csv"), ("Excel", "xlsx"), ("To print", "print"))


def _export(chosen: frozenset[str], form: str) -> str:
    return "?" + urlencode([*(("kind", kind) for kind in sorted(chosen)), ("format", form)])


def _so_far(told: Story) -> list[Event]:
    return [event for event in chronology(told) if event.day <= told.on]


def _story(request: Any) -> Story:
    return story(request.child, seen_by=request.viewer, practice=in_force(request.viewer.on))


urls = [
    path("children/<int:pk>/", child, name="child"),
    path("children/<int:pk>/chronology/", events, name="child-chronology"),
    path("children/<int:pk>/people/", people, name="child-people"),
    *records.urls,
]
