"""How the child took part: one question after another, then the code and what it means."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.reviews import actions
from sightline.casework.reviews.queries import ReviewNow
from sightline.casework.reviews.queries import review as review_of
from sightline.domain.participation import explain, questions
from sightline.domain.roles import Act
from sightline.web.child_head import head
from sightline.web.components.values import Row
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.rendering import render
from sightline.web.review_asking import Asked, asked, before
from sightline.web.review_forms import ParticipationForm, QuestionForm


class Confirming(Editing):
    """The last page: what led to it were pages of their own, so only its own form counts as sent."""

    @property
    def answers(self) -> bool:
        """Whether the code was sent, and not the last question."""
        return "_token" in self.request.POST


@matter_page(Act.HOLD_MEETING)
def participation(request: Any, pk: int) -> HttpResponse:
    """The question that is next, or the code that the answers led to."""
    one = review_of(pk, seen_by=request.viewer)
    held = one.held_on
    if one.born is None or held is None:
        return _page(request, one, "not_yet", born=one.born)
    editing = _editing(request, one)
    told = asked(one.born, held, _told(request, one, editing))
    if told.code is None or "_change" in request.POST:
        return _question(request, one, told, one.born, held)
    editing = _editing(request, one, told)
    if editing.sends(lambda values, version: _say(request, pk, told, values, version), refused=(NotPermitted,)):
        messages.success(request, f"How the child took part: {told.code.code}.")
        return redirect("review", pk=pk)
    return _page(request, one, "code", told=told, editing=editing, said=_said(told))


def _told(request: Any, one: ReviewNow, editing: Confirming) -> dict[str, str]:
    """The answers so far: those that were sent, those of a draft, those of the record; none to begin again."""
    if request.method == "POST":
        return {key: request.POST[key] for key in questions() if key in request.POST}
    if editing.written:
        return {key: str(editing.form.initial.get(key) or "") for key in questions()}
    return {} if "again" in request.GET else dict(one.part.answers)


def _question(request: Any, one: ReviewNow, told: Asked, born: date, held: date) -> HttpResponse:
    """The next question, or one that is asked again."""
    given = before(told, request.POST.get("_change", ""))
    step = asked(born, held, given)
    question = step.question
    if question is None:  # the last answer was asked for again and is there
        return redirect("review-participation", pk=one.matter)
    unanswered = request.method == "POST" and request.POST.get("_asked") == question.key
    form = QuestionForm(question, {} if unanswered else None)
    return _page(request, one, "question", told=step, form=form, question=question, said=_said(step))


def _editing(request: Any, one: ReviewNow, told: Asked | None = None) -> Confirming:
    now = {"code": one.part.code, "reason": one.part.answers.get("reason", ""), "why": _more(one)}
    return Confirming(
        request, ParticipationForm, name="review-participation", subject=str(one.matter), now=now,
        version=one.version, asked=told,
    )  # fmt: skip


def _say(request: Any, pk: int, told: Asked, values: dict[str, Any], version: Any) -> None:
    actions.say_participation(
        matter=pk, answers=told.answers, by=request.viewer, version=version,
        reason=values.get("reason", ""), why=values.get("why", ""),
    )  # fmt: skip


def _more(one: ReviewNow) -> str:
    """What was said beside the reason chosen."""
    return one.part.why.partition(": ")[2]


def _said(told: Asked) -> list[Row]:
    return [Row(question.text, answer.text) for question, answer in told.answered]


def _page(request: Any, one: ReviewNow, which: str, **context: Any) -> HttpResponse:
    given = {
        **head(request), "review": one, "which": which, "matter": one.matter,
        "recorded": explain(one.part.code) if one.part.code else None, **context,
    }  # fmt: skip
    return render(request, "pages/reviews/participation.html", given)


urls = [path("reviews/<int:pk>/participation/", participation, name="review-participation")]
