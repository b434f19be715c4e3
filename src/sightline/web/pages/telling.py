"""After a review: decisions with managers, documents, who was sent what; and the same over all reviews."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.documents import queries as documents
from sightline.casework.meetings import delivering, issuing
from sightline.casework.meetings import window as windows
from sightline.casework.meetings.queries import after, deliveries
from sightline.casework.meetings.queries import window as seen
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Act
from sightline.domain.workflows import NotPossible
from sightline.web import telling_parts as parts
from sightline.web.access import page
from sightline.web.child_head import head
from sightline.web.components.values import Link
from sightline.web.forms import Form
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.pages.acting import CHANGED as CHANGED_SINCE
from sightline.web.rendering import render
from sightline.web.telling_forms import CHANGED, AnswerForm, DeliverForm, IssueForm, QueryForm, gets_form

REFUSED = (NotPermitted, NotPossible)


class VersionForm(Form):
    """What was seen when the button was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@matter_page(Act.SEE_CHILD)
def managers(request: Any, pk: int) -> HttpResponse:
    """Decisions with managers: what each says and said first, queries and answers, how long there is."""
    one = seen.window(pk, seen_by=request.viewer)
    return _page(request, "window", window=one, about=parts.about_window(one, request.viewer.on),
                 cards=parts.cards(one, request.viewer), **parts.may(one, request.viewer))  # fmt: skip


@matter_page(Act.HOLD_MEETING)
def open_window(request: Any, pk: int) -> HttpResponse:
    """Issue draft decisions to managers."""
    one = seen.window(pk, seen_by=request.viewer)
    form = VersionForm(request.POST or None, initial={"version": one.version})
    done = (
        form.is_bound
        and form.is_valid()
        and _did(request, form, partial(windows.open_window, matter=pk, by=request.viewer, **form.cleaned_data))
    )
    if done:
        messages.success(request, "The decisions are with managers.")
        return redirect("review-window", pk=pk)
    return _page(request, "open_window", form=form, window=one, drafts=parts.drafts(one))


@matter_page(Act.QUERY_DECISION)
def agree(request: Any, pk: int) -> HttpResponse:
    """Agree to the decisions before the time is over."""
    one = seen.window(pk, seen_by=request.viewer)
    form = VersionForm(request.POST or None, initial={"version": one.version})
    done = (
        form.is_bound
        and form.is_valid()
        and _did(request, form, partial(windows.agree, matter=pk, by=request.viewer, **form.cleaned_data))
    )
    if done:
        messages.success(request, "The decisions are final.")
        return redirect("review-window", pk=pk)
    return _page(request, "agree", form=form, window=one, decided=parts.with_managers(one))


@matter_page(Act.QUERY_DECISION)
def query(request: Any, pk: int, decision: int) -> HttpResponse:
    """Query one decision."""
    one = seen.window(pk, seen_by=request.viewer)
    told = next((each for each in one.decisions if each.number == decision), None)
    if told is None:
        raise Http404
    editing = Editing(request, QueryForm, name="decision-query", subject=str(decision))
    if editing.sends(
        lambda values, _: windows.query(decision=decision, by=request.viewer, **values), refused=REFUSED
    ):
        messages.success(request, "Your query is with the chair. The decision waits for the answer.")
        return redirect("review-window", pk=pk)
    return _page(request, "query", editing=editing, said=parts.said(told), title="Query a decision")


@matter_page(Act.HOLD_MEETING)
def answer(request: Any, pk: int, query: int) -> HttpResponse:
    """Answer a query: the decision stays, or is changed and what it said first is kept."""
    matter, told, asked = seen.asked(query, seen_by=request.viewer)
    if matter != pk:
        raise Http404
    now = {"what": told.what, "who": told.who, "by_when": told.by_when, "outcome": told.outcome}
    editing = Editing(request, AnswerForm, name="query-answer", subject=str(query), now=now, version=told.version)

    def act(values: dict[str, Any], version: Any) -> None:
        change = values.pop("outcome_of_query") == CHANGED
        windows.answer(query=query, change=change, by=request.viewer, version=version, **values)

    if editing.sends(act, refused=REFUSED):
        messages.success(request, "Your answer is sent to whoever asked.")
        return redirect("review-window", pk=pk)
    return _page(request, "query", editing=editing, said=[*parts.said(told), *parts.asked_rows(asked)],
                 title="Answer a query")  # fmt: skip


@matter_page(Act.SEE_CHILD)
def of_review(request: Any, pk: int) -> HttpResponse:
    """The documents of a review as they were issued."""
    table = parts.documents_table(documents.of_matter(pk, seen_by=request.viewer), whole=False)
    return _page(request, "documents", table=table, may_issue=request.viewer.may(Act.SEND_OUT))


