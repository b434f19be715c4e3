"""What may be drifting: lists, one child's flags, setting one aside, and how often flags were right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from sightline.casework.allocation.queries import names_of_officers
from sightline.casework.staff import directory
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.watch import dismissing
from sightline.casework.watch.queries import flags as queries
from sightline.casework.watch.queries.precision import precision
from sightline.domain.drift import kinds
from sightline.domain.roles import REVIEWING, Act
from sightline.web import drift_parts as parts
from sightline.web.access import child_page, page
from sightline.web.child_head import head
from sightline.web.components.values import Distance, Several
from sightline.web.day import today
from sightline.web.forms.base import Form
from sightline.web.forms.editing import Editing
from sightline.web.forms.fields import DayField
from sightline.web.lists import Column, Filter, Listing
from sightline.web.rendering import render

DRIFT = Listing(
    key="drift",
    title="What may be drifting",
    things=("flag", "flags"),
    order="since",
    columns=(
        Column("Child", parts.child_link, key="name"),
        Column("What", lambda row: row.title, key="flag"),
        Column("Says", lambda row: row.says),
        Column("Since", lambda row: Distance(row.since, today()), key="since"),
        Column("IRO", lambda row: row.iro),
        Column("Social worker", lambda row: Several([part for part in (row.social_worker, row.team) if part])),
        Column("Set aside", lambda row: row.aside or "No"),
    ),
    filters=(
        Filter("flag", "What", tuple((kind.key, kind.title) for kind in kinds())),
        Filter("iro", "IRO"),
        Filter("team", "Team of the social worker"),
        Filter(
            "since",
            "For longer than",
            (("28", "4 weeks"), ("91", "3 months"), ("182", "6 months"), ("365", "12 months")),
            every="Any time",
        ),
        Filter(
            "state",
            "Set aside",
            (("open", "Not set aside"), ("aside", "Set aside with a reason"), ("both", "Both")),
            every="Not set aside",
        ),
    ),
    notes=(
        "A flag states facts of the day the list was made. It is no judgement of a child or of anybody.",
        "Records that only named people may see are in it only where whoever made the list is named.",
    ),
    empty="Nothing seems to drift.",
)


@page(Act.SEE_CHILD)
def drift(request: Any) -> HttpResponse:
    """Flags of the children whom somebody may see."""
    asked = DRIFT.asked(request, options=_options(request))
    rows = queries.flagged(seen_by=request.viewer, chosen=asked.chosen, order=asked.order)
    return asked.show(rows, "pages/drift/list.html", may_see_precision=request.viewer.may(Act.SEE_TRENDS))


@child_page(Act.SEE_CHILD)
def child_drift(request: Any, pk: int) -> HttpResponse:
    """A child's flags, each with its facts, where they come from, and from when on it is a flag."""
    told = queries.of_child(pk, seen_by=request.viewer)
    context = {
        **head(request),
        "open": parts.cards(told.open, pk),
        "aside": parts.cards(told.aside, pk),
        "before": parts.before(told.before) if told.before else None,
        "may": request.viewer.may(Act.RECORD_CONTACT),
    }
    return render(request, "pages/drift/child.html", context)


class DismissForm(Form):
    """Was the flag right, and why is it set aside?"""

    kind = forms.ChoiceField(
        label="What did you find?", choices=[*dismissing.KINDS.items()], widget=forms.RadioSelect
    )
    why = forms.CharField(
        label="Why", help_text="It is kept, and shown with the flag.", max_length=500, widget=forms.Textarea
    )
    until = DayField(
        label="Look at it again on",
        help_text="For example, 27 3 2027. Leave empty to be asked again only when the facts change.",
        required=False,
    )


@child_page(Act.RECORD_CONTACT)
def dismiss(request: Any, pk: int, flag: str) -> HttpResponse:
    """Set a flag aside with a reason."""
    told = queries.of_child(pk, seen_by=request.viewer)
    found = next((each.flag for each in (*told.open, *told.aside) if each.flag.key == flag), None)
    if flag not in queries.TITLES:
        raise Http404
    if found is None:
        return render(request, "pages/drift/gone.html", {**head(request), "title": queries.TITLES[flag]})
    editing = Editing(request, DismissForm, name="flag-dismiss", subject=f"{pk}-{flag}", version=found.version)
    if editing.sends(
        lambda values, version: dismissing.dismiss(
            child=pk, flag=flag, version=version, by=request.viewer, **values
        ),
        refused=(NotPermitted,),
    ):
        messages.success(request, "The flag is set aside. It comes back when its facts change.")
        return redirect("child-drift", pk=pk)
    context = {**head(request), "card": parts.card(found, pk), "editing": editing}
    return render(request, "pages/drift/dismiss.html", context)


@child_page(Act.RECORD_CONTACT)
@require_POST
def take_back(request: Any, pk: int, dismissal: int) -> HttpResponse:
    """Take back that a flag was set aside."""
    try:
        dismissing.withdraw(child=pk, dismissal=dismissal, by=request.viewer)
    except dismissing.NoSuchDismissal:
        raise Http404 from None
    messages.success(request, "The flag is shown again.")
    return redirect("child-drift", pk=pk)


@page(Act.SEE_TRENDS)
def drift_precision(request: Any) -> HttpResponse:
    """Of flags that somebody looked at and set aside, how many were drift: by flag and year."""
    told = precision(seen_by=request.viewer)
    return render(request, "pages/drift/precision.html", {"table": parts.precision(told)})


def _options(request: Any) -> dict[str, Any]:
    viewer = request.viewer
    officers = [(str(pk), name) for pk, name in names_of_officers(on=viewer.on)]
    return {
        "iro": [*([("me", "Me")] if viewer.roles & REVIEWING else []), *officers],
        "team": [(str(pk), name) for pk, name in directory.names_of_teams()],
    }


urls = [
    path("drift/", drift, name="drift"),
    path("drift/precision/", drift_precision, name="drift-precision"),
    path("children/<int:pk>/drift/", child_drift, name="child-drift"),
    path("children/<int:pk>/drift/<slug:flag>/set-aside/", dismiss, name="child-drift-dismiss"),
    path("children/<int:pk>/drift/<int:dismissal>/take-back/", take_back, name="child-drift-take-back"),
]
