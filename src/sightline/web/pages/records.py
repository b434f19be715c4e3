"""What is told of a child, table by table: shown, entered, corrected, taken away, followed to its source."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.meetings.scope import chairs, open_matter
from sightline.casework.practice.queries import in_force
from sightline.casework.register import actions
from sightline.casework.register.actions.numbers import LONGEST
from sightline.casework.register.queries import DETAILS, TABLES, Table, Told, identity, rows_of, story
from sightline.casework.register.queries.choosing import likely_siblings
from sightline.casework.register.queries.held import review_of
from sightline.casework.register.queries.sources import origin
from sightline.casework.register.queries.working import social_workers, works_as
from sightline.domain.roles import Act
from sightline.web import child_parts
from sightline.web.access import child_page, page, require
from sightline.web.child_choice import ChildForm, another_child, child_typed, in_sight
from sightline.web.child_head import head
from sightline.web.forms import DayField, choices
from sightline.web.forms.base import Form
from sightline.web.forms.editing import Editing
from sightline.web.record_forms import REASON, doing, form_of
from sightline.web.rendering import render

REFUSED = (actions.NotPermitted, actions.NotRight)


@child_page(Act.SEE_CHILD)
def record(request: Any, pk: int) -> HttpResponse:
    """Every table with every row."""
    practice = in_force(request.viewer.on)
    told = story(request.child, seen_by=request.viewer, practice=practice, yearly=True)
    may = request.viewer.may
    context = {
        **head(request, told.who),
        "tables": [
            (
                table,
                child_parts.table_of(pk, key, told.told[key], may(table.act)),
                may(table.act) and not table.once,
            )
            for key, table in TABLES.items()
            if told.told[key]
        ],
        "empty": [(table, may(table.act)) for key, table in TABLES.items() if not told.told[key]],
        "details": child_parts.details_of(request.child),
        "may_record": may(Act.RECORD_FACTS),
        "open_episode": child_parts.open_for(told, request.viewer),
    }
    return render(request, "pages/children/record.html", context)


@child_page(Act.RECORD_FACTS)
def enter(request: Any, pk: int, table: str) -> HttpResponse:
    """Enter a row of a table."""
    kind = _table(request, table)
    form = form_of(kind.fields, on=request.viewer.on)
    editing = Editing(request, form, name=f"{table}-add", subject=str(pk))
    act = doing(editing, lambda values, version: actions.add(child=pk, table=table, by=request.viewer, **values))
    if editing.sends(act, refused=REFUSED):
        messages.success(request, f"{kind.one}: entered.")
        return redirect("child-record", pk=pk)
    return _form(request, editing, kind, f"Add: {kind.one}")


@child_page(Act.RECORD_FACTS)
def correct(request: Any, pk: int, table: str, row: int) -> HttpResponse:
    """Correct a row of a table; one that a review held here wrote is put right there."""
    kind = _table(request, table)
    told = _row(pk, kind, row)
    if (matter := review_of(table, row)) is not None:
        return _held_here(request, f"Correct: {kind.one}", told, matter)
    form = form_of(kind.fields, on=request.viewer.on, now=told.values, more={"why": REASON})
    editing = Editing(
        request, form, name=f"{table}-correct", subject=f"{pk}-{row}", now=told.values, version=told.version
    )
    act = doing(
        editing,
        lambda values, version: actions.correct(
            child=pk, table=table, row=row, version=version, by=request.viewer, **values
        ),
    )
    if editing.sends(act, refused=REFUSED):
        messages.success(request, f"{kind.one}: corrected.")
        return redirect("child-source", pk=pk, table=table, row=row)
    return _form(request, editing, kind, f"Correct: {kind.one}", row=row)


@child_page(Act.RECORD_FACTS)
def take_away(request: Any, pk: int, table: str, row: int) -> HttpResponse:
    """Take a row away, with a reason; what it said is kept."""
    kind = _table(request, table)
    told = _row(pk, kind, row)
    if (matter := review_of(table, row)) is not None:
        return _held_here(request, f"Take away: {kind.one}", told, matter)
    form = type(
        "TakeAwayForm", (Form,), {"reason": forms.CharField(label="Why is it taken away?", max_length=500)}
    )
    editing = Editing(request, form, name=f"{table}-away", subject=f"{pk}-{row}", version=told.version)
    act = doing(
        editing,
        lambda values, version: actions.take_away(
            child=pk, table=table, row=row, version=version, by=request.viewer, **values
        ),
    )
    if editing.sends(act, refused=REFUSED):
        messages.success(request, f"{kind.one}: taken away.")
        return redirect("child-record", pk=pk)
    return _form(request, editing, kind, f"Take away: {kind.one}", said=child_parts.said(told))


@child_page(Act.RECORD_FACTS)
def details(request: Any, pk: int) -> HttpResponse:
    """Correct who the child is."""
    now = {field.name: getattr(request.child, field.name) for field in DETAILS}
    form = form_of(DETAILS, on=request.viewer.on, now=now, more={"reason": REASON})
    version = request.child.version
    editing = Editing(request, form, name="child-details", subject=str(pk), now=now, version=version)
    act = doing(
        editing,
        lambda values, version: actions.correct_child(child=pk, version=version, by=request.viewer, **values),
    )
    if editing.sends(act, refused=REFUSED):
        messages.success(request, "Who the child is: corrected.")
        return redirect("child", pk=pk)
    return _form(request, editing, None, "Correct who the child is")


@child_page(Act.SEE_CHILD)
def source(request: Any, pk: int, table: str, row: int) -> HttpResponse:
    """Where a row comes from, and what it said before."""
    try:
        found = origin(request.child, table, row)
    except actions.NoSuchRow:
        raise Http404 from None
    context = {
        **head(request),
        "origin": found,
        "said": child_parts.pairs(found.said),
        "provenance": child_parts.provenance(found.source) if found.source else None,
        "changes": [(change, child_parts.differences(change)) for change in found.changes],
        "table": table,
        "row": row,
        "may_record": table != "child" and found.source and request.viewer.may(TABLES[table].act),
    }
    return render(request, "pages/children/source.html", context)


@child_page(Act.RECORD_FACTS)
def siblings(request: Any, pk: int) -> HttpResponse:
    """Put brothers and sisters together, or take the child out of the family group."""
    told = story(request.child, seen_by=request.viewer, practice=in_force(request.viewer.on))
    asks = another_child(request, besides=pk)
    editing = Editing(request, SiblingForm, name="siblings", subject=str(pk), **asks)
    act = doing(editing, lambda values, version: _change_family(request, pk, values))
    if editing.sends(act, refused=REFUSED):
        messages.success(request, "Brothers and sisters: changed.")
        return redirect("child-people", pk=pk)
    likely = likely_siblings(request.child, seen_by=request.viewer)
    known = child_parts.siblings(told)
    context = {**head(request, told.who), "editing": editing, "siblings": known, "likely": likely}
    return render(request, "pages/children/siblings.html", context)


class SiblingForm(ChildForm):
    """What to do about the family group."""

    field_order = ("what", "other", "which", "reason")

    what = forms.ChoiceField(
        label="What is to change?",
        choices=[
            ("together", "Another child is a brother or sister"),
            ("part", "This child is in the wrong family"),
        ],
        widget=forms.RadioSelect,
    )
    other = child_typed(
        "Name, or a number, of the brother or sister", hint="Only if there is one to add.", required=False
    )
    reason = forms.CharField(label="How do you know?", max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].required = self.data.get("what") == "together"

    def asks_for_child(self, told: dict[str, Any]) -> bool:
        """The other child is asked for only where there is one."""
        return told.get("what") == "together"


def _change_family(request: Any, pk: int, values: dict[str, Any]) -> None:
    if values["what"] == "part":
        actions.part(child=pk, reason=values["reason"], by=request.viewer)
        return
    with in_sight():
        actions.together(child=pk, other=values["other"], reason=values["reason"], by=request.viewer)


class WorkerForm(Form):
    """Who it is, and from when on."""

    person = forms.ChoiceField(label="Who")
    on = DayField(label="From", help_text="Who it was until now ends on this day.")

    def __init__(self, *args: Any, people: list[tuple[int, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices([(str(pk), name) for pk, name in people])  # type: ignore[attr-defined]
        self.fields["on"].latest = on  # type: ignore[attr-defined]


@child_page(Act.RECORD_FACTS)
def worker(request: Any, pk: int, role: str) -> HttpResponse:
    """Say who the child's social worker is, or the personal adviser."""
    if role not in actions.WORKERS:
        raise Http404
    seen, person = works_as(request.child, role)
    editing = Editing(
        request, WorkerForm, name=f"worker-{role}", subject=str(pk), now={"person": str(person or "")},
        version=seen, people=social_workers(on=request.viewer.on), on=request.viewer.on,
    )  # fmt: skip

    def act(values: dict[str, Any], version: Any) -> None:
        actions.name_worker(
            child=pk, role=role, person=int(values["person"]), on=values["on"], seen=version, by=request.viewer
        )

    if editing.sends(act, refused=REFUSED):
        messages.success(request, f"{actions.WORKERS[role]}: named.")
        return redirect("child-people", pk=pk)
    context = {**head(request), "editing": editing, "title": f"Who is the {actions.WORKERS[role].lower()}?"}
    return render(request, "pages/children/worker.html", context)


