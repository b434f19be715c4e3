"""Planning meetings: a review from its due date, the meeting itself, moving one or many, calling one off."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.meetings import calendars, scheduling
from sightline.casework.meetings.queries.diary import Dated, diary
from sightline.casework.meetings.queries.planned import Offer, Planned, due_of, offer, people_who_chair
from sightline.casework.meetings.queries.planned import planned as meeting_of
from sightline.casework.meetings.scheduling import Moved, NotPossible
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.meetings.venues import venues
from sightline.casework.register.queries import NoSuchChild
from sightline.casework.reviews import actions as reviews
from sightline.casework.reviews.queries import kinds_likely
from sightline.casework.trail.actions import Changed
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.roles import Act
from sightline.web import meeting_parts as parts
from sightline.web.access import child_page, page, saw
from sightline.web.child_head import head
from sightline.web.day import today
from sightline.web.forms import Form
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.meeting_forms import OTHER, HourField, MoveForm, PlanForm, SettleForm, WhyForm
from sightline.web.numbers import number
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotPossible)
WEEKS = 8  # of one chair that may be moved in one form


@child_page(Act.PLAN_MEETING)
def plan(request: Any, pk: int) -> HttpResponse:
    """Plan a child's review: what is due and why, days that would do, brothers and sisters, people and place."""
    told = offer(request.child, seen_by=request.viewer)
    editing = Editing(
        request, PlanForm, name="plan-review", subject=str(pk), near=[(r.child, r.name, r.due) for r in told.near],
        days=told.days, due=told.row.due, venues=_venues(), chairs=told.chairs,
    )  # fmt: skip
    if request.method == "GET" and not editing.written:
        editing.form.initial.update(_at_first(request, told, pk))
    if editing.sends(lambda values, _: _plan(request, pk, told, values), refused=REFUSED):
        messages.success(request, "The review is planned. People and reports are proposed below; look at each.")
        return redirect("review-preparation", pk=_matter_of(request, pk))
    context = {
        **head(request), "editing": editing, "told": told, "due_tag": told.row.due_standing,
        "planned": [(reverse("meeting", args=[m]), day) for m, day in told.planned],
        "late": bool(told.due and told.days and told.days[0] > told.due),
    }  # fmt: skip
    return render(request, "pages/meetings/plan.html", context)


@page(Act.SEE_CHILD)
def meeting(request: Any, pk: int) -> HttpResponse:
    """One meeting: when, where, about whom, and what can be changed."""
    told = meeting_of(pk, seen_by=request.viewer)
    for each in told.children:
        saw(request, "child", each.child, meeting=pk)
    may = request.viewer.may(Act.PLAN_MEETING) and told.state in ("proposed", "planned")
    context = {
        "meeting": told,
        "about": parts.about(told, today()),
        "children": parts.children(told, may=may),
        "may": may,
        "diary": reverse("diary"),
    }
    return render(request, "pages/meetings/meeting.html", context)


@page(Act.PLAN_MEETING)
def settle(request: Any, pk: int) -> HttpResponse:
    """Settle the day of a meeting that was proposed."""
    told = meeting_of(pk, seen_by=request.viewer)
    asked = _day(request.GET.get("on", ""))
    on, at = next((each for each in told.proposals if asked in (None, each[0])), (asked, None))
    editing = Editing(
        request, SettleForm, name="settle-meeting", subject=str(pk), version=told.version,
        due=due_of(told, seen_by=request.viewer), now={"on": on, "at": at or told.at, "why_then": told.why_then},
    )  # fmt: skip
    if editing.sends(
        lambda values, version: reviews.settle_review(
            meeting=pk, version=version or 0, by=request.viewer, **values
        ),
        refused=REFUSED,
    ):
        messages.success(request, "The day is settled. Now invite people.")
        return redirect("meeting", pk=pk)
    return _form(request, told, editing, "Settle the day", send="Settle this day", days=told.proposals)


