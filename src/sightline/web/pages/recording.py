"""Writing the record of a review: section by section or as one page, typed, finished, opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.meetings import recording
from sightline.casework.meetings.queries.earlier import last_record
from sightline.casework.meetings.queries.lacking import lacking_of
from sightline.casework.meetings.queries.prefilled import Prefilled, prefilled
from sightline.casework.meetings.queries.recorded import Recorded, Written, recorded_of
from sightline.casework.meetings.queries.writing import others, to_type, waiting
from sightline.casework.meetings.recording import NotFinished, Rights, rights
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.practice.queries import in_force
from sightline.casework.reviews.actions import DayTaken
from sightline.casework.reviews.actions.writing import finish_record, reopen_record, start_record
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act
from sightline.domain.workflows import NotPossible
from sightline.web import recording_parts as parts
from sightline.web.access import page
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.recording_forms import WhyForm, said, section_form, section_now
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotPossible, DayTaken)
OLD = "Somebody else changed this record meanwhile. Look at it again, then go on."
DONE = {
    "send_to_type": "The record waits to be typed.",
    "take_back": "The record is yours again.",
    "typed": "The record was typed: who chaired is told.",
}
#: More than anybody types at once; the rest come when these are done.
MOST_TO_TYPE = 200


@matter_page(Act.SEND_OUT)
def record(request: Any, pk: int) -> HttpResponse:
    """The record as a list of sections, and what can be done with it as it stands."""
    told, may = _told(request)
    practice = in_force(request.viewer.on)
    context = {
        "tasks": parts.section_tasks(told, writes=may.writes),
        "written": sum(not section.empty for section in told.sections),
        "clock": parts.record_clock(told.completed_on, practice) if told.finished_on is None else None,
        "types": request.viewer.may(Act.TYPE_RECORD),
        "together": others(request.matter, seen_by=request.viewer),
    }
    return _page(request, "record", "The record", told, may, **context)


@matter_page(Act.HOLD_MEETING)
@require_POST
def start(request: Any, pk: int) -> HttpResponse:
    """Begin the record."""
    return _do(request, pk, lambda: start_record(matter=pk, by=request.viewer), "The record is begun.")


@matter_page(Act.SEND_OUT)
@require_POST
def move(request: Any, pk: int, move: str) -> HttpResponse:
    """Send the record to be typed, take it back, or say that it was typed."""
    if move not in DONE:
        raise Http404
    version = _version(request)
    act = lambda: recording.move(matter=pk, move=move, by=request.viewer, version=version)  # noqa: E731
    return _do(request, pk, act, DONE[move])


@matter_page(Act.HOLD_MEETING)
def finish(request: Any, pk: int) -> HttpResponse:
    """What is missing still; where nothing is, the record is finished."""
    told, may = _told(request)
    lacks = lacking_of(told, request.matter)
    if request.method == "POST":
        try:
            finish_record(matter=pk, by=request.viewer, version=_version(request))
        except NotFinished as missing:
            lacks = missing.lacks
        except REFUSED as refused:
            messages.error(request, str(refused))
        except Changed:
            messages.error(request, OLD)
        else:
            messages.success(request, "The record is finished.")
            return redirect("review", pk=pk)
    links = parts.lack_links(lacks, pk)
    return _page(request, "finish", "Finish the record", told, may, lacks=links, asked=request.method == "POST")


@matter_page(Act.HOLD_MEETING)
def reopen(request: Any, pk: int) -> HttpResponse:
    """Open a finished record again, with a reason."""
    told, may = _told(request)
    editing = Editing(request, WhyForm, name="record-reopen", subject=str(pk), version=told.record_version)
    if editing.sends(
        lambda values, version: reopen_record(matter=pk, version=version, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The record is open again.")
        return redirect("review-record", pk=pk)
    return _page(request, "reopen", "Open the record again", told, may, editing=editing)


@matter_page(Act.SEND_OUT)
def section(request: Any, pk: int, key: str) -> HttpResponse:
    """One section of the record, beside what the register tells and what the last record said."""
    told, may = _told(request)
    one = told.section(key)
    if one is None:
        raise Http404
    if not told.started and request.method == "GET":
        return redirect("review-record", pk=pk)  # it is begun there
    filled = prefilled(request.matter, one.form.prefill, on=request.viewer.on).get(one.form.prefill, Prefilled())
    editing = _editing(request, pk, one, filled)
    if editing.sends(
        lambda values, version: recording.write(
            matter=pk, key=key, said=said(one.form, values), by=request.viewer, version=version
        ),
        refused=REFUSED,
    ):
        messages.success(request, f"{one.title}: saved.")
        return _onward(request, told, key)
    before = last_record(request.matter, told.age)
    context = {
        "section": one,
        "editing": editing,
        "known": filled.known,
        "before": before,
        "then": before.sections.get(key) if before else None,
        "place": [each.key for each in told.sections].index(key) + 1,
        "together": others(request.matter, seen_by=request.viewer),
    }
    return _page(request, "section", one.title, told, may, **context)


@matter_page(Act.SEND_OUT)
def whole(request: Any, pk: int) -> HttpResponse:
    """The whole record on one page, each section with a form of its own."""
    told, may = _told(request)
    if not told.started:
        return redirect("review-record", pk=pk)
    names = [each.form.prefill for each in told.sections]
    filled = prefilled(request.matter, *names, on=request.viewer.on)
    before = last_record(request.matter, told.age)
    sections = [
        {
            "section": each,
            "editing": _editing(request, pk, each, filled.get(each.form.prefill, Prefilled())),
            "action": f"{reverse('review-section', args=[pk, each.key])}?whole=1",
            "then": before.sections.get(each.key) if before else None,
        }
        for each in told.sections
    ]
    return _page(request, "whole", "The record on one page", told, may, sections=sections, before=before)


@page(Act.TYPE_RECORD)
def typing(request: Any) -> HttpResponse:
    """Records to be typed, the longest waiting first."""
    rows = waiting(to_type(seen_by=request.viewer))
    shown = rows.beginning(MOST_TO_TYPE)
    table = parts.waiting_table(
        "Records to be typed", shown, in_force(request.viewer.on), request.viewer.on, chair=True
    )
    return render(request, "pages/recording/typing.html", {"table": table, "count": len(rows)})


def _told(request: Any) -> tuple[Recorded, Rights]:
    told = recorded_of(request.matter, on=request.viewer.on)
    return told, rights([request.matter], {told.matter: told.record}, request.viewer)[told.matter]


def _editing(request: Any, pk: int, one: Written, filled: Prefilled) -> Editing:
    """The form of a section; its controls begin with the section's key, so that one page may have them all."""
    return Editing(
        request,
        section_form(one.form),
        name=f"record-{one.key.replace('_', '-')}",
        subject=str(pk),
        now=section_now(one, filled.answers, filled.text),
        version=one.version,
        prefix=one.key,
    )


