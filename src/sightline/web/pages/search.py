"""Finding a child. What is typed stays out of every address: it is sent, kept in the session, and looked up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.register.queries import Found, search
from sightline.domain.roles import Act
from sightline.web.access import page, saw
from sightline.web.forms.base import Form
from sightline.web.rendering import render

KEPT = "searched"
LONGEST = 100


class SearchForm(Form):
    """What to look for."""

    text = forms.CharField(
        label="Name, number or date of birth",
        help_text="Part of a name is enough, and it need not be spelt right. A date of birth like 27/3/2014.",
        max_length=LONGEST,
    )


@page(Act.SEE_CHILD)
def find(request: Any) -> HttpResponse:
    """Ask, and what was found for what was asked last."""
    form = SearchForm(request.POST or None, initial={"text": request.session.get(KEPT, "")})
    if request.method == "POST" and form.is_valid():
        request.session[KEPT] = form.cleaned_data["text"]
        return redirect("search")
    text = "" if form.is_bound else request.session.get(KEPT, "")
    found = _found(request, text) if text else None
    may_open = request.viewer.may(Act.BREAK_GLASS)
    context = {"form": form, "text": text, "found": found, "may_open": may_open}
    return render(request, "pages/children/search.html", context)


def _found(request: Any, text: str) -> Found:
    found = search(text, seen_by=request.viewer)
    saw(request, "search", action="searched", text=text, found=len(found.matches))
    return found


urls = [path("search/", find, name="search")]
