"""Between reviews: midway checks, lines of contact, how closely a plan is watched, the last note."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.meetings.scope import NotPermitted as NotHere
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions import NotRight
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch import checking, closing, contacting, tracking
from sightline.casework.watch.closing import NoSuchClosing, see
from sightline.casework.watch.kinds import CONTACTS, FOUND
from sightline.casework.watch.queries import checks as checks_of
from sightline.casework.watch.queries import closings as closings_of
from sightline.casework.watch.queries import contacts, families, levels
from sightline.casework.watch.queries.checks import Midway
from sightline.casework.watch.queries.families import Chosen
from sightline.domain.roles import Act
from sightline.web.access import Officer, Sends, child_page, page
from sightline.web.child_head import head
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Row, Several, Table
from sightline.web.day import today
from sightline.web.forms.editing import Editing
from sightline.web.lists import Column, Filter, Listing
from sightline.web.pages import watching_forms as forms
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotHere, NotRight)
#: Checks of reviews held before this are history, found on the child's footprint.
LATELY = timedelta(days=366)


# midway checks


def standing_of(check: Midway) -> Cell:
    """How a check stands, and what it found."""
    tag = status(check.standing)
    return Several((tag, FOUND.get(check.found, check.found))) if check.done_on else tag


CHECKS = Listing(
    key="checks",
    title="Midway checks",
    things=("midway check", "midway checks"),
    order="due",
    columns=(
        Column("Child", lambda row: Link(row.name, reverse("child", args=[row.child])), key="name"),
        Column(
            "Due",
            lambda row: Distance(row.due, today()) if not row.done_on else row.due,
            key="due",
            by=lambda row: (bool(row.done_on or row.not_needed_why), row.due),  # what is to be done comes first
        ),
        Column("How it stands", standing_of),
        Column("Last review", lambda row: row.since, key="since"),
        Column("Next review due", lambda row: row.next_due or BLANK, key="next_due"),
        Column("IRO", lambda row: row.officer_name or BLANK, key="iro"),
        Column("Done on", lambda row: row.done_on, where="export"),
        Column("Check", lambda row: _check_link(row), where="page"),
    ),
    filters=(
        Filter("iro", "IRO", keeps=lambda row, value: str(row.officer or "none") == value),
        Filter(
            "standing",
            "How it stands",
            (("overdue", "Overdue"), ("due", "Due"), ("met", "Done on time"), ("late", "Done late"),
             ("void", "No longer needed")),
            keeps=lambda row, value: row.standing == value,
        ),
        Filter(
            "within",
            "Due within",
            (("7", "7 days"), ("28", "28 days")),
            keeps=lambda row, value: not row.done_on and row.due <= today() + timedelta(days=int(value)),
            every="Any time",
        ),
    ),
    notes=("Due half-way between the last review and the day the next is due, as the clocks stand today.",),
    empty="No midway check is to be done.",
)  # fmt: skip


@page(Act.SEE_CHILD)
def checks(request: Any) -> HttpResponse:
    """Midway checks of a year: mine unless another officer is chosen."""
    rows = checks_of.every(seen_by=request.viewer, since=today() - LATELY)
    named = sorted({(str(row.officer), row.officer_name) for row in rows if row.officer}, key=lambda each: each[1])
    asked = CHECKS.asked(request, options={"iro": [("none", "Nobody named"), *named]})
    return asked.show(asked.of_rows(rows), "pages/watching/checks.html", wants=in_force(request.viewer.on).midway)


def _check_link(row: Midway) -> Cell:
    if row.not_needed_why:
        return row.not_needed_why
    said = "See" if row.done_on else "Do it"
    return Link(said, reverse("child-check", args=[row.child, row.id]), f"midway check of {row.name}")


@child_page(Act.RECORD_CONTACT)
def check(request: Any, pk: int, check: int) -> HttpResponse:
    """Do a midway check, for brothers and sisters in one go where it is the same for them."""
    mine = next((each for each in checks_of.of_child(pk, seen_by=request.viewer) if each.id == check), None)
    if mine is None:
        raise Http404
    others = _checks_of_family(request, mine)
    editing = Editing(
        request, forms.CheckForm, name="midway-check", subject=str(check), version=mine.version,
        now={"on": mine.done_on or today(), "found": mine.found, "says": mine.says},
        siblings=[Chosen(each.child, each.name, each.family) for each in others], on=today(), since=mine.since,
    )  # fmt: skip

    def act(values: dict[str, Any], version: Any) -> None:
        also = {int(child) for child in values.pop("also", [])}
        versions = {mine.id: version, **{each.id: each.version for each in others if each.child in also}}
        checking.finish(checks=versions, by=request.viewer, **values)

    if not mine.not_needed_why and editing.sends(act, refused=REFUSED):
        messages.success(request, "Midway check: done.")
        return redirect("child-footprint", pk=pk)
    return _form(
        request, None if mine.not_needed_why else editing, "Midway check", said=_about_check(mine),
        cancel=reverse("child-footprint", args=[pk]), send="Save the check",
    )  # fmt: skip


def _checks_of_family(request: Any, mine: Midway) -> list[Midway]:
    brothers = families.brothers_and_sisters(request.child, seen_by=request.viewer)
    if not brothers or mine.done_on:
        return []
    return checks_of.open_checks(seen_by=request.viewer, of=[each.child for each in brothers])


def _about_check(mine: Midway) -> list[Row]:
    due: Cell = Several((Distance(mine.due, today()), status(mine.standing)))
    said = [Row("Due", due), Row("Why then", mine.why or BLANK), Row("Last review", mine.since)]
    if mine.not_needed_why:
        return [*said, Row("Not needed", mine.not_needed_why)]
    if mine.done_on:
        return [*said, Row("Done", Several((mine.done_on, mine.done_by)))]
    return [*said, Row("Next review due", mine.next_due)]


# lines of contact


@page(Act.RECORD_CONTACT, sends=Sends(Act.RECORD_CONTACT, Officer.ALONE))
def note(request: Any) -> HttpResponse:
    """One line for some children of one's own caseload."""
    mine = families.caseload(seen_by=request.viewer)
    now = {"children": [str(each.child) for each in mine if str(each.child) in request.GET.getlist("child")]}
    editing = Editing(
        request, forms.ContactForm, name="contact-note", now={**now, "on": today()}, chosen=mine,
        whose="Which children?", on=today(), levels=bool(in_force(request.viewer.on).tracking_levels),
        required=True,
    )  # fmt: skip
    if editing.sends(lambda values, version: _note(request, [], values), refused=REFUSED):
        messages.success(request, "Noted.")
        return redirect("home")
    return render(request, "pages/watching/note.html", {"editing": editing, "any": bool(mine)})


