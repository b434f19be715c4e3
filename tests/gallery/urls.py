"""The gallery's pages: components, a form in each state, and a record that two people can edit."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from gallery.forms import EveryField, RecordForm
from sightline.casework.trail.actions import Changed
from sightline.web.access import open_page, page
from sightline.web.components.statuses import status, statuses
from sightline.web.components.values import Column, Distance, Link, Moment, Row, Several, Table, Tag, Task
from sightline.web.forms.editing import Editing
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


@page(None)
def record(request: Any) -> HttpResponse:
    """One record that everybody may correct; it lives as long as the server's process."""
    editing = Editing(
        request, RecordForm, name="record", subject="1", now=record_of.values, version=record_of.version
    )
    if editing.sends(correct, refused=(Refusal,)):
        messages.success(request, "Saved")
        return redirect("done")
    return render(request, "gallery/record.html", {"editing": editing})


@page(None)
def done(request: Any) -> HttpResponse:
    """What the record says now."""
    rows = [Row(name, value) for name, value in record_of.values.items()]
    return render(request, "gallery/done.html", {"rows": rows, "version": record_of.version})


def correct(values: dict[str, Any], version: int | None) -> None:
    """An action as those of the service are."""
    if values["name"] == "Refuse me":
        raise Refusal("This name is refused.")
    if version != record_of.version:
        raise Changed(record_of.version, dict(record_of.values))
    record_of.version += 1
    record_of.values = {name: values[name] for name in record_of.values}


class Refusal(Exception):
    """An action's own."""


record_of = SimpleNamespace(
    version=1, values={"name": "Ada", "born": date(2014, 5, 2), "sees": "alone", "note": "The plan stays."}
)

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
    path("gallery/record/", record, name="record"),
    path("gallery/record/done/", done, name="done"),
    path("", include("sightline.web.urls")),
]