@page(Act.ADD_CHILD)
def add_child(request: Any) -> HttpResponse:
    """Add a child who came into care."""
    on = request.viewer.on
    more = {
        "case": forms.CharField(
            label="Number in the case system",
            required=False,
            max_length=LONGEST,
            help_text="If it is known: the next extract from there will then know the child by it.",
        ),
        "another": forms.BooleanField(label="It is another child than any who is here already", required=False),
    }
    form = form_of(child_parts.NEW_CHILD, on=on, more=more)
    editing = Editing(request, form, name="child-add")
    made: list[int] = []
    found: list[Any] = []

    def act(values: dict[str, Any], version: Any) -> None:
        try:
            made.append(actions.add_child(by=request.viewer, **values))
        except actions.LikelySame as likely:
            found.extend(likely.found)
            raise

    if editing.sends(doing(editing, act), refused=(*REFUSED, actions.LikelySame)):
        messages.success(request, "The child is on the register.")
        return redirect("child", pk=made[0])
    return render(request, "pages/children/add.html", {"editing": editing, "likely": found})


def _table(request: Any, key: str) -> Table:
    try:
        table = TABLES[key]
    except KeyError:
        raise Http404 from None
    require(request.viewer, table.act)
    return table


def _row(pk: int, table: Table, row: int) -> Told:
    for told in rows_of(pk, table):
        if told.pk == row:
            return told
    raise Http404


