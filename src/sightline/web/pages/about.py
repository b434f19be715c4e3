"""What the service says of itself: how far everybody can use it (a public body must say so; SI 2018/952 reg 8)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sightline.web.access import open_page
from sightline.web.rendering import render


@open_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/about/accessibility.html")


urls = [path("accessibility/", accessibility, name="accessibility")]
