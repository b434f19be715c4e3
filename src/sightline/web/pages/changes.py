"""Significant changes: told by whoever runs the case or by a feed, and answered by the reviewing officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.allocation.queries import roll
from sightline.casework.meetings.scope import NotPermitted as NotHere
from sightline.casework.register.actions import NotRight
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch import changing
from sightline.casework.watch.kinds import BROUGHT
from sightline.casework.watch.kinds import CHANGES as KINDS
from sightline.casework.watch.queries import changes as changes_of
from sightline.casework.watch.queries.brought import Brought, brought_forward
from sightline.casework.watch.queries.changes import Told
from sightline.domain.roles import Act
from sightline.web.access import Officer, Sends, child_page, page
from sightline.web.child_head import head
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Row, Several, Table
from sightline.web.components.values import Column as Heading
from sightline.web.day import today
from sightline.web.forms.editing import Editing
from sightline.web.lists import Column, Filter, Listing
from sightline.web.pages import caseload
from sightline.web.pages.watching_forms import AnswerForm, TellForm
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotHere, NotRight)
#: Changes that were answered longer ago are found on the child's footprint.
LATELY = timedelta(days=366)


def what(row: Told) -> Cell:
    """What changed, in a few words, and what should not be overlooked."""
    parts: list[Cell] = [KINDS.get(row.kind, row.kind)]
    if row.was and row.now:
        parts.append(f"{row.was} → {row.now}")
    if row.planned:
        parts.append(status("planned", "told"))
    if row.unplanned:
        parts.append(status("unplanned", "told"))
    return Several(parts)


def waits(row: Told) -> Cell:
    """How it stands, and how long it has waited."""
    tag = status(row.answer or "waiting", "told")
    return tag if row.answered_on else Several((tag, _days(row.waited)))


def opened(row: Told, viewer: Viewer) -> Cell:
    """Where it is answered, or seen."""
    answers = row.answered_on is None and viewer.may(Act.RECORD_CONTACT)
    return Link("Answer" if answers else "See", _address(row), f"change told of {row.name}")


def _address(row: Told) -> str:
    return reverse("child-change", args=[row.child, row.id])


def waiting_table(rows: Sequence[Told], viewer: Viewer, *, child: bool = True, caption: str = "") -> Table:
    """Changes that wait, for a first screen or a child's page."""
    return Table(
        caption or "Changes that wait for an answer",
        [*(["Child"] if child else []), "What", "On", "How it stands", "Open"],
        [
            [
                *([Link(row.name, reverse("child", args=[row.child]))] if child else []),
                what(row), row.happened_on, waits(row), opened(row, viewer),
            ]
            for row in rows
        ],
        empty="No change waits for an answer.",
        caption_hidden=child,
    )  # fmt: skip


CHANGES = Listing(
    key="changes",
    title="Significant changes",
    things=("change", "changes"),
    order="-waited",
    columns=(
        Column("Child", lambda row: Link(row.name, reverse("child", args=[row.child])), key="name"),
        Column("What", what),
        Column("On", lambda row: row.happened_on, key="on"),
        Column(
            "Told",
            lambda row: Several((row.told_on, row.told_by or "by a feed")),
            key="told",
            by=lambda row: row.told_on,
        ),
        Column("How it stands", waits),
        Column("Working days waited", lambda row: row.waited, key="waited", numeric=True),
        Column("IRO", lambda row: row.officer_name or BLANK, key="iro"),
        Column("Open", lambda row: Link("Open", _address(row), f"change told of {row.name}"), where="page"),
    ),
    filters=(
        Filter(
            "state", "How it stands", (("waiting", "Waiting for an answer"), ("answered", "Answered")),
            keeps=lambda row, value: (row.answered_on is None) == (value == "waiting"),
        ),
        Filter("kind", "What changes", tuple(KINDS.items()), keeps=lambda row, value: row.kind == value),
        Filter("iro", "IRO", keeps=lambda row, value: str(row.officer or "none") == value),
        Filter(
            "unplanned", "Placement ended unplanned", (("yes", "Yes"),),
            keeps=lambda row, value: row.unplanned is not None,
        ),
    ),
    at_first={"state": "waiting"},
    notes=("Working days from the day a change was told to the answer, or to the day the list was made.",),
    empty="No change was told lately.",
)  # fmt: skip


@page(Act.SEE_CHILD)
def changes(request: Any) -> HttpResponse:
    """Changes of a year: those that wait, unless others are chosen."""
    rows = changes_of.every(seen_by=request.viewer, since=today() - LATELY)
    named = sorted({(str(row.officer), row.officer_name) for row in rows if row.officer}, key=lambda each: each[1])
    asked = CHANGES.asked(request, options={"iro": [("none", "Nobody named"), *named]})
    return asked.show(asked.of_rows(rows))


TELL = Listing(
    key="change-tell",
    title="Tell of a significant change",
    things=("child", "children"),
    order="name",
    columns=(
        caseload.CHILD,
        Column("IRO", caseload.officer, key="iro"),
        caseload.WORKER,
        Column(
            "Tell",
            lambda row: Link(
                "Tell of a change", reverse("child-change-tell", args=[row.child]), f"for {row.name}"
            ),
            where="page",
        ),
    ),
    empty="No child in care is yours now.",
)


