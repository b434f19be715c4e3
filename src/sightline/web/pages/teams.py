"""Teams: which there are, who is in them, who links them to the reviewing service."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from sightline.casework.staff import actions, directory
from sightline.domain.roles import REVIEWING, Act
from sightline.web.access import page
from sightline.web.components.values import Column, Link, Row, Table
from sightline.web.forms.editing import Editing
from sightline.web.pages.acting import Asking
from sightline.web.pages.found import or_not_found
from sightline.web.pages.people_forms import EndForm, TeamForm
from sightline.web.rendering import render


@page(Act.SEE_PEOPLE)
def teams(request: Any) -> HttpResponse:
    """Every team."""
    rows = [
        (
            Link(team.name, reverse("team", args=[team.id])),
            team.parent_name or "–",
            team.link_name or "Nobody",
            len({member.person for member in team.members}),
            team.closed or "–",
        )
        for team in directory.teams(request.viewer.on)
    ]
    columns = ("Team", "Part of", "Link officer", Column("People", numeric=True), "Closed")
    table = Table("Teams", columns, rows, empty="There are no teams yet.", caption_hidden=True)
    return render(
        request,
        "pages/people/teams.html",
        {"table": table, "may_change": request.viewer.may(Act.CHANGE_PEOPLE)},
    )


@page(Act.SEE_PEOPLE)
@or_not_found
def team(request: Any, pk: int) -> HttpResponse:
    """One team."""
    one = directory.team(pk, request.viewer.on)
    members = [
        (Link(held.name, reverse("person", args=[held.person])), held.role.label, held.started, held.ended or "–")
        for held in one.members
    ]
    return render(
        request,
        "pages/people/team.html",
        {
            "team": one,
            "details": [
                Row("Code", one.code),
                Row("Part of", one.parent_name or "No other team"),
                Row("Link officer", one.link_name or "Nobody"),
                Row("Closed", one.closed or "No"),
            ],
            "members": Table(
                "People in the team", ("Name", "Role", "From", "Up to"), members, empty="Nobody is in this team."
            ),
            "may_change": request.viewer.may(Act.CHANGE_PEOPLE),
        },
    )


@page(Act.CHANGE_PEOPLE)
def add(request: Any) -> HttpResponse:
    """Add a team."""
    asking = Asking("Add a team", "Add", Link("Back to teams", reverse("teams")), (actions.NotPermitted,))
    form = TeamForm(request.POST or None, **_options(request))
    return asking.page(request, form, partial(actions.add_team, by=request.viewer))


@page(Act.CHANGE_PEOPLE)
@or_not_found
def correct(request: Any, pk: int) -> HttpResponse:
    """Correct what is known of a team."""
    one = directory.team(pk, request.viewer.on)
    now = {"name": one.name, "code": one.code, "parent_id": one.parent, "link_officer_id": one.link_officer}
    options = _options(request, but=pk)
    editing = Editing(request, TeamForm, name="team", subject=str(pk), now=now, version=one.version, **options)
    act = partial(actions.correct_team, team=pk, by=request.viewer)
    if editing.sends(lambda values, version: act(version=version, **values), refused=(actions.NotPermitted,)):
        return HttpResponseRedirect(reverse("team", args=[pk]))
    back = Link(f"Back to {one.name}", reverse("team", args=[pk]))
    return render(request, "pages/people/editing.html", {"editing": editing, "title": one.name, "way_back": back})


@page(Act.CHANGE_PEOPLE)
@or_not_found
def close(request: Any, pk: int) -> HttpResponse:
    """Close a team on a day."""
    one = directory.team(pk, request.viewer.on)
    back = Link(f"Back to {one.name}", reverse("team", args=[pk]))
    asking = Asking(f"Close {one.name}", "Close", back, (actions.NotPermitted,), warns=True)
    form = EndForm(request.POST or None, initial={"on": request.viewer.on, "version": one.version})
    return asking.page(request, form, partial(actions.close_team, team=pk, by=request.viewer))


def _options(request: Any, but: int | None = None) -> dict[str, list[tuple[int, str]]]:
    open_teams = [one for one in directory.teams(request.viewer.on) if one.closed is None and one.id != but]
    return {
        "teams": [(one.id, one.name) for one in open_teams],
        "officers": directory.choices(request.viewer.on, REVIEWING),
    }


urls = [
    path("people/teams/", teams, name="teams"),
    path("people/teams/add/", add, name="team-add"),
    path("people/teams/<int:pk>/", team, name="team"),
    path("people/teams/<int:pk>/correct/", correct, name="team-correct"),
    path("people/teams/<int:pk>/close/", close, name="team-close"),
]
