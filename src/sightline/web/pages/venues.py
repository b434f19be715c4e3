"""Venues: where people meet, and what to know before going there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from sightline.casework.meetings import venues as rooms
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.meetings.venues import NoSuchVenue
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.values import BLANK, Link
from sightline.web.day import today
from sightline.web.forms.editing import Editing
from sightline.web.lists import Column, Listing
from sightline.web.meeting_forms import ClosingVenueForm, VenueForm
from sightline.web.rendering import render

VENUES = Listing(
    key="venues",
    title="Venues",
    things=("venue", "venues"),
    order="name",
    columns=(
        Column("Name", lambda row: Link(row.name, reverse("venue", args=[row.pk])), key="name"),
        Column("Address", lambda row: row.address or BLANK),
        Column("What to know before going there", lambda row: row.access),
        Column("Not used any more from", lambda row: row.closed or BLANK, key="closed"),
    ),
    empty="No venue is entered yet.",
)


@page(Act.PLAN_MEETING)
def venues(request: Any) -> HttpResponse:
    """Every venue, those not used any more too."""
    asked = VENUES.asked(request)
    return asked.show(asked.of_rows(rooms.venues(on=today(), closed=True)), "pages/meetings/venues.html")


@page(Act.PLAN_MEETING)
def venue_add(request: Any) -> HttpResponse:
    """A new venue."""
    editing = Editing(request, VenueForm, name="venue-add")
    if editing.sends(lambda values, _: rooms.add(by=request.viewer, **values), refused=(NotPermitted,)):
        return redirect("venues")
    return _form(request, editing, "Add a venue")


@page(Act.PLAN_MEETING)
def venue(request: Any, pk: int) -> HttpResponse:
    """One venue: corrected, or closed."""
    try:
        told = rooms.venue(pk)
    except NoSuchVenue:
        raise Http404 from None
    now = {"name": told.name, "address": told.address, "access": told.access, "closed": told.closed}
    editing = Editing(request, ClosingVenueForm, name="venue", subject=str(pk), now=now, version=told.version)
    if editing.sends(
        lambda values, version: rooms.change(venue=pk, version=version or 0, by=request.viewer, **values),
        refused=(NotPermitted,),
    ):
        return redirect("venues")
    return _form(request, editing, "A venue")


def _form(request: Any, editing: Editing, title: str) -> HttpResponse:
    return render(request, "pages/meetings/venue.html", {"editing": editing, "title": title})


urls = [
    path("venues/", venues, name="venues"),
    path("venues/add/", venue_add, name="venue-add"),
    path("venues/<int:pk>/", venue, name="venue"),
]
