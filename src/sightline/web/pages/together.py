"""The records of brothers and sisters side by side: the same section for each, a record each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.meetings import recording
from sightline.casework.meetings.queries.recorded import Written
from sightline.casework.meetings.queries.writing import Beside, beside
from sightline.casework.meetings.scope import NotPermitted, open_meeting
from sightline.domain.roles import Act
from sightline.domain.workflows import NotPossible
from sightline.web.access import page, saw
from sightline.web.components.statuses import status
from sightline.web.components.values import Cell, Link, Table
from sightline.web.forms.editing import Editing
from sightline.web.recording_forms import OptionalForm, said, section_fields, section_now
from sightline.web.recording_parts import section_status
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotPossible)
#: A child of the meeting with the section that is written.
Part = tuple[Beside, Written]


@page(Act.SEND_OUT)
def records(request: Any, pk: int) -> HttpResponse:
    """Every section of every child's record of one meeting, each with its state."""
    children = _children(request, pk)
    forms = {section.key: section.title for each in children for section in each.sections}
    columns = ["Section", *(each.called for each in children)]
    rows = [[_link(pk, key, title, children), *(_state(each, key) for each in children)]
            for key, title in forms.items()]  # fmt: skip
    table = Table("The records side by side", columns, rows, empty="No record is begun.", caption_hidden=True)
    return _page(request, "together", "Brothers and sisters", pk, children, table=table)


@page(Act.SEND_OUT)
def section(request: Any, pk: int, key: str) -> HttpResponse:
    """One section for each child whose record this person may write now."""
    children = _children(request, pk)
    chosen = [(each, told) for each in children if each.rights.writes and (told := each.section(key))]
    if not chosen:
        raise Http404
    copied = _copy(request, chosen)
    editing = _editing(request, pk, key, chosen)
    if editing.sends(lambda values, version: _write(request, key, chosen, values, version), refused=REFUSED):
        messages.success(request, f"{chosen[0][1].title}: saved for {len(chosen)} children.")
        return _onward(pk, key, children)
    context = {
        "editing": editing,
        "section": chosen[0][1],
        "chosen": chosen,
        "by_child": [(each, _fields(editing, each, told)) for each, told in chosen],
        "others": [each for each in children if each not in [one for one, _ in chosen]],
        "copied": copied,
    }
    return _page(request, "beside", chosen[0][1].title, pk, children, **context)


def _children(request: Any, pk: int) -> list[Beside]:
    """The children in sight of a meeting in sight; the trail keeps that each was seen."""
    open_meeting(pk, seen_by=request.viewer)
    children = beside(pk, seen_by=request.viewer)
    for each in children:
        saw(request, "child", each.child, matter=each.matter)
    return children


def _fields(editing: Editing, each: Beside, told: Written) -> list[Any]:
    """The boxes of one child, in order."""
    form: Any = editing.form
    return [form[name] for name in section_fields(told.form, end=f"_{each.matter}")]


def _editing(request: Any, pk: int, key: str, chosen: Sequence[Part]) -> Editing:
    fields: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for each, told in chosen:
        end = f"_{each.matter}"
        fields |= section_fields(told.form, end=end, whose=each.called)
        now |= section_now(told, end=end)
    return Editing(
        request,
        type("TogetherForm", (OptionalForm,), fields),
        name=f"records-{key.replace('_', '-')}",
        subject=str(pk),
        now=now,
        version=sum(told.version for _, told in chosen),
    )


def _write(request: Any, key: str, chosen: Sequence[Part], values: dict[str, Any], version: int | None) -> None:
    texts = {each.matter: said(told.form, values, end=f"_{each.matter}") for each, told in chosen}
    recording.write_together(key=key, said=texts, by=request.viewer, version=version)


def _copy(request: Any, chosen: Sequence[Part]) -> list[str]:
    """“Copy to the others”: what one child's boxes say goes into the empty boxes of the others, and is not sent.

    What anybody has written stays; the names are of the children who kept something of their own.
    """
    source = request.POST.get("_copy", "")
    parts = {str(each.matter): (each, told) for each, told in chosen}
    if source not in parts:
        return []
    post: QueryDict = request.POST.copy()
    kept = [each.called for matter, (each, told) in parts.items()
            if matter != source and _fill(post, told, source, matter)]  # fmt: skip
    post["_later"] = "yes"
    request.POST = post
    return kept


def _fill(post: QueryDict, told: Written, source: str, matter: str) -> bool:
    """Fill what is empty; whether something there was kept that is not the same."""
    kept = False
    names = [*(["text"] if told.form.text else []), *(each.key for each in told.form.questions)]
    for name in names:
        for part in ("", "_day", "_month", "_year"):  # a day has three boxes
            theirs, ours = f"{name}_{matter}{part}", f"{name}_{source}{part}"
            there, here = post.get(theirs, "").strip(), post.get(ours, "").strip()
            if not there and here:
                post[theirs] = post.get(ours, "")
            kept = kept or bool(there and here and there != here)
    return kept


def _onward(pk: int, key: str, children: Sequence[Beside]) -> HttpResponse:
    """The next section that somebody may write, or all of them."""
    keys = list(dict.fromkeys(told.key for each in children if each.rights.writes for told in each.sections))
    following = keys[keys.index(key) + 1 :][:1]
    if following:
        return redirect("meeting-section", pk=pk, key=following[0])
    return redirect("meeting-record", pk=pk)


def _link(pk: int, key: str, title: str, children: Sequence[Beside]) -> Cell:
    if any(each.rights.writes and each.section(key) for each in children):
        return Link(title, reverse("meeting-section", args=[pk, key]))
    return title


def _state(each: Beside, key: str) -> Cell:
    told = each.section(key)
    return section_status(told) if told else "not in this record"


def _page(
    request: Any, name: str, title: str, pk: int, children: Sequence[Beside], **context: Any
) -> HttpResponse:
    states = [(each, status(each.state, "record")) for each in children]
    given = {"title": title, "pk": pk, "states": states, **context}
    return render(request, f"pages/recording/{name}.html", given)


urls = [
    path("meetings/<int:pk>/record/", records, name="meeting-record"),
    path("meetings/<int:pk>/record/<slug:key>/", section, name="meeting-section"),
]
