"""The gallery's pages: components, a form in each state, and a record that two people can edit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import include, path

from gallery.forms import EveryField
from sightline.web.access import open_page
from sightline.web.components.statuses import status, statuses
from sightline.web.components.values import Column, Distance, Link, Moment, Row, Several, Table, Tag, Task
from sightline.web.rendering import render

TODAY = date(2025, 4, 10)
DUE = date(2025, 5, 13)


@open_page
def components(request: Any) -> HttpResponse:
    """Every component, full; with ?empty, with nothing in it."""
    some = "empty" not in request.GET
    return render(
        request,
        "gallery/components.html",
        {
            "today": TODAY,
            "due": DUE,
            "groups": {group: list(names.values()) for group, names in statuses().items()},
            "table": Table("Reviews that are due", COLUMNS, ROWS if some else [], empty="No review is due."),
            "rows": SUMMARY,
            "tasks": TASKS,
            "moments": MOMENTS if some else [],
            "breadcrumbs": [Link("Children", "/children/"), Link("Child 12", "")],
            "page": Paginator(range(1000), 10).page(7),
        },
    )


@open_page
def form(request: Any) -> HttpResponse:
    """A form with every field; sent empty or wrong it shows its errors."""
    shown = EveryField(request.POST or None, request.FILES or None)
    shown.is_valid()
    return render(request, "gallery/form.html", {"form": shown})


@open_page
def broken(request: Any) -> HttpResponse:
    """A page that fails, with a name in what it says."""
    raise RuntimeError("Ada Appleby")


COLUMNS = [
    Column("Child", sort_url="?sort=child"),
    Column("Due", sort_url="?sort=due", sorted="ascending"),
    "Standing",
    "Why this day",
    Column("Reviews so far", numeric=True),
]
ROWS = [
    [
        Link(f"Child {number}", f"/children/{number}/"),
        Distance(date(2025, 4, number), TODAY),
        status("overdue" if number < 10 else "due"),
        "20 working days after coming into care; Good Friday and Easter Monday do not count.",
        number * 1000,
    ]
    for number in (4, 10, 11, 30)
]
SUMMARY = [
    Row("Legal status", "Interim care order", [Link("Change", "#legal", "legal status")]),
    Row(
        "Placement",
        Several(["Foster care", "since 3 May 2025"]),
        [Link("Change", "#a", "it"), Link("End", "#b", "it")],
    ),
    Row("Next review", Distance(DUE, TODAY)),
    Row("Interpreter", None),
]
TASKS = [
    Task("Read the case file", status("done", "task"), "#1"),
    Task("Meet the child", status("in_progress", "task"), "#2", "Alone, where the child wishes"),
    Task("Send the record", status("cannot_yet", "task"), hint="After the meeting"),
]
MOMENTS = [
    Moment("Review held", DUE, "All came.\nThe plan stays.", "Ines Iqbal", Tag("On time", "green")),
    Moment("Came into care", TODAY, links=[Link("Where this comes from", "#source")]),
]

urlpatterns = [
    path("gallery/", components),
    path("gallery/form/", form),
    path("gallery/broken/", broken),
    path("", include("sightline.web.urls")),
]