@page(Act.PLAN_MEETING)
def move(request: Any, pk: int) -> HttpResponse:
    """Move a meeting, or change where it is and who chairs."""
    told = meeting_of(pk, seen_by=request.viewer)
    editing = Editing(
        request, MoveForm, name="move-meeting", subject=str(pk), version=told.version, minutes=told.minutes,
        venues=_venues(told), chairs=_chairs(told), now=_now(told), due=due_of(told, seen_by=request.viewer),
    )  # fmt: skip
    if editing.sends(
        lambda values, version: reviews.move_review(meeting=pk, version=version or 0, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The meeting is changed. Those who were invited are to be told again.")
        return redirect("meeting", pk=pk)
    return _form(request, told, editing, "Move the meeting, or change where it is", send="Change it")


@page(Act.PLAN_MEETING)
def cancel(request: Any, pk: int) -> HttpResponse:
    """Cancel a meeting, with a reason."""
    told = meeting_of(pk, seen_by=request.viewer)
    editing = Editing(request, WhyForm, name="cancel-meeting", subject=str(pk), version=told.version)
    if editing.sends(
        lambda values, version: scheduling.cancel(meeting=pk, version=version or 0, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The meeting is cancelled. The date by which the review is due stays the same.")
        return redirect("meeting", pk=pk)
    return _form(request, told, editing, "Cancel the meeting", send="Cancel the meeting")


@matter_page(Act.PLAN_MEETING)
def take_out(request: Any, pk: int) -> HttpResponse:
    """Take one child out of a meeting that goes on for brothers and sisters."""
    editing = Editing(request, WhyForm, name="take-out", subject=str(pk), version=request.matter.version)
    if editing.sends(
        lambda values, version: scheduling.take_out(matter=pk, version=version or 0, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The child is taken out of the meeting. Plan another review when it is due.")
        return redirect("meeting", pk=request.matter.meeting_id)
    back = reverse("meeting", args=[request.matter.meeting_id])
    context = {**head(request), "editing": editing, "title": "Take this child out of the meeting", "back": back}
    return render(request, "pages/meetings/child_form.html", context)


@page(Act.SEE_CHILD)
def calendar(request: Any, pk: int) -> HttpResponse:
    """The meeting as a calendar file, without anything of the child."""
    meeting_of(pk, seen_by=request.viewer)  # none of one out of sight
    entry = calendars.entry_of(pk, seen_by=request.viewer)
    saw(request, "meeting", pk, action="exported", format="ics")
    response = HttpResponse(
        calendars.to_ics([entry] if entry else []), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="meeting-{pk}.ics"'
    return response


@page(Act.PLAN_MEETING)
def move_many(request: Any) -> HttpResponse:
    """Move several meetings of one chair in one go: all of them, or none."""
    chair = number(request.GET.get("chair", "")) or None
    rows = diary(seen_by=request.viewer, first=today(), last=today() + timedelta(weeks=WEEKS), chair=chair,
                 states=("planned",)) if chair else []  # fmt: skip
    lines = [_Line(row, request.POST if request.method == "POST" else None) for row in rows]
    error = _moved(request, lines) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        messages.success(request, "The meetings are moved. Those who were invited are to be told again.")
        return redirect(f"{reverse('diary')}?chair={chair}&when=weeks")
    context = {"chairs": people_who_chair(on=today()), "chair": chair, "lines": lines, "error": error}
    return render(request, "pages/meetings/move_many.html", context)


class _OneForm(Form):
    """A new day and time of one meeting of several."""

    at = HourField(label="New time", help_text="")


class _Line:
    """A meeting of several that may be moved: what it says now, and what was written."""

    def __init__(self, row: Dated, sent: Any) -> None:
        self.row = row
        self.names = ", ".join(name for _, name in row.children)
        self.version = row.version if sent is None else number(sent.get(f"version-{row.meeting}", "")) or 0
        self.on = sent.get(f"on-{row.meeting}", "") if sent is not None else row.on.isoformat() if row.on else ""
        self.at = sent.get(f"at-{row.meeting}", "") if sent is not None else parts.hour(row.at)
        self.error = ""

    def moved(self) -> Moved | None:
        """The move, where another day or time was written. Raises ValueError for what is no day or no time."""
        day = date.fromisoformat(self.on.strip())
        form = _OneForm({"at": self.at})
        if not form.is_valid():
            raise ValueError
        at: time | None = form.cleaned_data["at"]
        if (day, at) == (self.row.on, self.row.at):
            return None
        return Moved(self.row.meeting, self.version, day, at)


def _moved(request: Any, lines: list[_Line]) -> str:
    """Move what was written; what is wrong, or nothing."""
    moves = []
    for line in lines:
        try:
            moves.append(line.moved())
        except ValueError:
            line.error = "Write the day like 2026-12-08 and the time like 15:30"
    if any(line.error for line in lines):
        return "Some days or times could not be read. Nothing was moved."
    wanted = [each for each in moves if each is not None]
    if not wanted:
        return "No day or time is another than before."
    try:
        reviews.move_reviews(wanted, by=request.viewer)
    except REFUSED as refusal:
        return f"{refusal} Nothing was moved."
    except (Changed, NoSuchChild):
        return (
            "Somebody changed one of these meetings after you opened this page. Open it again. Nothing was moved."
        )
    return ""


def _plan(request: Any, pk: int, told: Offer, values: dict[str, Any]) -> int:
    near = [int(child) for child in values.get("together", ())]
    days = [(day, values["at"]) for day in told.days] if values["on"] is None else []
    made = reviews.plan_review(
        children=[pk, *near], kinds={pk: values["kind"]}, chair=values["chair"], by=request.viewer,
        on=values["on"], proposals=days,
        **{name: values[name] for name in ("at", "minutes", "mode", "venue", "place", "why_then")},
    )  # fmt: skip
    request.planned = made
    return made


def _matter_of(request: Any, child: int) -> int:
    told = meeting_of(request.planned, seen_by=request.viewer)
    return next(each.matter for each in told.children if each.child == child)


def _at_first(request: Any, told: Offer, pk: int) -> dict[str, Any]:
    due = told.due is not None and bool(told.days) and told.days[-1] <= told.due
    return {
        "kind": kinds_likely([pk], on=today())[pk],
        "day": told.days[-1].isoformat() if due else OTHER if not told.days else "",
        "minutes": "60",
        "mode": "in_person",
        "chair": str(told.chair or ""),
    }


def _now(told: Planned) -> dict[str, Any]:
    return {
        "on": told.on, "at": told.at, "why_then": told.why_then, "minutes": str(told.minutes), "mode": told.mode,
        "venue": str(told.venue or ""), "place": told.place, "chair": str(told.chair),
    }  # fmt: skip


def _venues(told: Planned | None = None) -> list[tuple[int, str]]:
    """Open venues, and the one that it is in."""
    rooms = [(room.pk, room.name) for room in venues(on=today())]
    if told is not None and told.venue is not None and told.venue not in dict(rooms):
        rooms.append((told.venue, told.venue_name))
    return rooms


def _chairs(told: Planned) -> list[tuple[int, str]]:
    people = people_who_chair(on=today())
    return people if told.chair in dict(people) else [*people, (told.chair, told.chair_name)]


def _form(request: Any, told: Planned, editing: Editing, title: str, **context: Any) -> HttpResponse:
    for each in told.children:
        saw(request, "child", each.child, meeting=told.pk)
    given = {"meeting": told, "editing": editing, "title": title, **context}
    return render(request, "pages/meetings/form.html", given)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
        england().ordinal(day)
    except (ValueError, BeyondCalendar):
        return None
    return day


urls = [
    path("children/<int:pk>/reviews/plan/", plan, name="child-plan-review"),
    path("meetings/move/", move_many, name="meetings-move"),
    path("meetings/<int:pk>/", meeting, name="meeting"),
    path("meetings/<int:pk>/settle/", settle, name="meeting-settle"),
    path("meetings/<int:pk>/move/", move, name="meeting-move"),
    path("meetings/<int:pk>/cancel/", cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/calendar.ics", calendar, name="meeting-calendar"),
    path("reviews/<int:pk>/take-out/", take_out, name="review-take-out"),
]