def _onward(request: Any, told: Recorded, key: str) -> HttpResponse:
    """The next section; after the last, or for who writes on one page, where all are."""
    keys = [each.key for each in told.sections]
    following = keys[keys.index(key) + 1 :][:1]
    if "whole" in request.GET:
        return redirect(f"{reverse('review-record-whole', args=[told.matter])}#{(following or [key])[0]}")
    if following:
        return redirect("review-section", pk=told.matter, key=following[0])
    return redirect("review-record", pk=told.matter)


def _do(request: Any, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except REFUSED as refused:
        messages.error(request, str(refused))
    except Changed:
        messages.error(request, OLD)
    else:
        messages.success(request, done)
    return redirect("review-record", pk=pk)


def _version(request: Any) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _page(request: Any, name: str, title: str, told: Recorded, may: Rights, **context: Any) -> HttpResponse:
    given = {**head(request), "title": title, "pk": told.matter, "told": told, "may": may, **context}
    return render(request, f"pages/recording/{name}.html", given)


urls = [
    path("reviews/<int:pk>/record/", record, name="review-record"),
    path("reviews/<int:pk>/record/start/", start, name="review-record-start"),
    path("reviews/<int:pk>/record/to/<slug:move>/", move, name="review-record-move"),
    path("reviews/<int:pk>/record/finish/", finish, name="review-record-finish"),
    path("reviews/<int:pk>/record/reopen/", reopen, name="review-record-reopen"),
    path("reviews/<int:pk>/record/whole/", whole, name="review-record-whole"),
    path("reviews/<int:pk>/record/section/<slug:key>/", section, name="review-section"),
    path("to-type/", typing, name="to-type"),
]
