"""Holding a review: the day, who came, and what became of the decisions of before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.meetings import answering, holding
from sightline.casework.meetings.correcting import between, two_days
from sightline.casework.meetings.not_held import what_stands
from sightline.casework.meetings.queries.earlier import Earlier, earlier
from sightline.casework.meetings.queries.recorded import participants_of
from sightline.casework.meetings.recording import rights
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.meetings.sittings import UNFINISHED, next_sitting, plan_sitting
from sightline.casework.practice.queries import in_force
from sightline.casework.reviews import actions as reviews
from sightline.casework.reviews.queries.kinds import outside_the_register
from sightline.domain.roles import Act
from sightline.domain.workflows import MATTER, NotPossible
from sightline.web import recording_parts as parts
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.meeting_forms import SittingForm
from sightline.web.recording_forms import (
    AnswerForm,
    NotHeldForm,
    answer_now,
    attendance_form,
    attendance_now,
    days_form,
    hold_form,
)
from sightline.web.rendering import render

#: Somebody else told of it, too, and no action here speaks for them.
STILL_TOLD = "The record tells of one on that day as it did before: put it right there, or in the case system."
REFUSED = (NotPermitted, NotPossible, reviews.DayTaken)


@matter_page(Act.HOLD_MEETING)
def hold(request: Any, pk: int) -> HttpResponse:
    """Say that the review was held: complete, begun, or adjourned."""
    found = request.matter
    planned = next_sitting(found) if found.held_on else None
    day = planned.on if planned else found.meeting.on if not found.held_on else None
    now = {"move": "", "on": day if day and day <= request.viewer.on else None}
    form = hold_form(found.state, request.viewer.on)
    editing = Editing(request, form, name="review-hold", subject=str(pk), now=now, version=found.version)
    if editing.sends(
        lambda values, version: reviews.hold(matter=pk, version=version, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The review: its day is recorded.")
        return redirect("review", pk=pk)
    clock = _limit(request)
    context = {
        "may_move": any(move.key in holding.SITTINGS for move in MATTER.open_from(found.state)),
        "state": MATTER.states[found.state],
        "matter": found,
        "between": [row.on for row in between(found)],
        "clock": clock,
        "chairs": rights([found], {}, request.viewer)[pk].chairs,
    }
    return _page(request, "hold", "Hold the review", editing=editing, **context)


@matter_page(Act.HOLD_MEETING)
def day(request: Any, pk: int) -> HttpResponse:
    """Put right on which day the review was held."""
    found, two = request.matter, two_days(request.matter)
    rows = {f"sitting_{row.pk}": row for row in between(found)}
    now = {"held_on": found.held_on} | ({"completed_on": found.completed_on} if two else {})
    now |= {name: row.on for name, row in rows.items()}
    form = days_form(request.viewer.on, two=two, between=list(rows), complete=found.completed_on is not None)
    editing = Editing(request, form, name="review-day", subject=str(pk), now=now, version=found.version)

    def act(values: dict[str, Any], version: Any) -> None:
        days = {row.pk: values[name] for name, row in rows.items()}
        others = {name: value for name, value in values.items() if name not in rows}
        reviews.correct_day(matter=pk, version=version, by=request.viewer, sittings=days, **others)

    if editing.sends(act, refused=REFUSED):
        messages.success(request, "The day of the review is corrected.")
        return redirect("review", pk=pk)
    context = {"matter": found, "two": two, "between": [row.on for row in rows.values()]}
    return _page(request, "day", "Correct the day of the review", editing=editing, **context)


@matter_page(Act.HOLD_MEETING)
def not_held(request: Any, pk: int) -> HttpResponse:
    """Take back that the review was held, where it was said by mistake."""
    found = request.matter
    editing = Editing(request, NotHeldForm, name="review-not-held", subject=str(pk), version=found.version)
    still: list[bool] = []

    def act(values: dict[str, Any], version: Any) -> None:
        still.append(reviews.not_held(matter=pk, version=version, by=request.viewer, **values))

    if editing.sends(act, refused=REFUSED):
        messages.success(request, " ".join(["The review: it is still to be held.", *([STILL_TOLD] * any(still))]))
        return redirect("review", pk=pk)
    context = {"matter": found, "stands": what_stands(found)}
    return _page(request, "not_held", "The review was not held after all", editing=editing, **context)


@matter_page(Act.PLAN_MEETING)
def sitting(request: Any, pk: int) -> HttpResponse:
    """Say when people meet again after a sitting that did not complete the review."""
    found = request.matter
    planned = next_sitting(found)
    now = {"on": planned.on if planned else None, "at": planned.at if planned else None}
    editing = Editing(request, SittingForm, name="review-sitting", subject=str(pk), now=now, version=found.version)
    if editing.sends(
        lambda values, version: plan_sitting(matter=pk, version=version, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The next sitting is planned.")
        return redirect("review", pk=pk)
    clock = _limit(request)
    return _page(
        request, "sitting", "When is the next sitting?", editing=editing, matter=found, clock=clock,
        may_plan=found.state in UNFINISHED,
    )  # fmt: skip


@matter_page(Act.HOLD_MEETING)
def attendance(request: Any, pk: int) -> HttpResponse:
    """Record who came, and who sent their views."""
    people = participants_of(request.matter)
    editing = Editing(
        request,
        attendance_form(people),
        name="review-who-came",
        subject=str(pk),
        now=attendance_now(people),
        version=sum(each.version for each in people),
    )
    if editing.sends(lambda values, version: _came(request, pk, values, version), refused=REFUSED):
        messages.success(request, "Who came: recorded.")
        return redirect("review", pk=pk)
    return _page(request, "attendance", "Record who came", editing=editing, people=people)


def _came(request: Any, pk: int, values: dict[str, Any], version: int | None) -> None:
    came = {int(name[5:]): said for name, said in values.items() if name.startswith("came_")}
    views = {int(name[6:]): said for name, said in values.items() if name.startswith("views_")}
    holding.attendance(matter=pk, came=came, views=views, by=request.viewer, version=version)


@matter_page(Act.HOLD_MEETING)
def earlier_decisions(request: Any, pk: int) -> HttpResponse:
    """The decisions of earlier reviews that are open, and what was answered here."""
    told = earlier(request.matter)
    chairs = rights([request.matter], {}, request.viewer)[pk].chairs
    table = parts.earlier_table(told, pk, request.viewer.on, answers=chairs)
    unanswered = [each for each in told if not each.answered]
    return _page(
        request, "earlier", "Answer earlier decisions", table=table, count=len(told), unanswered=len(unanswered),
        following=unanswered[0].pk if unanswered and chairs else None,
    )  # fmt: skip


@matter_page(Act.HOLD_MEETING)
def answer(request: Any, pk: int, decision: int) -> HttpResponse:
    """What became of one decision of an earlier review."""
    told = earlier(request.matter)
    one = next((each for each in told if each.pk == decision), None)
    if one is None:
        raise Http404
    now = answer_now(one)
    editing = Editing(
        request, AnswerForm, name="review-answer", subject=f"{pk}-{decision}", now=now, version=one.version
    )
    if editing.sends(
        lambda values, version: answering.answer(
            matter=pk, decision=decision, version=version, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        messages.success(request, "What became of the decision: recorded.")
        return _next(told, pk, decision)
    return _page(request, "answer", "What became of it?", editing=editing, one=one)


def _limit(request: Any) -> Any:
    """By when an adjourned review is to be completed; none where the law's limit is not of its kind."""
    found = request.matter
    if not found.adjourned_why or outside_the_register([found.pk]):
        return None
    return parts.adjourned_clock(found.held_on, in_force(request.viewer.on))


def _next(told: list[Earlier], pk: int, decision: int) -> HttpResponse:
    """The next that is not answered, or the list of all."""
    left = [each.pk for each in told if not each.answered and each.pk != decision]
    if left:
        return redirect("review-earlier-answer", pk=pk, decision=left[0])
    return redirect("review-earlier", pk=pk)


def _page(request: Any, name: str, title: str, **context: Any) -> HttpResponse:
    given = {**head(request), "title": title, "pk": request.matter.pk, **context}
    return render(request, f"pages/recording/{name}.html", given)


urls = [
    path("reviews/<int:pk>/hold/", hold, name="review-hold"),
    path("reviews/<int:pk>/hold/day/", day, name="review-day"),
    path("reviews/<int:pk>/hold/not-held/", not_held, name="review-not-held"),
    path("reviews/<int:pk>/sitting/", sitting, name="review-sitting"),
    path("reviews/<int:pk>/who-came/", attendance, name="review-attendance"),
    path("reviews/<int:pk>/earlier/", earlier_decisions, name="review-earlier"),
    path("reviews/<int:pk>/earlier/<int:decision>/", answer, name="review-earlier-answer"),
]
