"""Webhooks: addresses of programs that are told of events, and how they answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sightline.casework.outbox import hooks
from sightline.casework.outbox.kinds import EVENTS
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.statuses import Tag
from sightline.web.components.values import BLANK, Cell, Link, Row, Table
from sightline.web.forms import Form
from sightline.web.rendering import render

OPEN, STOPPED = Tag("In use", "green"), Tag("Stopped", "grey")
ARRIVED, WAITS, GIVEN_UP = Tag("Arrived", "green"), Tag("Will be tried again", "yellow"), Tag("Given up", "red")


#: What stands in the place of an answer, in words.
NO_ANSWER = {
    "NewConnectionError": "Cannot be reached",
    "ConnectTimeoutError": "Cannot be reached",
    "NameResolutionError": "Cannot be reached",
    "ReadTimeoutError": "No answer in 5 seconds",
    "ProtocolError": "Hung up without an answer",
    "SSLError": "Its certificate is not right",
    "not to be called": "The address is not to be called",
}


class HookForm(Form):
    """An address and what it is told of."""

    name = forms.CharField(
        label="What it is for", max_length=120, help_text="Such as: data warehouse, events of the IRO service"
    )
    url = forms.CharField(label="Address", max_length=300, help_text="It begins with https://")
    events = forms.MultipleChoiceField(
        label="What it is told of", choices=list(EVENTS.items()), widget=forms.CheckboxSelectMultiple
    )


@page(Act.CHANGE_HOOKS)
def listed(request: Any) -> HttpResponse:
    """Every webhook, what it is told of, when it last answered."""
    rows: list[list[Cell]] = [
        [
            Link(hook.name, reverse("hook", args=[hook.id])), _events(hook), STOPPED if hook.stopped_at else OPEN,
            hook.answered_at or "Never", hook.made_by,
        ]
        for hook in hooks.hooks()
    ]  # fmt: skip
    columns = ("What it is for", "Told of", "Status", "Last answered", "Made by")
    table = Table("Webhooks", columns, rows, empty="No program is told of anything.", caption_hidden=True)
    return render(request, "pages/outbox/hooks.html", {"table": table})


@never_cache
@page(Act.CHANGE_HOOKS)
def add(request: Any) -> HttpResponse:
    """Add a webhook. Its secret is shown on the answer, and never again."""
    form = HookForm(request.POST or None)
    if form.is_valid():
        try:
            made = hooks.add_hook(**form.cleaned_data, by=request.viewer)
        except hooks.NotThere as refusal:
            form.add_error("url", str(refusal))
        except hooks.NotPermitted as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "pages/outbox/hook_made.html", {"made": made})
    return render(request, "pages/outbox/hook_add.html", {"form": form})


@page(Act.CHANGE_HOOKS)
def one(request: Any, pk: int) -> HttpResponse:
    """One webhook and its last calls."""
    hook = next((each for each in hooks.hooks() if each.id == pk), None)
    if hook is None:
        raise Http404
    facts = [
        Row("Address", hook.url),
        Row("Told of", _events(hook)),
        Row("Status", STOPPED if hook.stopped_at else OPEN),
        Row("Made", hook.made_at),
    ]
    rows: list[list[Cell]] = [
        [
            EVENTS.get(call.event, "A call to try it"),
            call.at,
            _stands(call),
            NO_ANSWER.get(call.answer, call.answer),
            call.tries,
            call.next_try or BLANK,
        ]
        for call in hooks.calls_of(pk)
    ]
    columns = ("What", "When", "Status", "Last answer", "Tries", "Next try")
    table = Table("Calls", columns, rows, empty="No call was made yet.")
    return render(request, "pages/outbox/hook.html", {"hook": hook, "facts": facts, "table": table})


@require_POST
@page(Act.CHANGE_HOOKS)
def try_it(request: Any, pk: int) -> HttpResponse:
    """Make a call that tells of nothing."""
    try:
        hooks.try_hook(hook=pk, by=request.viewer)
    except hooks.NotPermitted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "A call will be made within a minute or two. Open this page again to see the answer."
        )
    return redirect("hook", pk)


@require_POST
@page(Act.CHANGE_HOOKS)
def stop(request: Any, pk: int) -> HttpResponse:
    """Tell it of nothing any more."""
    hooks.stop_hook(hook=pk, by=request.viewer)
    messages.success(request, "It is told of nothing any more.")
    return redirect("hook", pk)


def _events(hook: hooks.Told) -> str:
    return "; ".join(EVENTS.get(event, event) for event in hook.events)


def _stands(call: hooks.Called) -> Tag:
    if call.done_at:
        return ARRIVED
    return WAITS if call.next_try else GIVEN_UP


urls: list[URLPattern] = [
    path("hooks/", listed, name="hooks"),
    path("hooks/add/", add, name="hook-add"),
    path("hooks/<int:pk>/", one, name="hook"),
    path("hooks/<int:pk>/try/", try_it, name="hook-try"),
    path("hooks/<int:pk>/stop/", stop, name="hook-stop"),
]