def _held_here(request: Any, title: str, told: Told, matter: int) -> HttpResponse:
    """Where the row of a review that was held here is put right, for who decides in it; who may, for others."""
    who = identity(request.child, on=request.viewer.on, practice=in_force(request.viewer.on))
    context = {"title": title, "said": child_parts.said(told), "matter": matter}
    held = open_matter(matter, seen_by=request.viewer)
    may = {"may_correct": matter in chairs([held], request.viewer)}
    return render(request, "pages/children/held_here.html", {**head(request, who), **context, **may})


def _form(
    request: Any, editing: Editing, table: Table | None, title: str, *, row: int | None = None, said: Any = None
) -> HttpResponse:
    who = identity(request.child, on=request.viewer.on, practice=in_force(request.viewer.on))
    context = {**head(request, who), "editing": editing, "table": table, "title": title, "row": row, "said": said}
    return render(request, "pages/children/form.html", context)


urls = [
    path("children/add/", add_child, name="child-add"),
    path("children/<int:pk>/record/", record, name="child-record"),
    path("children/<int:pk>/record/<slug:table>/add/", enter, name="child-record-add"),
    path("children/<int:pk>/record/<slug:table>/<int:row>/", correct, name="child-record-row"),
    path("children/<int:pk>/record/<slug:table>/<int:row>/take-away/", take_away, name="child-record-away"),
    path("children/<int:pk>/details/", details, name="child-details"),
    path("children/<int:pk>/people/<slug:role>/", worker, name="child-worker"),
    path("children/<int:pk>/siblings/", siblings, name="child-siblings"),
    path("children/<int:pk>/source/<slug:table>/<int:row>/", source, name="child-source"),
]
