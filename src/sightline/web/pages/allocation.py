"""Who reviews whose care: the queue, naming an officer, passing children on, and handovers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.allocation import actions, queries
from sightline.casework.allocation.actions import NotPermitted
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions import NotRight
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act
from sightline.planning.allocation import Suggestion, suggest
from sightline.web import allocation_parts as parts
from sightline.web.access import Officer, Sends, child_page, page, saw
from sightline.web.child_choice import ChildForm, another_child, child_typed, in_sight
from sightline.web.child_head import head
from sightline.web.day import today
from sightline.web.forms import DayField, Form, choices
from sightline.web.forms.editing import Editing
from sightline.web.pages.handing import files
from sightline.web.record_forms import doing
from sightline.web.rendering import render


class AllocateForm(Form):
    """Who is named, from when on, and why."""

    officer = forms.ChoiceField(label="IRO")
    started = DayField(label="From", help_text="The day on which this IRO begins. The one before ends that day.")
    reason = forms.ChoiceField(label="Why this IRO", choices=choices(queries.REASONS))
    direction = forms.CharField(
        label="What the IRO should look at first",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        help_text="Direction on what matters for this child.",
    )
    apart_reason = forms.CharField(
        label="Why not the same IRO as brothers and sisters",
        required=False,
        max_length=200,
        help_text="Only if this IRO is another one than theirs.",
    )

    def __init__(self, *args: Any, officers: list[tuple[str, str]], apart: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = choices(officers)  # type: ignore[attr-defined]
        self.fields["started"].latest = today()  # type: ignore[attr-defined]
        if not apart:
            del self.fields["apart_reason"]


class NoteForm(Form):
    """What the next officer needs to know, and what has been done to make the change kind."""

    note = forms.CharField(
        label="Note for the next IRO",
        required=False,
        widget=forms.Textarea({"rows": 8}),
        max_length=4000,
        help_text="What matters to the child, what is under way, what was promised. The child may read it.",
    )
    child_told_on = DayField(label="The child was told on", required=False)
    introduced_on = DayField(label="The new IRO met the child on", required=False)


class ConflictForm(Form):
    """Who must not be named, and why."""

    person = forms.ChoiceField(label="Who")
    says = forms.CharField(label="What the conflict of interest is", max_length=200)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices([(str(pk), name) for pk, name in people])  # type: ignore[attr-defined]


class ParentForm(ChildForm):
    """Another child of the register who is this child's mother or father."""

    other = child_typed("Name, or a number, of the parent", hint="The mother or father is, or was, in care too.")


@page(Act.ALLOCATE)
def allocation(request: Any) -> HttpResponse:
    """Who has no IRO, how long, and what every IRO carries."""
    waiting = queries.queue(seen_by=request.viewer)
    officers = queries.officers(seen_by=request.viewer)
    context = {
        "waiting": parts.waiting_table(waiting, today(), may=True),
        "count": len(waiting),
        "overdue": sum(each.standing.value == "overdue" for each in waiting),
        "officers": parts.officers_table(officers, may=True),
        "lines": in_force(request.viewer.on).caseload,
    }
    return render(request, "pages/allocation/queue.html", context)


@page(Act.SEE_SERVICE)
def caseloads(request: Any) -> HttpResponse:
    """Children for each full-time IRO, month by month, against the lines."""
    months = queries.caseload_months(seen_by=request.viewer)
    context = {
        "months": parts.months_table(months),
        "says": parts.months_said(months),
        "officers": parts.officers_table(
            queries.officers(seen_by=request.viewer), may=request.viewer.may(Act.ALLOCATE)
        ),
        "constancy": parts.constancy_table(queries.constancy(seen_by=request.viewer)),
        "lines": in_force(request.viewer.on).caseload,
    }
    return render(request, "pages/allocation/caseloads.html", context)


@child_page(Act.ALLOCATE)
def allocate(request: Any, pk: int) -> HttpResponse:
    """Name the child's IRO, with everybody who could be, in order, and why."""
    told = queries.candidates([pk], seen_by=request.viewer)
    facts = told.children[0]
    suggestions = suggest(facts, told.officers, told.lines, on=told.on)
    record = queries.record(request.child, seen_by=request.viewer)
    editing = Editing(
        request, AllocateForm, name="allocate", subject=str(pk), version=told.seen.get(pk, 0),
        now={"officer": str(record.now.officer or "") if record.now else ""},
        officers=_officers(suggestions, record), apart=bool(facts.siblings),
    )  # fmt: skip
    if request.method == "GET" and not editing.written:
        editing.form.initial.update(started=today(), officer=request.GET.get("officer", ""))
    if editing.sends(lambda values, version: _allocate(request, pk, values, version), refused=(NotPermitted,)):
        messages.success(request, "The IRO is named.")
        return redirect("child-allocation", pk=pk)
    context = {
        **head(request),
        "editing": editing,
        "suggestions": [parts.Suggested.of(each, pk) for each in suggestions if not each.barred],
        "barred": parts.barred_table(suggestions),
        "weights": parts.weights_table(),
        "siblings": facts.siblings,
        "now": record.now,
    }
    return render(request, "pages/allocation/allocate.html", context)


