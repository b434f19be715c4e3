"""Doing one thing for several rows that were chosen in a table: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from sightline.casework.meetings import preparing
from sightline.casework.meetings.scheduling import NotPossible
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.register.queries import NoSuchChild
from sightline.casework.trail.actions import Changed
from sightline.web.numbers import number

REFUSED = (NotPermitted, NotPossible)
CHANGED = "Somebody changed one of these after you opened this page. Look at them again. Nothing was written."
Seen = list[tuple[int, int]]


def picked(request: Any, box: str) -> Seen:
    """The rows whose boxes of this name were chosen: numbers and the versions that were seen."""
    pairs = [text.partition("-") for text in request.POST.getlist(box)]
    told = [(number(pk), number(version)) for pk, _, version in pairs]
    return [(pk, version) for pk, version in told if pk is not None and version is not None]


def did(request: Any, form: forms.Form, box: str, act: Callable[[Any, forms.Form, Seen], str]) -> str:
    """Do it with what was chosen; what to say afterwards, or nothing where the form says what is wrong."""
    if not form.is_valid():
        return ""
    chosen = picked(request, box)
    if not chosen:
        form.add_error(None, "Choose at least one line of the table.")
        return ""
    try:
        return act(request, form, chosen)
    except REFUSED as refusal:
        form.add_error(None, str(refusal))
    except (Changed, NoSuchChild):
        form.add_error(None, CHANGED)
    return ""


def take_papers(request: Any, form: forms.Form, chosen: Seen) -> str:
    """Note one move of the papers chosen; what to say afterwards."""
    told = form.cleaned_data
    n = preparing.take(asks=chosen, by=request.viewer, **told)
    if n < len(chosen):
        return f"Noted for {n}. The others were chased that way on that day already."
    return f"Noted for {n}."
