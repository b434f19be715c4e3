"""The first screen: what somebody of each role opens the service for. Somebody with several roles has tabs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from sightline.casework.allocation import actions
from sightline.domain.roles import Act
from sightline.web.access import Officer, Sends, page
from sightline.web.day import today
from sightline.web.numbers import number
from sightline.web.rendering import render
from sightline.web.screens import screens_of
from sightline.web.work import blocks_of


@page(None)
def home(request: Any) -> HttpResponse:
    """The first screen of whoever is signed in; `?show=` chooses among several."""
    mine = screens_of(request.viewer)
    if not mine:
        return render(request, "pages/home/nothing.html")
    shown = next((screen for screen in mine if screen.key == request.GET.get("show")), mine[0])
    tabs = [(screen.title, f"/?show={screen.key}", screen is shown) for screen in mine]
    blocks = blocks_of(shown.key, request.viewer)
    context = {
        "screen": shown,
        "tabs": tabs if len(tabs) > 1 else [],
        "on": today(),
        "blocks": [block for block in blocks if block.table.rows],
        "quiet": [block for block in blocks if not block.table.rows],
        **shown.make(request.viewer, request.GET),
    }
    return render(request, shown.template, context)


@page(Act.RECORD_CONTACT, sends=Sends(Act.RECORD_CONTACT, Officer.ALONE))
@require_POST
def read_notices(request: Any) -> HttpResponse:
    """Mark the notices shown as read."""
    chosen = [pk for pk in map(number, request.POST.getlist("notice")) if pk is not None]
    count = actions.read_notices(notices=chosen, by=request.viewer)
    messages.success(request, f"{count} marked as read.")
    return redirect("home")


urls = [path("", home, name="home"), path("notices/read/", read_notices, name="notices-read")]