@child_page(Act.SEE_CHILD)
def child_allocation(request: Any, pk: int) -> HttpResponse:
    """Who has been the child's IRO, why, and how the child passed from one to the next."""
    record = queries.record(request.child, seen_by=request.viewer)
    context = {
        **head(request),
        "record": record,
        "may_allocate": request.viewer.may(Act.ALLOCATE),
        "changes": max(len({held.officer for held in record.held}) - 1, 0),
    }
    return render(request, "pages/allocation/history.html", context)


@child_page(Act.ALLOCATE)
def close(request: Any, pk: int) -> HttpResponse:
    """End the allocation of a child who left care."""
    now = queries.record(request.child, seen_by=request.viewer).now
    if now is None:
        return redirect("child-allocation", pk=pk)
    form = _EndForm(request.POST or None, initial={"ended": today()})
    if request.method == "POST" and form.is_valid() and _did(form, lambda: _close(request, pk, form.cleaned_data)):
        messages.success(request, "The allocation has ended.")
        return redirect("child-allocation", pk=pk)
    return render(request, "pages/allocation/close.html", {**head(request), "form": form, "now": now})


@child_page(Act.ALLOCATE)
def conflict(request: Any, pk: int) -> HttpResponse:
    """Declare that somebody must not be named for this child."""
    form = ConflictForm(request.POST or None, people=queries.names_of_officers(on=today()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _did(
            form,
            lambda: actions.declare_conflict(
                child=pk, person=int(said["person"]), says=said["says"], by=request.viewer
            ),
        ):
            return redirect("child-allocation", pk=pk)
    return render(request, "pages/allocation/conflict.html", {**head(request), "form": form})


@child_page(Act.ALLOCATE)
@require_POST
def withdraw(request: Any, pk: int, conflict: int) -> HttpResponse:
    """Take back a declared conflict."""
    actions.withdraw_conflict(child=pk, conflict=conflict, by=request.viewer)
    return redirect("child-allocation", pk=pk)


@child_page(Act.ALLOCATE)
def parent(request: Any, pk: int) -> HttpResponse:
    """Say that the child's mother or father is on the register too."""
    asks = another_child(request, besides=pk)
    editing = Editing(request, ParentForm, name="child-parent", subject=str(pk), **asks)
    act = doing(editing, lambda values, version: _tell_parent(request, pk, values["other"]))
    if editing.sends(act, refused=(NotPermitted, NotRight)):
        messages.success(request, "The child's parent: told.")
        return redirect("child-allocation", pk=pk)
    return render(request, "pages/allocation/parent.html", {**head(request), "editing": editing})


@page(Act.ALLOCATE)
def move(request: Any, pk: int) -> HttpResponse:
    """All children of one officer pass to others: chosen, looked at, then done in one go."""
    name = dict(queries.names_of_officers(on=today())).get(pk) or _name_of(pk, request)
    told = queries.candidates(queries.children_of(pk, seen_by=request.viewer), seen_by=request.viewer)
    moving = parts.Moving.of(told, pk, request.POST, queries.of_children, request.viewer)
    error = ""
    if request.method == "POST" and "confirm" in request.POST:
        try:
            actions.reallocate(moves=moving.moves, by=request.viewer, on=today())
        except NotPermitted as refusal:
            error = str(refusal)
        except Changed:
            error = "Somebody changed one of these allocations after you opened this page. Look at it again."
        else:
            messages.success(
                request, f"{len(moving.moves)} children have a new IRO. Now tell them, and introduce them."
            )
            return HttpResponseRedirect(reverse("handover-pack", args=[pk]))
    context = {
        "name": name, "officer": pk, "moving": moving, "error": error,
        "preview": request.method == "POST" and moving.complete,
    }  # fmt: skip
    return render(request, "pages/allocation/move.html", context)


@page(Act.SEE_CHILD)
def pack(request: Any, pk: int) -> HttpResponse:
    """What the next officer needs, for every child of one officer; made to be printed."""
    name, packs = queries.packs(pk, seen_by=request.viewer)
    if not name:
        raise Http404
    for each in packs:
        saw(request, "child", each.row.child, action="saw", document="handover")
    context = {"name": name, "packs": packs, "on": today(), "files": files("handover-document", pk)}
    return render(request, "pages/allocation/pack.html", context)


@child_page(Act.SEE_CHILD)
def child_pack(request: Any, pk: int) -> HttpResponse:
    """What the next officer needs of one child; made to be printed."""
    now = queries.record(request.child, seen_by=request.viewer).now
    _, packs = queries.packs(now.officer or 0 if now else 0, seen_by=request.viewer, child=pk)
    context = {
        "name": "", "packs": packs, "on": today(), "child": pk, "files": files("child-handover-document", pk)
    }  # fmt: skip
    return render(request, "pages/allocation/pack.html", context)


@child_page(Act.SEE_CHILD, sends=Sends(Act.ALLOCATE, Officer.TOO))
def note(request: Any, pk: int, handover: int) -> HttpResponse:
    """The note for the next officer, and when the child was told and met."""
    passed = queries.handover(handover, seen_by=request.viewer)
    if passed.child != pk:
        raise Http404
    now = {"note": passed.note, "child_told_on": passed.child_told_on, "introduced_on": passed.introduced_on}
    editing = Editing(request, NoteForm, name="handover", subject=str(handover), now=now, version=passed.version)
    if editing.sends(
        lambda values, version: actions.hand_over(handover=handover, version=version, by=request.viewer, **values),
        refused=(NotPermitted,),
    ):
        return redirect("child-allocation", pk=pk)
    return render(request, "pages/allocation/note.html", {**head(request), "editing": editing, "passed": passed})


class _EndForm(Form):
    reason = forms.ChoiceField(
        label="Why it ends", choices=choices({"left_care": "The child left care", "mistake": "Named by mistake"})
    )
    ended = DayField(label="From which day on")


def _allocate(request: Any, pk: int, values: dict[str, Any], version: int | None) -> None:
    actions.allocate(
        child=pk, officer=int(values["officer"]), reason=values["reason"], by=request.viewer, on=values["started"],
        seen=version or None, direction=values["direction"], apart_reason=values.get("apart_reason", ""),
    )  # fmt: skip


def _tell_parent(request: Any, pk: int, parent: int) -> None:
    with in_sight():
        actions.tell_parent(child=pk, parent=parent, by=request.viewer)


def _close(request: Any, pk: int, values: dict[str, Any]) -> None:
    seen = queries.record(request.child, seen_by=request.viewer).now
    actions.close(
        child=pk, seen=seen.id if seen else 0, reason=values["reason"], by=request.viewer, on=values["ended"]
    )


def _did(form: Form, act: Any) -> bool:
    try:
        act()
    except NotPermitted as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _officers(suggestions: list[Suggestion], record: queries.Record) -> list[tuple[str, str]]:
    named = [
        (str(each.officer), f"{each.name} ({each.after:.0f} for a full-time post)")
        for each in suggestions
        if not each.barred
    ]
    now = record.now
    if now is not None and str(now.officer) not in dict(named):
        named.append((str(now.officer or ""), now.name))
    return named


def _name_of(pk: int, request: Any) -> str:
    found = [officer.name for officer in queries.officers(seen_by=request.viewer) if officer.id == pk]
    if not found:
        raise Http404
    return found[0]


urls = [
    path("allocation/", allocation, name="allocation"),
    path("allocation/caseloads/", caseloads, name="caseloads"),
    path("allocation/people/<int:pk>/move/", move, name="allocation-move"),
    path("allocation/people/<int:pk>/handover/", pack, name="handover-pack"),
    path("children/<int:pk>/allocate/", allocate, name="child-allocate"),
    path("children/<int:pk>/allocation/", child_allocation, name="child-allocation"),
    path("children/<int:pk>/allocation/end/", close, name="child-allocation-end"),
    path("children/<int:pk>/allocation/conflict/", conflict, name="child-conflict"),
    path(
        "children/<int:pk>/allocation/conflict/<int:conflict>/withdraw/", withdraw, name="child-conflict-withdraw"
    ),
    path("children/<int:pk>/allocation/parent/", parent, name="child-parent"),
    path("children/<int:pk>/allocation/handover/", child_pack, name="child-handover"),
    path("children/<int:pk>/allocation/handover/<int:handover>/", note, name="child-handover-note"),
]
