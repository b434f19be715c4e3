"""Preparing many reviews: invitations to send, reports to ask for and chase, and what is asked of me."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.meetings import preparing
from sightline.casework.meetings.queries import preparation as queries
from sightline.casework.meetings.queries.planned import to_plan
from sightline.casework.meetings.queries.preparation import Inviting, Paper
from sightline.domain.roles import Act
from sightline.web import meeting_parts as parts
from sightline.web.access import page
from sightline.web.components.values import BLANK, Cell, Distance, Link
from sightline.web.day import today
from sightline.web.lists import Column, Filter, Listing
from sightline.web.meeting_forms import DoneForm, PapersForm
from sightline.web.pages import caseload
from sightline.web.picking import Seen, did, take_papers

_PREPARE = "review-preparation"
WEEKS = (("past", "Before today"), ("0", "This week"), ("1", "Next week"), ("2", "In two weeks"),
         ("3", "In three weeks"), ("4", "In four weeks"))  # fmt: skip


TOGETHER = (("yes", "In the same meeting"),)
STATES = (("to_ask", "To be asked for"), ("asked", "Asked for"), ("late", "Late"), ("received", "To be shared"))


def in_week(day: date | None, value: str) -> bool:
    """Whether a day is in the week chosen, counted from this one."""
    if day is None:
        return False
    if value == "past":
        return day < today()
    monday = today() - timedelta(days=today().weekday()) + timedelta(weeks=int(value))
    return monday <= day < monday + timedelta(weeks=1)


def plan_link(row: caseload.Row) -> Link:
    """To the page that plans the child's review."""
    return Link("Plan", reverse("child-plan-review", args=[row.child]), f"the review of {row.name}")


def _day_and_meeting(row: Inviting) -> tuple[date, int]:
    """Brothers and sisters beside each other."""
    return row.on, row.meeting


def _invitations_due(row: Inviting) -> Cell:
    return parts.due_to_invite(row, today())


TO_PLAN = Listing(
    key="reviews-to-plan",
    title="Reviews to plan",
    things=("review", "reviews"),
    order="due",
    columns=(
        caseload.CHILD, caseload.DUE, caseload.DUE_STANDING, caseload.WHY,
        Column("IRO", caseload.officer, key="iro"), caseload.WORKER,
        Column("Plan", lambda row: plan_link(row), where="page"),
    ),
    notes=("Children whose review is due within six weeks, or overdue, and about whom no review is planned.",),
    empty="Every review that is due within six weeks is planned.",
)  # fmt: skip

INVITATIONS = Listing(
    key="invitations",
    title="Invitations to send",
    things=("review", "reviews"),
    order="on",
    columns=(
        Column("Child", lambda row: Link(row.name, reverse(_PREPARE, args=[row.matter])), key="name"),
        Column("Review", lambda row: parts.when(row.on, row.at, today()), key="on", by=_day_and_meeting),
        Column("Invitations due", lambda row: _invitations_due(row), key="due", by=lambda row: row.due.day),
        Column("Still to invite", lambda row: row.waiting, key="waiting", numeric=True),
        Column("Brothers and sisters", lambda row: "in the same meeting" if row.together else BLANK),
        Column("IRO", lambda row: row.chair_name, key="iro"),
    ),
    filters=(
        Filter("iro", "IRO", keeps=lambda row, value: str(row.chair) == value),
        Filter("week", "Review in", WEEKS, keeps=lambda row, value: in_week(row.on, value), every="Any week"),
        Filter("late", "Invitations", (("yes", "Overdue"),), keeps=lambda row, value: row.late),
        Filter("together", "Brothers and sisters", TOGETHER, keeps=lambda row, value: row.together),
    ),
    notes=("Invitations and consultation papers are due so many working days before the review (the practice).",),
    empty="Everybody is invited to the reviews of the next six weeks.",
)  # fmt: skip

