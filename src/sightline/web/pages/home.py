"""The first screen: what somebody of each role opens the service for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from sightline.web.access import page
from sightline.web.rendering import render


@page(None)
def home(request: Any) -> HttpResponse:
    """The first screen of whoever is signed in."""
    return render(request, "pages/home.html", {})


urls = [path("", home, name="home")]
