"""Keys of the read API: making one, seeing which there are, ending one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sightline.casework.staff import actions, directory
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.statuses import Tag
from sightline.web.components.values import Table
from sightline.web.pages.people_forms import KeyForm
from sightline.web.rendering import render

STATES = {"open": Tag("Open", "green"), "expired": Tag("Ended", "grey"), "revoked": Tag("Revoked", "magenta")}


@page(Act.CHANGE_KEYS)
def keys(request: Any) -> HttpResponse:
    """Every key, what it opens, when it was used last."""
    told = directory.keys()
    rows = [
        (key.name, key.prefix, ", ".join(key.scopes), STATES[key.state(request.viewer.on)], key.expires,
         key.used_at or "Never", key.made_by)
        for key in told
    ]  # fmt: skip
    columns = ("What it is for", "Begins with", "Opens", "Status", "Last day", "Used last", "Made by")
    table = Table(
        "Keys", columns, rows, empty="There are no keys: nothing can be read by program.", caption_hidden=True
    )
    opened = [key for key in told if key.state(request.viewer.on) == "open"]
    return render(request, "pages/people/keys.html", {"table": table, "opened": opened})


@never_cache
@page(Act.CHANGE_KEYS)
def make(request: Any) -> HttpResponse:
    """Make a key. It is shown on the answer, and never again."""
    form = KeyForm(request.POST or None, initial={"expires": request.viewer.on + timedelta(days=365)})
    if form.is_valid():
        try:
            key = actions.make_key(**form.cleaned_data, by=request.viewer)
        except actions.NotPermitted as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "pages/people/key_made.html", {"key": key})
    return render(request, "pages/people/key_make.html", {"form": form})


@require_POST
@page(Act.CHANGE_KEYS)
def revoke(request: Any, pk: int) -> HttpResponse:
    """End a key at once."""
    actions.revoke_key(key=pk, by=request.viewer)
    return HttpResponseRedirect(reverse("keys"))


urls = [
    path("people/keys/", keys, name="keys"),
    path("people/keys/make/", make, name="key-make"),
    path("people/keys/<int:pk>/revoke/", revoke, name="key-revoke"),
]
