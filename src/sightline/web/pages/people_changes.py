"""What changes about a person: role, post, absence, cover, sign-in, leaving. One question a page."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.allocation import leaving
from sightline.casework.staff import actions, directory
from sightline.domain.roles import Act
from sightline.web.access import page
from sightline.web.components.values import Cell, Link
from sightline.web.pages.acting import Asking
from sightline.web.pages.found import or_not_found
from sightline.web.pages.people_forms import (
    AbsenceForm,
    CoverForm,
    EndForm,
    LeaveForm,
    PostForm,
    RoleForm,
    VacancyForm,
)


@page(Act.CHANGE_PEOPLE)
@or_not_found
def role_add(request: Any, pk: int) -> HttpResponse:
    """Give somebody a role."""
    told = directory.profile(pk)
    form = RoleForm(request.POST or None, teams=_teams(request), initial={"started": request.viewer.on})
    act = partial(actions.give_role, person=pk, by=request.viewer)
    return _about(told, "Give a role", "Give").page(request, form, act)


@page(Act.CHANGE_PEOPLE)
@or_not_found
def role_end(request: Any, pk: int) -> HttpResponse:
    """End a role on a day."""
    held = directory.role_period(pk)
    asking = _about(directory.profile(held.person), f"End the role {held.role.label}", "End", warns=True)
    form = EndForm(request.POST or None, initial={"on": request.viewer.on, "version": held.version})
    return asking.page(request, form, partial(leaving.end_role, period=pk, by=request.viewer))


@page(Act.CHANGE_PEOPLE)
@or_not_found
def post_add(request: Any, pk: int) -> HttpResponse:
    """Add a post that somebody holds."""
    told = directory.profile(pk)
    form = PostForm(request.POST or None, teams=_teams(request), initial={"started": request.viewer.on})
    return _about(told, "Add a post", "Add").page(
        request, form, partial(actions.add_post, person=pk, by=request.viewer)
    )


@page(Act.CHANGE_PEOPLE)
def vacancy_add(request: Any) -> HttpResponse:
    """Add a vacant post."""
    asking = Asking(
        "Add a vacant post", "Add", Link("Back to the ledger", reverse("people-ledger")), (actions.NotPermitted,)
    )
    form = VacancyForm(request.POST or None, teams=_teams(request), initial={"started": request.viewer.on})
    act = partial(actions.add_post, employment="vacant", person=None, by=request.viewer)
    return asking.page(request, form, act)


@page(Act.CHANGE_PEOPLE)
@or_not_found
def post_end(request: Any, pk: int) -> HttpResponse:
    """End a line of the ledger on a day."""
    post = directory.post(pk)
    back = Link("Back to the ledger", reverse("people-ledger"))
    if post.person is not None:
        back = Link(f"Back to {post.name}", reverse("person", args=[post.person]))
    asking = Asking(f"End the post {post.role.label}", "End", back, (actions.NotPermitted,), warns=True)
    form = EndForm(request.POST or None, initial={"on": request.viewer.on, "version": post.version})
    return asking.page(request, form, partial(actions.end_post, post=pk, by=request.viewer))


@page(Act.RECORD_ABSENCE)
@or_not_found
def absence_add(request: Any, pk: int) -> HttpResponse:
    """Somebody is or will be away."""
    told = directory.profile(pk)
    form = AbsenceForm(request.POST or None, initial={"started": request.viewer.on})
    asking = _about(told, "Record absence", "Record", done="Recorded. Now say who stands in.")
    return asking.page(request, form, partial(actions.record_absence, person=pk, by=request.viewer))


@page(Act.RECORD_ABSENCE)
@or_not_found
def absence_end(request: Any, pk: int) -> HttpResponse:
    """Somebody is back on a day."""
    away = directory.absence(pk)
    asking = _about(directory.profile(away.person), "Back on which day?", "Record")
    form = EndForm(request.POST or None, initial={"on": away.ended or request.viewer.on, "version": away.version})
    form.fields["on"].label, form.fields["on"].help_text = "Day back", "The first day at work again"
    return asking.page(request, form, partial(actions.back, absence=pk, by=request.viewer))


@page(Act.RECORD_ABSENCE)
@or_not_found
def cover_add(request: Any, pk: int) -> HttpResponse:
    """Somebody stands in."""
    away = directory.absence(pk)
    asking = _about(
        directory.profile(away.person),
        f"Who stands in for {away.name}?",
        "Stand in",
        intro="Whoever stands in sees this person's children on those days.",
    )
    people = [(n, name) for n, name in directory.choices(max(away.started, request.viewer.on)) if n != away.person]
    form = CoverForm(
        request.POST or None, people=people, initial={"started": max(away.started, request.viewer.on)}
    )
    return asking.page(request, form, partial(actions.add_cover, absence=pk, by=request.viewer))


@require_POST
@page(Act.RECORD_ABSENCE)
@or_not_found
def cover_end(request: Any, pk: int, cover: int) -> HttpResponse:
    """Somebody stands in no longer, from today on."""
    away = directory.absence(pk)
    if cover not in {each.id for each in away.covers}:
        raise directory.NoSuchPerson
    return _do(
        request, away.person, partial(actions.end_cover, cover=cover, on=request.viewer.on, by=request.viewer)
    )


@require_POST
@page(Act.CHANGE_PEOPLE)
@or_not_found
def sign_in(request: Any, pk: int) -> HttpResponse:
    """Let somebody sign in, or no longer."""
    may = request.POST.get("may") == "yes"
    told = directory.profile(pk)
    act = partial(actions.let_sign_in, person=pk, may=may, version=told.version, by=request.viewer)
    return _do(request, pk, act)


@page(Act.CHANGE_PEOPLE)
@or_not_found
def leave(request: Any, pk: int) -> HttpResponse:
    """Somebody leaves: every role and post ends on a day."""
    told = directory.profile(pk)
    asking = _about(
        told,
        f"{told.name} leaves",
        "End all roles and posts",
        warns=True,
        intro=f"Nothing that they did is deleted. {_children(told, request.viewer)}",
    )
    form = LeaveForm(request.POST or None, initial={"on": request.viewer.on})
    return asking.page(request, form, partial(leaving.leave, person=pk, by=request.viewer))


def links(away: directory.Away, on: date) -> list[Cell]:
    """What can be done about an absence that is not over."""
    if away.ended is not None and away.ended <= on:
        return []
    when = f" from {away.started:%-d %B %Y}"
    return [
        Link("Who stands in", reverse("cover-add", args=[away.id]), about=when),
        Link("Day back", reverse("absence-end", args=[away.id]), about=when),
    ]


def _about(told: directory.Profile, title: str, button: str, **more: Any) -> Asking:
    back = Link(f"Back to {told.name}", reverse("person", args=[told.id]))
    return Asking(title, button, back, (actions.NotPermitted,), **more)


def _children(told: directory.Profile, viewer: Any) -> str:
    if not leaving.still_named(told.id, viewer.on):
        return "No child is allocated to them."
    return (
        "Children are allocated to them: an IRO manager passes them on under Allocation. Give a day to come if "
        "that is still to be done."
    )


def _teams(request: Any) -> list[tuple[int, str]]:
    return [(team.id, team.name) for team in directory.teams(request.viewer.on) if team.closed is None]


def _do(request: Any, person: int, act: Any) -> HttpResponse:
    try:
        act()
    except actions.NotPermitted as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("person", args=[person]))


urls = [
    path("people/<int:pk>/role/", role_add, name="role-add"),
    path("people/<int:pk>/post/", post_add, name="post-add"),
    path("people/<int:pk>/absence/", absence_add, name="absence-add"),
    path("people/<int:pk>/sign-in/", sign_in, name="person-sign-in"),
    path("people/<int:pk>/leave/", leave, name="person-leave"),
    path("people/roles/<int:pk>/end/", role_end, name="role-end"),
    path("people/posts/<int:pk>/end/", post_end, name="post-end"),
    path("people/posts/vacant/", vacancy_add, name="vacancy-add"),
    path("people/absences/<int:pk>/back/", absence_end, name="absence-end"),
    path("people/absences/<int:pk>/cover/", cover_add, name="cover-add"),
    path("people/absences/<int:pk>/cover/<int:cover>/end/", cover_end, name="cover-end"),
]
