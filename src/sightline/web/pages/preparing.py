"""Preparing one review: who has a part, who was invited, what was asked for, who is responsible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.meetings import inviting, preparing
from sightline.casework.meetings.putting_right import put_right
from sightline.casework.meetings.queries import preparation as queries
from sightline.casework.meetings.queries.preparation import Paper, Preparation
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act
from sightline.web import meeting_parts as parts
from sightline.web.access import Officer, Sends
from sightline.web.child_head import head
from sightline.web.components.saying import counted, day_in_words
from sightline.web.components.values import Row
from sightline.web.day import today
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.meeting_forms import (
    PAPER_DAYS,
    AddPaperForm,
    AddPartForm,
    InviteForm,
    PaperForm,
    PapersForm,
    PartForm,
    WhyForm,
)
from sightline.web.numbers import number
from sightline.web.picking import CHANGED, REFUSED, Seen, did, take_papers
from sightline.web.rendering import render


@matter_page(Act.SEE_CHILD, sends=Sends(Act.PLAN_MEETING, Officer.TOO))
def preparation(request: Any, pk: int) -> HttpResponse:
    """How far one review is prepared: people, reports, parental responsibility; several are done at once."""
    invite = InviteForm(_sent(request, "invite"), initial={"on": today()}, prefix="invite")
    papers = PapersForm(_sent(request, "papers"), initial={"on": today()}, prefix="papers")
    done = did(request, invite, parts.PERSON, _invite) if "invite" in request.POST else ""
    done = did(request, papers, parts.PAPER, take_papers) if "papers" in request.POST else done
    if "propose" in request.POST:
        new = inviting.propose(matter=pk, by=request.viewer)
        done = f"{counted(new, 'line')} added from the record." if new else "All of the record is here already."
    if done:
        messages.success(request, done)
        return redirect("review-preparation", pk=pk)
    return _prepared(request, queries.preparation(request.matter, seen_by=request.viewer), invite, papers)


def _prepared(request: Any, told: Preparation, invite: InviteForm, papers: PapersForm) -> HttpResponse:
    may = request.viewer.may(Act.PLAN_MEETING) and told.meeting_state in ("proposed", "planned", "held")
    context = {
        **head(request), "told": told, "may": may, "today": today(), "form": papers if papers.errors else invite,
        "meeting": reverse("meeting", args=[told.meeting]), "review": reverse("review", args=[told.matter]),
        "people": parts.people(told.parts, told.matter, may=may and told.meeting_state == "planned"),
        "papers": parts.papers(told.papers, today(), may=may), "holders": parts.holders(told.holders),
        "invite": invite, "do": papers,
    }  # fmt: skip
    return render(request, "pages/meetings/preparation.html", context)


@matter_page(Act.PLAN_MEETING)
def person(request: Any, pk: int, participant: int) -> HttpResponse:
    """How somebody is to take part, and what they answered."""
    told = _of(queries.preparation(request.matter, seen_by=request.viewer).parts, participant)
    editing = Editing(
        request, PartForm, name="participant", subject=str(participant), version=told.version,
        now={"plan": told.plan, "why": told.why, "answered": told.answered},
    )  # fmt: skip
    if editing.sends(
        lambda values, version: inviting.take_part(
            participant=participant, version=version or 0, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        return redirect("review-preparation", pk=pk)
    said = [Row("Who", told.name), Row("As what", told.as_what)]
    away = _More("Take off the list", reverse("review-person-away", args=[pk, participant]), told.version)
    return _form(request, editing, "How they take part", said, more=[away] if told.invited_on is None else [])


@require_POST
@matter_page(Act.PLAN_MEETING)
def person_away(request: Any, pk: int, participant: int) -> HttpResponse:
    """Take somebody off the list who was entered by mistake."""
    _of(queries.preparation(request.matter, seen_by=request.viewer).parts, participant)
    return _sent_why(
        request, pk,
        lambda why, version: inviting.leave_off(
            participant=participant, version=version, why=why, by=request.viewer
        ),
    )  # fmt: skip


@matter_page(Act.PLAN_MEETING)
def person_add(request: Any, pk: int) -> HttpResponse:
    """Somebody more has a part."""
    whom = inviting.whom(matter=pk, seen_by=request.viewer)
    editing = Editing(request, AddPartForm, name="participant-add", subject=str(pk), whom=whom)
    if request.method == "GET" and not editing.written:
        editing.form.initial.update(plan="invite")
    if editing.sends(lambda values, _: inviting.add(matter=pk, by=request.viewer, **values), refused=REFUSED):
        return redirect("review-preparation", pk=pk)
    return _form(request, editing, "Add somebody")


@matter_page(Act.PLAN_MEETING)
def paper(request: Any, pk: int, ask: int) -> HttpResponse:
    """Of whom something is asked, and its days put right; that it is not needed, or needed after all."""
    prepared = queries.preparation(request.matter, seen_by=request.viewer)
    told = _of(prepared.papers, ask)
    days = {name: getattr(told, name) for name in PAPER_DAYS if getattr(told, name)}
    editing = Editing(
        request, PaperForm, name="paper", subject=str(ask), version=told.version,
        now={"of": str(told.of_part or ""), **days}, whom=_whom(prepared),
        days={name: PAPER_DAYS[name] for name in days},
    )  # fmt: skip
    if editing.sends(
        lambda values, version: put_right(ask=ask, version=version or 0, by=request.viewer, **values),
        refused=REFUSED,
    ):
        return redirect("review-preparation", pk=pk)
    said = [Row("What", told.title), Row("Due, and why then", parts.due_and_why(told, today())),
            Row("How it stands", parts.stands(told))]  # fmt: skip
    return _form(request, editing, "A report or paper", said, more=_more_of(told, pk))


@require_POST
@matter_page(Act.PLAN_MEETING)
def paper_needed(request: Any, pk: int, ask: int) -> HttpResponse:
    """Say that something is not needed, with a reason, or that it is needed after all."""
    told = _of(queries.preparation(request.matter, seen_by=request.viewer).papers, ask)
    move = "take_up" if told.state == "not_needed" else "set_aside"
    return _sent_why(
        request, pk,
        lambda why, version: preparing.take(move=move, asks=[(ask, version)], why=why, by=request.viewer),
        why_needed=move == "set_aside",
    )  # fmt: skip


@matter_page(Act.PLAN_MEETING)
def paper_add(request: Any, pk: int) -> HttpResponse:
    """Something more is asked for."""
    prepared = queries.preparation(request.matter, seen_by=request.viewer)
    editing = Editing(request, AddPaperForm, name="paper-add", subject=str(pk), whom=_whom(prepared))
    if editing.sends(lambda values, _: preparing.add(matter=pk, by=request.viewer, **values), refused=REFUSED):
        return redirect("review-preparation", pk=pk)
    return _form(request, editing, "Ask for something more")


class _More:
    """A second form on a page: a reason and a button."""

    def __init__(self, title: str, url: str, version: int, *, why: bool = True) -> None:
        self.title, self.url, self.version = title, url, version
        self.form = WhyForm(prefix="more") if why else ""


def _more_of(told: Paper, pk: int) -> list[_More]:
    url = reverse("review-paper-needed", args=[pk, told.pk])
    if "set_aside" in told.moves:
        return [_More("This is not needed", url, told.version)]
    return [_More("This is needed after all", url, told.version, why=False)] if "take_up" in told.moves else []


def _of(rows: Sequence[Any], pk: int) -> Any:
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _whom(told: Preparation) -> list[tuple[int, str]]:
    return [(part.pk, f"{part.name}: {part.as_what}") for part in told.parts if part.plan != "excluded"]


def _form(request: Any, editing: Editing, title: str, said: Sequence[Row] = (), **context: Any) -> HttpResponse:
    back = reverse("review-preparation", args=[request.matter.pk])
    given = {**head(request), "editing": editing, "title": title, "said": said, "back": back, **context}
    return render(request, "pages/meetings/child_form.html", given)


def _sent(request: Any, which: str) -> Any:
    return request.POST if which in request.POST else None


def _invite(request: Any, form: forms.Form, chosen: Seen) -> str:
    told = form.cleaned_data
    n = inviting.invite(participants=chosen, on=told["on"], channel=told["channel"], by=request.viewer)
    return f"Noted: {counted(n, 'invitation')} sent on {day_in_words(told['on'])}."


def _sent_why(
    request: Any, pk: int, act: Callable[[str, int], object], *, why_needed: bool = True
) -> HttpResponse:
    """Do something that needs a reason and is sent from a second form of a page; then back to the preparation."""
    version = number(request.POST.get("_version", "")) or 0
    try:
        act(request.POST.get("more-why", "") if why_needed else "", version)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    except Changed:
        messages.error(request, CHANGED)
    return redirect("review-preparation", pk=pk)


urls = [
    path("reviews/<int:pk>/preparation/", preparation, name="review-preparation"),
    path("reviews/<int:pk>/people/add/", person_add, name="review-person-add"),
    path("reviews/<int:pk>/people/<int:participant>/", person, name="review-person"),
    path("reviews/<int:pk>/people/<int:participant>/away/", person_away, name="review-person-away"),
    path("reviews/<int:pk>/papers/add/", paper_add, name="review-paper-add"),
    path("reviews/<int:pk>/papers/<int:ask>/", paper, name="review-paper"),
    path("reviews/<int:pk>/papers/<int:ask>/needed/", paper_needed, name="review-paper-needed"),
]