PAPERS = Listing(
    key="papers",
    title="Reports to ask for, chase and share",
    things=("report", "reports"),
    order="due",
    columns=(
        Column("Choose", lambda row: parts.pick_paper(row), where="page"),
        Column("Child", lambda row: Link(row.child_name, reverse(_PREPARE, args=[row.matter])), key="name"),
        Column("Review", lambda row: Distance(row.review_on, today()), key="on"),
        Column("What", lambda row: row.title, key="what"),
        Column("Of whom", lambda row: row.of or "Nobody named yet", key="of"),
        Column("Due", lambda row: _due(row), key="due"),
        Column("How it stands", parts.stands, key="stands", by=lambda row: row.stands),
        Column("IRO", lambda row: row.chair, key="iro"),
    ),
    filters=(
        Filter(
            "state", "How it stands", STATES,
            keeps=lambda row, value: value in (row.stands, row.state),
        ),
        Filter("kind", "What", keeps=lambda row, value: row.kind == value),
        Filter("iro", "IRO", keeps=lambda row, value: row.chair_number == value),
        Filter("week", "Review in", WEEKS, keeps=lambda row, week: in_week(row.review_on, week), every="Any week"),
        Filter(
            "chased", "Chased", (("no", "Never"), ("before", "Not today")),
            keeps=lambda row, value: row.chased_on is None or (value == "before" and row.chased_on < today()),
        ),
    ),
    notes=("When each is due is counted back from the review, by the practice in force.",),
    empty="Nothing is to be asked for before the reviews of the next six weeks.",
)  # fmt: skip


@page(Act.PLAN_MEETING)
def reviews_to_plan(request: Any) -> HttpResponse:
    """Children whose review is due soon and not planned yet."""
    asked = TO_PLAN.asked(request)
    return asked.show(to_plan(seen_by=request.viewer, order=asked.order))


@page(Act.PLAN_MEETING)
def invitations(request: Any) -> HttpResponse:
    """Reviews with people to invite, to be worked through by day, IRO or family."""
    rows = queries.to_invite(seen_by=request.viewer)
    asked = INVITATIONS.asked(request, options={"iro": _chairs((str(row.chair), row.chair_name) for row in rows)})
    return asked.show(asked.of_rows(rows))


@page(Act.PLAN_MEETING)
def papers(request: Any) -> HttpResponse:
    """Everything to be asked for, chased, received and shared; many at once."""
    form = PapersForm(request.POST or None, initial={"on": today()}, prefix="papers")
    done = did(request, form, parts.PAPER, take_papers) if request.method == "POST" else ""
    if done:
        messages.success(request, done)
        return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}")
    rows = queries.papers(seen_by=request.viewer, states=("to_ask", "asked"))
    rows += queries.papers(seen_by=request.viewer, states=("received",))
    kinds = sorted({(row.kind, row.title.split(":")[0]) for row in rows}, key=lambda each: each[1])
    told = {"kind": kinds, "iro": _chairs((row.chair_number, row.chair) for row in rows)}
    asked = PAPERS.asked(request, options=told)
    return asked.show(asked.of_rows(rows), "pages/meetings/papers.html", form=form, do=form)


ASKED = Listing(
    key="asked-papers",
    title="Reports asked of me",
    things=("report", "reports"),
    order="due",
    columns=(
        Column("Choose", lambda row: parts.pick_paper(row), where="page"),
        Column("What", lambda row: row.title, key="what"),
        Column("Child", lambda row: Link(row.child_name, reverse("child", args=[row.child])), key="name"),
        Column("Due", lambda row: _due(row), key="due"),
        Column("Why then", lambda row: row.due.why if row.due else BLANK),
        Column("Review", lambda row: Distance(row.review_on, today()), key="on"),
        Column("IRO", lambda row: row.chair),
        Column("How it stands", parts.stands, key="stands", by=lambda row: row.stands),
    ),
    empty="Nothing is asked of you before a review.",
)  # fmt: skip


@page(Act.ANSWER_ASKED)
def asked_papers(request: Any) -> HttpResponse:
    """What is asked of me, or of my team, before reviews; to be said done, with the day alone."""
    form = DoneForm(request.POST or None, initial={"on": today()}, prefix="done")
    done = did(request, form, parts.PAPER, _hand_in) if request.method == "POST" else ""
    if done:
        messages.success(request, done)
        return redirect("asked-papers")
    asked = ASKED.asked(request)
    rows = asked.of_rows(queries.papers(seen_by=request.viewer, mine=True))
    return asked.show(rows, "pages/meetings/asked.html", form=form, do=form)


def _chairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda each: each[1])


def _due(row: Paper) -> Cell:
    if row.due is None or row.due.day is None or row.state not in queries.OPEN:
        return BLANK
    return Distance(row.due.day, today())


def _hand_in(request: Any, form: forms.Form, chosen: Seen) -> str:
    n = preparing.take(move="receive", asks=chosen, on=form.cleaned_data["on"], by=request.viewer)
    return f"Thank you. Noted for {n}: the reviewing service sees it."


urls = [
    path("preparing/to-plan/", reviews_to_plan, name="reviews-to-plan"),
    path("preparing/invitations/", invitations, name="invitations"),
    path("preparing/papers/", papers, name="papers"),
    path("asked/papers/", asked_papers, name="asked-papers"),
]
