"""What has come for somebody, how often they are mailed of it, and the secret address of their calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as notes
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sightline.casework.meetings.calendars import entries_of, to_ics
from sightline.casework.outbox import queries, wishes
from sightline.casework.register.queries.named import names_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.web.access import open_page, page
from sightline.web.components.statuses import Tag
from sightline.web.components.values import BLANK, Cell, Link, Table
from sightline.web.day import now
from sightline.web.forms import Form
from sightline.web.navigation import address_of
from sightline.web.numbers import number
from sightline.web.rendering import render

ON_A_PAGE = 50
BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
A_MINUTE = 60
MOST_LOOKS, MOST_GUESSES = 10, 60  # in a minute: at one calendar, at addresses that are none
NEW = Tag("New", "blue")

#: The page that a message leads to, by what its number is of.
PAGES = {"child": "child", "meeting": "meeting", "matter": "review", "decision": "decision"}
OFTEN = {"daily": "Every working day", "weekly": "Once a week", "never": "Never: I look here"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class WishForm(Form):
    """How often somebody is mailed."""

    often = forms.ChoiceField(
        label="How often shall we mail you?", choices=list(OFTEN.items()), widget=forms.RadioSelect,
        help_text="A mail says how much is new, never of whom. Where nothing is new, none is sent.",
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label="On which day, if once a week?", coerce=int, choices=list(enumerate(WEEKDAYS)),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@page(None)
def messages(request: Any) -> HttpResponse:
    """What has come and was not read; with `?show=all` what was read, too."""
    every = request.GET.get("show") == "all"
    told: Any = queries.Messages(seen_by=request.viewer, sees=children, read=every)
    shown: Any = Paginator(told, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "pages/outbox/messages.html",
        {
            "table": _table(shown.object_list, request.viewer, every),
            "page": shown,
            "every": every,
            "unread": [each.id for each in shown.object_list if not each.read],
            "wished": OFTEN[queries.wished(request.viewer.id).often].partition(":")[0],
        },
    )


@page(None)
@require_POST
def read(request: Any) -> HttpResponse:
    """Mark the messages shown as read."""
    chosen = [pk for pk in map(number, request.POST.getlist("message")) if pk is not None]
    count = wishes.read_messages(messages=chosen, by=request.viewer)
    notes.success(request, f"{count} marked as read.")
    return redirect("messages")


@page(None)
def wish(request: Any) -> HttpResponse:
    """How often to be mailed, and the address of one's calendar."""
    wished = queries.wished(request.viewer.id)
    given = {"often": wished.often, "weekday": wished.weekday, "version": wished.version}
    form = WishForm(request.POST or None, initial=given)
    if form.is_valid():
        try:
            wishes.keep_wish(**form.cleaned_data, by=request.viewer)
        except wishes.NotPermitted as refusal:
            form.add_error(None, str(refusal))
        except Changed:
            notes.error(request, "This was changed in another window. Here is how it is now.")
            return redirect("wishes")
        else:
            notes.success(request, "Kept.")
            return redirect("wishes")
    return render(request, "pages/outbox/wishes.html", {"form": form, "wished": wished})


@never_cache
@page(None)
@require_POST
def make_calendar(request: Any) -> HttpResponse:
    """A new address for one's calendar. It is shown on the answer, and never again."""
    secret = wishes.make_calendar(by=request.viewer)
    address = f"{settings.BASE_URL}{reverse('calendar-feed', args=[secret])}"
    return render(request, "pages/outbox/calendar_made.html", {"address": address})


@page(None)
@require_POST
def stop_calendar(request: Any) -> HttpResponse:
    """The address opens nothing from now on."""
    wishes.stop_calendar(by=request.viewer)
    notes.success(request, "The address of your calendar opens nothing any more.")
    return redirect("wishes")


@open_page
@require_safe
def feed(request: Any, secret: str) -> HttpResponse:
    """Somebody's meetings as a calendar, for whoever has the secret; nothing in it names a child."""
    moment = now()
    viewer = wishes.whose_calendar(secret, at=moment)
    if _is_too_much(viewer, at=moment):
        return HttpResponse("Too often.\n", status=429, headers={"Retry-After": str(A_MINUTE)})
    if viewer is None:
        return HttpResponse("There is no such calendar.\n", status=404, content_type="text/plain")
    entries = entries_of(viewer, moment.date() - BEFORE, moment.date() + AHEAD)
    return HttpResponse(
        to_ics(entries),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="sightline.ics"'},
    )


def _is_too_much(viewer: Viewer | None, *, at: datetime) -> bool:
    """Whether this calendar, or what is none, was asked for too often in a minute, over all processes."""
    whose, most = (viewer.id, MOST_LOOKS) if viewer else ("none", MOST_GUESSES)
    key = f"calendar:{whose}:{at:%H%M}"
    count: int = cache.get(key, 0)
    if count < most:
        cache.set(key, count + 1, 2 * A_MINUTE)
    return count >= most


def _table(told: list[queries.Told], viewer: Viewer, every: bool) -> Table:
    names = names_of([each.child for each in told if each.child], seen_by=viewer)
    rows: list[list[Cell]] = [
        [_leads(each), _about(each, names), each.at, *([BLANK if each.read else NEW] if every else [])]
        for each in told
    ]
    columns = ["What", "About", "When", *(["Status"] if every else [])]
    return Table("Messages", columns, rows, empty="You have read everything.", caption_hidden=True)


def _leads(each: queries.Told) -> Cell:
    url = address_of(PAGES.get(each.subject, ""), each.number)
    return Link(each.title, url) if url else each.title


def _about(each: queries.Told, names: dict[int, str]) -> Cell:
    if each.child not in names:
        return BLANK
    return Link(names[each.child], reverse("child", args=[each.child]))


urls: list[URLPattern] = [
    path("messages/", messages, name="messages"),
    path("messages/read/", read, name="messages-read"),
    path("messages/wishes/", wish, name="wishes"),
    path("messages/calendar/", make_calendar, name="calendar-make"),
    path("messages/calendar/stop/", stop_calendar, name="calendar-stop"),
    path("calendar/<slug:secret>.ics", feed, name="calendar-feed"),
]