@child_page(Act.RECORD_CONTACT)
def note_of(request: Any, pk: int) -> HttpResponse:
    """One line for a child, and for brothers and sisters where it was about them too."""
    brothers = families.brothers_and_sisters(request.child, seen_by=request.viewer)
    level = levels.levels_of([pk], on=request.viewer.on).get(pk)
    editing = Editing(
        request, forms.ContactForm, name="contact-add", subject=str(pk), now={"on": today()}, chosen=brothers,
        whose="Was it about brothers and sisters, too?", on=today(),
        levels=bool(level and in_force(request.viewer.on).tracking_levels),
    )  # fmt: skip
    if editing.sends(lambda values, version: _note(request, [pk], values), refused=REFUSED):
        messages.success(request, "Noted.")
        return redirect("child-footprint", pk=pk)
    said = (
        [Row("Contact wanted by", Distance(level.next_contact, today()))] if level and level.next_contact else []
    )
    cancel = reverse("child-footprint", args=[pk])
    return _form(
        request, editing, "Note a contact, a visit or a file check", said=said, cancel=cancel, send="Note it"
    )


def _note(request: Any, pks: list[int], values: dict[str, Any]) -> None:
    chosen = [*pks, *(int(child) for child in values.pop("children", []))]
    contacting.note(children=chosen, by=request.viewer, **forms.with_seen(values))


