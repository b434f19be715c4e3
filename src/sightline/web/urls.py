"""The site's map: every page of every group. What a page is for, and who may open it, is said beside the page."""

from __future__ import annotations

from django.urls import path

from sightline.web.api import v1
from sightline.web.pages import (
    about,
    access,
    account,
    allocation,
    caseload,
    changes,
    children,
    decisions,
    drafts,
    drift,
    footprint,
    health,
    home,
    hooks,
    imports,
    outbox,
    people,
    practice,
    reviews,
    search,
    watching,
)

GROUPS = (
    about,
    home,
    children,
    search,
    caseload,
    reviews,
    decisions,
    drift,
    allocation,
    imports,
    practice,
    people,
    access,
    account,
    drafts,
    watching,
    footprint,
    changes,
    health,
    outbox,
    hooks,
)

urlpatterns = [
    *(pattern for group in GROUPS for pattern in group.urls),
    path("api/v1/", v1.urls),
]
