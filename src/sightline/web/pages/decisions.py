"""Decisions of reviews: across children, of one child, one alone; how one goes, and the chair's answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.allocation.queries import names_of_officers
from sightline.casework.meetings import progress
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.register.scope import open_child
from sightline.casework.staff import directory
from sightline.casework.watch.queries import decisions as queries
from sightline.domain.roles import REVIEWING, Act
from sightline.domain.workflows import NotPossible
from sightline.web import decision_parts as parts
from sightline.web.access import View, child_page, page, saw
from sightline.web.child_head import head
from sightline.web.components.values import Several
from sightline.web.forms.base import Form
from sightline.web.forms.editing import Editing
from sightline.web.lists import Column, Filter, Listing
from sightline.web.rendering import render

Row = queries.Row
REFUSED = (NotPermitted, NotPossible)

DECISIONS = Listing(
    key="decisions",
    title="Decisions",
    things=("decision", "decisions"),
    order="due",
    columns=(
        Column("Child", parts.child_link, key="name"),
        Column("Decision", parts.decision_link),
        Column("By when", parts.due, key="due", where="page"),
        Column("By when", lambda row: row.by_when, where="export"),
        Column("First promised for", lambda row: row.promised[0] if row.promised else None, where="export"),
        Column("Set again", lambda row: row.set_again, where="export", numeric=True),
        Column("Who", lambda row: row.who, key="owner"),
        Column("What became of it", parts.result),
        Column("Told last", parts.told_last),
        Column("Decided on", lambda row: row.made_on, key="made"),
        Column("IRO", lambda row: row.iro),
        Column("Social worker", lambda row: Several([part for part in (row.social_worker, row.team) if part])),
        Column("Costs something", lambda row: row.resource, where="export"),
    ),
    filters=(
        Filter(
            "result",
            "What became of it",
            (
                ("still", "Still to be done"), ("open", "Not answered yet"), ("done", "Done"),
                ("partly", "Partly done"), ("not_done", "Not done"), ("superseded", "Superseded"), ("any", "Any"),
            ),
            every="Still to be done",
        ),
        Filter(
            "due",
            "By when",
            (
                ("overdue", "Overdue"), ("7", "In the next 7 days"), ("14", "In the next 14 days"),
                ("28", "In the next 28 days"), ("none", "No day was named"),
            ),
            every="Any time",
        ),
        Filter("owner", "Who has it to do"),
        Filter("iro", "IRO"),
        Filter("team", "Team of the social worker"),
        Filter("resource", "Costs something", (("yes", "Yes"), ("no", "No"))),
    ),
    notes=("A decision that was set again stands once, with every day it was promised for.",),
    empty="No decision is still to be done.",
)  # fmt: skip


@page(Act.SEE_CHILD)
def decisions(request: Any) -> HttpResponse:
    """Decisions across the children whom somebody may see."""
    asked = DECISIONS.asked(request, options=_options(request))
    return asked.show(queries.decisions(seen_by=request.viewer, chosen=asked.chosen, order=asked.order))


@child_page(Act.SEE_CHILD)
def child_decisions(request: Any, pk: int) -> HttpResponse:
    """What was promised to a child, and what became of it."""
    rows = queries.of_child(pk, seen_by=request.viewer)
    context = {
        **head(request),
        "open": parts.still_open(rows),
        "answered": parts.answered(rows),
        "late": sum(row.overdue(request.viewer.on) for row in rows),
        "count": sum(row.still_open for row in rows),
    }
    return render(request, "pages/decisions/child.html", context)


def decision_page(act: Act) -> Callable[[View], View]:
    """A page about the decision whose number is `pk`: `request.decision`, and the child whose it is."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Any, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
            request.decision = queries.decision(pk, seen_by=request.viewer)
            request.child = open_child(request.decision.child, seen_by=request.viewer)
            saw(request, "child", request.child.pk, how=request.child.how, decision=pk)
            return view(request, *args, pk=pk, **kwargs)

        return page(act)(shown)

    return decorate


@decision_page(Act.SEE_CHILD)
def decision(request: Any, pk: int) -> HttpResponse:
    """One decision: what was promised, every day it was promised for, and what was told of it."""
    row, may = request.decision, request.viewer.may
    context = {
        **head(request),
        "row": row,
        "facts": parts.facts(row),
        "told": parts.told(row),
        "may_tell": row.still_open and may(Act.ANSWER_ASKED),
        "may_answer": row.still_open and may(Act.HOLD_MEETING),
    }
    return render(request, "pages/decisions/decision.html", context)


class TellForm(Form):
    """How a decision goes, as whoever has it to do sees it."""

    claims = forms.ChoiceField(
        label="What became of it so far?", choices=[*progress.CLAIMS.items()], widget=forms.RadioSelect
    )
    says = forms.CharField(
        label="How does it go?",
        help_text="What was done for the child, what it waits for, and when it will be done.",
        max_length=progress.LONGEST,
        widget=forms.Textarea,
    )


class AnswerForm(Form):
    """The chair's answer between reviews."""

    move = forms.ChoiceField(
        label="What became of it?", choices=[*progress.MOVES.items()], widget=forms.RadioSelect
    )
    says = forms.CharField(
        label="Why, or what was done",
        help_text="Needed unless it is done.",
        required=False,
        max_length=progress.LONGEST,
        widget=forms.Textarea,
    )


@decision_page(Act.ANSWER_ASKED)
def tell(request: Any, pk: int) -> HttpResponse:
    """Tell how a decision goes: the chair hears of it."""
    editing = Editing(request, TellForm, name="decision-tell", subject=str(pk))
    if editing.sends(lambda values, _: progress.tell(decision=pk, by=request.viewer, **values), refused=REFUSED):
        messages.success(request, "Thank you. The reviewing officer has been told.")
        return redirect("decision", pk=pk)
    return _form(request, editing, "Tell how it goes", "Send")


@decision_page(Act.HOLD_MEETING)
def answer(request: Any, pk: int) -> HttpResponse:
    """Say between reviews what became of a decision."""
    row = request.decision
    editing = Editing(
        request, AnswerForm, name="decision-answer", subject=str(pk), now={"says": row.result_says},
        version=row.version,
    )  # fmt: skip
    if editing.sends(
        lambda values, version: progress.answer(decision=pk, version=version, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "What became of the decision is recorded.")
        return redirect("decision", pk=pk)
    return _form(request, editing, "What became of the decision", "Save")


def _form(request: Any, editing: Editing, title: str, send: str) -> HttpResponse:
    row = request.decision
    context = {
        **head(request), "row": row, "editing": editing, "title": title, "send": send, "told": parts.told(row),
        "facts": parts.facts(row),
    }  # fmt: skip
    return render(request, "pages/decisions/form.html", context)


def _options(request: Any) -> dict[str, Any]:
    viewer = request.viewer
    me = [("me", "Me")]
    owners = [(str(pk), name) for pk, name in queries.owners(seen_by=viewer)]
    officers = [(str(pk), name) for pk, name in names_of_officers(on=viewer.on)]
    return {
        "owner": [*me, *owners],
        "iro": [*(me if viewer.roles & REVIEWING else []), *officers],
        "team": [(str(pk), name) for pk, name in directory.names_of_teams()],
    }


urls = [
    path("decisions/", decisions, name="decisions"),
    path("decisions/<int:pk>/", decision, name="decision"),
    path("decisions/<int:pk>/tell/", tell, name="decision-tell"),
    path("decisions/<int:pk>/answer/", answer, name="decision-answer"),
    path("children/<int:pk>/decisions/", child_decisions, name="child-decisions"),
]