@child_page(Act.RECORD_CONTACT)
def line(request: Any, pk: int, contact: int) -> HttpResponse:
    """Put a line right."""
    told = _line(request, contact)
    now = {"kind": told.kind, "on": told.on, "with_whom": told.with_whom, "says": told.says}
    editing = Editing(
        request,
        forms.LineForm,
        name="contact",
        subject=f"{pk}-{contact}",
        now=now,
        version=told.version,
        on=today(),
    )
    if editing.sends(
        lambda values, version: contacting.correct(
            child=pk, contact=contact, version=version, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        messages.success(request, "Put right.")
        return redirect("child-footprint", pk=pk)
    away = Link("Take it away instead", reverse("child-contact-away", args=[pk, contact]))
    cancel = reverse("child-footprint", args=[pk])
    return _form(request, editing, "Put a line right", cancel=cancel, send="Save", after=away)


@child_page(Act.RECORD_CONTACT)
def line_away(request: Any, pk: int, contact: int) -> HttpResponse:
    """Take a line away, with a reason; what it said is kept."""
    told = _line(request, contact)
    editing = Editing(
        request, forms.AwayForm, name="contact-away", subject=f"{pk}-{contact}", version=told.version
    )
    if editing.sends(
        lambda values, version: contacting.take_away(
            child=pk, contact=contact, version=version, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        messages.success(request, "Taken away.")
        return redirect("child-footprint", pk=pk)
    said = [
        Row("What", CONTACTS.get(told.kind, told.kind)), Row("When", told.on),
        Row("With whom", told.with_whom or BLANK), Row("What about", told.says or BLANK), Row("By", told.by),
    ]  # fmt: skip
    cancel = reverse("child-footprint", args=[pk])
    return _form(request, editing, "Take a line away", said=said, cancel=cancel, send="Take it away")


def _line(request: Any, contact: int) -> contacts.Line:
    told = contacts.line(request.child, contact)
    if told is None:
        raise Http404
    return told


# how closely a plan is watched


@child_page(Act.RECORD_CONTACT)
def level(request: Any, pk: int) -> HttpResponse:
    """Say how closely the plan is watched; what the council's practice asks for then."""
    practice = in_force(request.viewer.on)
    before = levels.history(request.child)
    version, says = levels.as_seen(before)
    editing = Editing(
        request, forms.LevelForm, name="level", subject=str(pk), now=says, version=version,
        levels=practice.tracking_levels, on=today(),
    )  # fmt: skip
    if request.method == "GET" and not editing.written:
        editing.form.initial.update(since=today(), why="", next_contact=None)  # asked anew with each level
    act = lambda values, seen: tracking.set_level(child=pk, version=seen, by=request.viewer, **values)  # noqa: E731
    if practice.tracking_levels and editing.sends(act, refused=REFUSED):
        messages.success(request, "How closely this plan is watched: kept.")
        return redirect("child-footprint", pk=pk)
    context = {
        **head(request),
        "editing": editing if practice.tracking_levels else None,
        "title": "How closely this plan is watched",
        "levels": [each for each in practice.tracking_levels if each.actions],
        "before": Table(
            "Levels so far",
            ["Level", "Since", "Why", "Next contact by", "Set by"],
            [[each.level, each.since, each.why, each.next_contact or BLANK, each.set_by] for each in before],
            empty="None was set yet.",
        ),
        "cancel": reverse("child-footprint", args=[pk]),
    }
    return render(request, "pages/watching/level.html", context)


# the last note


CLOSINGS = Listing(
    key="closings",
    title="Closing notes",
    things=("child", "children"),
    columns=(
        Column("Child", lambda row: Link(row.name, reverse("child", args=[row.child])), key="name"),
        Column("Left care on", lambda row: Distance(row.left_on, today()), key="left", by=lambda row: row.left_on),
        Column("Note", lambda row: status(row.state, "closing")),
        Column("Decisions still open", lambda row: row.open_decisions, key="open", numeric=True),
        Column("IRO", lambda row: row.officer_name or BLANK, key="iro"),
        Column(
            "Open",
            lambda row: Link("Open", reverse("child-closing", args=[row.child]), f"closing note of {row.name}"),
            where="page",
        ),
    ),
    filters=(
        Filter(
            "state",
            "Note",
            (("to_write", "To be written"), ("to_see", "To be seen"), ("seen", "Seen")),
            keeps=lambda row, value: row.state == value,
        ),
        Filter("iro", "IRO", keeps=lambda row, value: str(row.officer or "none") == value),
    ),
    order="left",
    empty="Nobody left care lately.",
)


@page(Act.RECORD_CONTACT)
def closings(request: Any) -> HttpResponse:
    """Children who left care lately, and the last note of each."""
    rows = closings_of.left(seen_by=request.viewer)
    named = sorted({(str(row.officer), row.officer_name) for row in rows if row.officer}, key=lambda each: each[1])
    asked = CLOSINGS.asked(request, options={"iro": named})
    return asked.show(asked.of_rows(rows))


@child_page(Act.RECORD_CONTACT)
def last_note(request: Any, pk: int) -> HttpResponse:
    """The last note of a child who left care: write it, put it right, see it."""
    left_on, kept = closings_of.note(request.child, on=request.viewer.on)
    undone = closings_of.open_decisions(request.child)
    editing = Editing(
        request, forms.ClosingForm, name="closing", subject=str(pk), version=kept.version if kept else None,
        now={"says": kept.says if kept else "", **_open_said(kept, undone)}, asks=bool(undone),
    )  # fmt: skip
    act = lambda values, version: closing.write(child=pk, version=version, by=request.viewer, **values)  # noqa: E731
    if left_on and editing.sends(act, refused=REFUSED):
        messages.success(request, "Closing note: kept.")
        return redirect("child-closing", pk=pk)
    context = {
        **head(request),
        "editing": editing if left_on else None,
        "left_on": left_on,
        "note": kept,
        "said": _about_note(kept),
        "undone": _undone(undone),
        "may_see": kept is not None and _may_see(kept, request.viewer),
        "cancel": reverse("child", args=[pk]),
    }
    return render(request, "pages/watching/closing.html", context)


@child_page(Act.ALLOCATE)
@require_POST
def last_note_seen(request: Any, pk: int, closing: int) -> HttpResponse:
    """Say that the note was seen."""
    try:
        see(child=pk, closing=closing, by=request.viewer)
    except NoSuchClosing:
        raise Http404 from None
    except NotPermitted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Closing note: seen.")
    return redirect("child-closing", pk=pk)


def _may_see(kept: closings_of.Note, viewer: Viewer) -> bool:
    return kept.seen_on is None and kept.writer != viewer.id and viewer.may(Act.ALLOCATE)


def _open_said(kept: closings_of.Note | None, undone: list[closings_of.Open]) -> dict[str, str]:
    return {"open_decisions": kept.open_decisions if kept else ""} if undone else {}


def _about_note(kept: closings_of.Note | None) -> list[Row]:
    if kept is None:
        return []
    seen: Cell = Several((kept.seen_on, kept.seen_by)) if kept.seen_on else status("to_see", "closing")
    return [Row("Written", Several((kept.written_on, kept.written_by))), Row("Seen by who leads", seen)]


def _undone(undone: list[closings_of.Open]) -> Table:
    return Table(
        "Decisions still open",
        ["What", "Who", "By when"],
        [[each.what, each.who or BLANK, each.by_when or BLANK] for each in undone],
        empty="Nothing that was decided is still open.",
    )


def _form(request: Any, editing: Editing | None, title: str, **context: Any) -> HttpResponse:
    return render(
        request, "pages/watching/form.html", {**head(request), "editing": editing, "title": title, **context}
    )


urls = [
    path("midway-checks/", checks, name="checks"),
    path("children/<int:pk>/midway-checks/<int:check>/", check, name="child-check"),
    path("contacts/add/", note, name="contact-note"),
    path("children/<int:pk>/contacts/add/", note_of, name="child-contact-add"),
    path("children/<int:pk>/contacts/<int:contact>/", line, name="child-contact"),
    path("children/<int:pk>/contacts/<int:contact>/take-away/", line_away, name="child-contact-away"),
    path("children/<int:pk>/level/", level, name="child-level"),
    path("closing-notes/", closings, name="closings"),
    path("children/<int:pk>/closing/", last_note, name="child-closing"),
    path("children/<int:pk>/closing/<int:closing>/seen/", last_note_seen, name="child-closing-seen"),
]