@matter_page(Act.SEND_OUT)
def issue(request: Any, pk: int) -> HttpResponse:
    """Issue documents: made from the record and kept as they are then."""
    offered = deliveries.issuable(pk, seen_by=request.viewer)
    editing = Editing(request, IssueForm, name="review-issue", subject=str(pk), offered=offered)
    if editing.sends(lambda values, _: issuing.issue(matter=pk, by=request.viewer, **values), refused=REFUSED):
        messages.success(request, "The documents are issued and kept.")
        return redirect("review-documents", pk=pk)
    free = [each for each in offered if not each.why_not]
    return _page(request, "issue", editing=editing, waiting=parts.waiting(offered), free=free)


@matter_page(Act.SEND_OUT)
def sending(request: Any, pk: int) -> HttpResponse:
    """Who is sent what, and what went to whom: many at once."""
    told = deliveries.sending(pk, seen_by=request.viewer)
    ready = [each for each in told.people if each.gets and (each.waits or each.newer) and each.gets in told.ready]
    form = DeliverForm(request.POST or None, people=ready, on=request.viewer.on)
    done = (
        form.is_bound
        and form.is_valid()
        and _did(
            request, form, lambda: delivering.deliver(matter=pk, by=request.viewer, **_sent(form.cleaned_data))
        )
    )
    if done:
        messages.success(request, "It is noted.")
        return redirect("review-sending", pk=pk)
    return _page(request, "sending", told=told, form=form, ready=ready, table=parts.sending_table(told),
                 lacking=parts.titles(told.lacking))  # fmt: skip


@matter_page(Act.SEND_OUT)
def recipients(request: Any, pk: int) -> HttpResponse:
    """What each participant is sent."""
    told = deliveries.sending(pk, seen_by=request.viewer)
    now = {f"gets_{each.number}": each.gets for each in told.people if not each.sent}
    editing = Editing(request, gets_form(told.people), name="review-recipients", subject=str(pk), now=now,
                      version=told.version)  # fmt: skip

    def act(values: dict[str, Any], version: Any) -> None:
        gets = {int(name.removeprefix("gets_")): said for name, said in values.items()}
        delivering.choose(matter=pk, gets=gets, by=request.viewer, version=version)

    if editing.sends(act, refused=REFUSED):
        messages.success(request, "Who is sent what: kept.")
        return redirect("review-sending", pk=pk)
    return _page(request, "recipients", editing=editing, title="Choose who is sent what")


@page(Act.SEE_SERVICE)
def following(request: Any) -> HttpResponse:
    """Every review that was completed: whose step it is, what is late, what went out late."""
    options = {"chair": after.chairs(seen_by=request.viewer), "month": parts.months(request.viewer.on)}
    asked = parts.FOLLOWING.asked(request, options=options)
    return asked.show(after.reviews(seen_by=request.viewer, chosen=asked.chosen))


def _sent(values: dict[str, Any]) -> dict[str, Any]:
    return {"participants": values["people"], **{name: values[name] for name in ("on", "channel", "proof")}}


def _did(request: Any, form: Form, act: Any) -> bool:
    try:
        act()
    except REFUSED as refusal:
        form.add_error(None, str(refusal))
    except Changed:
        form.add_error(None, CHANGED_SINCE)
    else:
        return True
    return False


def _page(request: Any, name: str, **context: Any) -> HttpResponse:
    """A page of one review, with the way back to its tasks."""
    back = Link("Back to the review", reverse("review", args=[request.matter.pk]))
    given = {**head(request), "matter": request.matter.pk, "back": back, "on": request.viewer.on, **context}
    return render(request, f"pages/telling/{name}.html", given)


urls = [
    path("reviews/following/", following, name="reviews-following"),
    path("reviews/<int:pk>/managers/", managers, name="review-window"),
    path("reviews/<int:pk>/managers/open/", open_window, name="review-window-open"),
    path("reviews/<int:pk>/managers/agree/", agree, name="review-window-agree"),
    path("reviews/<int:pk>/managers/query/<int:decision>/", query, name="decision-query"),
    path("reviews/<int:pk>/managers/answer/<int:query>/", answer, name="query-answer"),
    path("reviews/<int:pk>/documents/", of_review, name="review-documents"),
    path("reviews/<int:pk>/documents/issue/", issue, name="review-issue"),
    path("reviews/<int:pk>/sending/", sending, name="review-sending"),
    path("reviews/<int:pk>/sending/who/", recipients, name="review-recipients"),
]