@page(Act.ANSWER_ASKED)
def choose(request: Any) -> HttpResponse:
    """Choose the child whom a change is about."""
    asked = TELL.asked(request)
    return asked.show(
        roll(seen_by=request.viewer, chosen={"care": "in"}, order=asked.order), "pages/watching/tell.html"
    )


@child_page(Act.ANSWER_ASKED)
def tell(request: Any, pk: int) -> HttpResponse:
    """Tell of something significant that happened, or is proposed."""
    editing = Editing(request, TellForm, name="change-tell", subject=str(pk))

    def act(values: dict[str, Any], version: Any) -> None:
        planned = values.pop("planned") == "yes"
        changing.tell(child=pk, planned=planned, by=request.viewer, **values)

    if editing.sends(act, refused=REFUSED):
        messages.success(request, "Told. The reviewing officer will answer.")
        return redirect("child-footprint", pk=pk)
    context = {"editing": editing, "title": "Tell of a significant change", "send": "Tell it"}
    cancel = reverse("child-footprint", args=[pk])
    return render(request, "pages/watching/form.html", {**head(request), **context, "cancel": cancel})


@child_page(Act.SEE_CHILD, sends=Sends(Act.RECORD_CONTACT, Officer.TOO))
def change(request: Any, pk: int, change: int) -> HttpResponse:
    """One change: what was told, and the answer; the officer answers here."""
    told = next((each for each in changes_of.of_child(pk, seen_by=request.viewer) if each.id == change), None)
    if told is None:
        raise Http404
    open_to_answer = told.answered_on is None and request.viewer.may(Act.RECORD_CONTACT)
    editing = Editing(
        request, AnswerForm, name="change-answer", subject=str(change), version=told.version
    ) if open_to_answer else None  # fmt: skip
    if editing and editing.sends(
        lambda values, version: changing.answer(
            child=pk, change=change, version=version, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        forward = editing.form.cleaned_data["answer"] == BROUGHT
        messages.success(request, "Answered. Now plan the review." if forward else "Answered.")
        return redirect("child-change", pk=pk, change=change)
    context = {
        **head(request),
        "editing": editing,
        "title": f"Significant change: {KINDS.get(told.kind, told.kind)}",
        "said": [*_about(told), *_planning(told, request.viewer)],
        "unplanned": told.unplanned,
        "cancel": reverse("child-footprint", args=[pk]),
    }
    return render(request, "pages/watching/change.html", context)


def _about(told: Told) -> list[Row]:
    who: Cell = Several((told.told_on, told.told_by or "By a feed"))
    rows = [
        Row("On", Distance(told.happened_on, today())), Row("What", what(told)), Row("Says", told.says or BLANK),
        Row("Told", who), Row("How it stands", waits(told)),
    ]  # fmt: skip
    if told.answered_on:
        rows.append(Row("Answered", Several((told.answered_on, told.answered_by))))
        rows.append(Row("Why", told.answer_why or BLANK))
    if told.wanted_by:
        rows.append(Row("Review wanted by", Distance(told.wanted_by, today())))
    return rows


def _planning(told: Told, viewer: Viewer) -> list[Row]:
    """The review that was brought forward: for when it is planned, or the way to plan it."""
    if told.wanted_by is None:
        return []
    rows = brought_forward(seen_by=viewer, of=[told.child])
    return [Row("Review planned for", planned(row), plans(row, viewer)) for row in rows]


def planned(row: Brought) -> Cell:
    """For when a review is planned that was brought forward."""
    if row.planned_on is None:
        return "Not planned yet"
    late = [status("too_late", "told")] if row.to_plan else []
    return Several((Distance(row.planned_on, today()), *late))


def plans(row: Brought, viewer: Viewer) -> list[Link]:
    """Where it is planned; where one is planned for too late a day, that meeting, which can be moved."""
    if row.meeting is not None:
        says = "Move it" if row.to_plan else "See it"
        return [Link(says, reverse("meeting", args=[row.meeting]), f"review of {row.name}")]
    if not viewer.may(Act.PLAN_MEETING):
        return []
    return [Link("Plan the review", reverse("child-plan-review", args=[row.child]), f"of {row.name}")]


def brought_table(rows: Sequence[Brought], viewer: Viewer) -> Table:
    """Reviews that were brought forward and are still to plan, for a first screen."""
    return Table(
        "Reviews brought forward, to plan",
        ["Child", "Because of", "Wanted by", "Planned for", Heading("Plan", doing=True)],
        [
            [
                Link(row.name, reverse("child", args=[row.child])),
                Link(KINDS.get(row.kind, row.kind), reverse("child-change", args=[row.child, row.change])),
                _wanted(row.wanted_by),
                planned(row),
                Several(tuple(plans(row, viewer))),
            ]
            for row in rows
        ],
        caption_hidden=True,
    )  # fmt: skip


def _wanted(by: date) -> Cell:
    late = [status("overdue")] if by < today() else []
    return Several((Distance(by, today()), *late))


def _days(count: int) -> str:
    return f"for {count} working day{'' if count == 1 else 's'}" if count else "told today"


urls = [
    path("changes/", changes, name="changes"),
    path("changes/tell/", choose, name="change-tell"),
    path("children/<int:pk>/changes/tell/", tell, name="child-change-tell"),
    path("children/<int:pk>/changes/<int:change>/", change, name="child-change"),
]
