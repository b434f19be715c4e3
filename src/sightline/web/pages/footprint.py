"""Everything that the reviewing service did for a child, on one line of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse

from sightline.casework.practice.queries import in_force
from sightline.casework.watch.queries import changes, checks, levels
from sightline.casework.watch.queries.footprint import KINDS, Step, footprint
from sightline.domain.roles import Act
from sightline.web.access import child_page
from sightline.web.child_head import head
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Moment, Row, Several
from sightline.web.day import today
from sightline.web.lists import Column, Listing
from sightline.web.pages.changes import waiting_table
from sightline.web.rendering import render

FOOTPRINT = Listing(
    key="footprint",
    title="Footprint of the reviewing service",
    things=("step", "steps"),
    columns=(
        Column("Day", lambda step: step.day),
        Column("Kind", lambda step: KINDS[step.kind]),
        Column("What was done", lambda step: step.title),
        Column("More", lambda step: step.text),
        Column("By", lambda step: step.by),
    ),
)
FORMATS = (("CSV", "csv"), ("Excel", "xlsx"), ("To print", "print"))


@child_page(Act.SEE_CHILD)
def steps(request: Any, pk: int) -> HttpResponse:
    """The footprint; `kind` and `year` narrow it."""
    every = footprint(request.child, on=request.viewer.on)
    chosen, year = frozenset(request.GET.getlist("kind")) & KINDS.keys(), request.GET.get("year", "")
    shown = [step for step in every if (not chosen or step.kind in chosen) and year in ("", str(step.day.year))]
    if request.GET.get("format"):
        return FOOTPRINT.asked(request).show(shown)
    told = changes.of_child(pk, seen_by=request.viewer)
    shared = head(request)
    context = {
        **shared,
        "last": every[0] if every else None,
        "moments": [_moment(request, step) for step in shown],
        "kinds": [(key, title, key in chosen) for key, title in KINDS.items()],
        "chosen": chosen,
        "year": year,
        "years": sorted({str(step.day.year) for step in every}, reverse=True),
        "exports": [(title, _export(chosen, year, form)) for title, form in FORMATS],
        "doing": list(_doing(request, left=bool(shared["who"].left) and not shared["who"].in_care)),
        "facts": _facts(request),
        "waiting": waiting_table([each for each in told if not each.answered_on], request.viewer, child=False),
    }
    return render(request, "pages/watching/footprint.html", context)


def _moment(request: Any, step: Step) -> Moment:
    return Moment(step.title, step.day, step.text, by=step.by, links=_links(request, step))


def _links(request: Any, step: Step) -> Sequence[Link]:
    if not request.viewer.may(Act.RECORD_CONTACT) or step.row is None:
        return ()
    name = {"contact": "child-contact", "check": "child-check"}.get(step.of)
    if name is None:
        return ()
    about = f"{step.title}, {day_in_words(step.day)}"
    return [Link("Put it right", reverse(name, args=[request.child.pk, step.row]), about)]


def _doing(request: Any, *, left: bool) -> Iterator[Link]:
    """What this person may do here; `left` says that the child is no longer in care."""
    pk, may = request.child.pk, request.viewer.may
    if may(Act.RECORD_CONTACT):
        yield Link("Note a contact, a visit or a file check", reverse("child-contact-add", args=[pk]))
        yield Link("How closely this plan is watched", reverse("child-level", args=[pk]))
        if left:
            yield Link("Closing note", reverse("child-closing", args=[pk]))
    if may(Act.ANSWER_ASKED):
        yield Link("Tell of a significant change", reverse("child-change-tell", args=[pk]))


def _facts(request: Any) -> list[Row]:
    """The midway check that is open, and the level."""
    pk = request.child.pk
    rows: list[Row] = []
    for check in checks.open_checks(seen_by=request.viewer, of=[pk]):
        due: Cell = Several((Distance(check.due, today()), status(check.standing), check.why))
        may = request.viewer.may(Act.RECORD_CONTACT)
        rows.append(
            Row("Midway check", due, [Link("Do it", reverse("child-check", args=[pk, check.id]))] if may else ())
        )
    level = levels.levels_of([pk], on=request.viewer.on).get(pk)
    if level and in_force(request.viewer.on).tracking_levels:
        rows.append(Row("Watched", Several((level.level, level.why))))
        rows.append(
            Row("Contact wanted by", Distance(level.next_contact, today()) if level.next_contact else BLANK)
        )
    return rows


def _export(chosen: frozenset[str], year: str, form: str) -> str:
    said = [*(("kind", kind) for kind in sorted(chosen)), *([("year", year)] if year else []), ("format", form)]
    return "?" + urlencode(said)


urls = [path("children/<int:pk>/footprint/", steps, name="child-footprint")]
