"""People: who works in the service, what they are and when, who is away and who stands in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from sightline.casework.staff import actions, directory
from sightline.domain.roles import Act, Role
from sightline.web.access import page
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import Cell, Distance, Link, Row, Several, Table
from sightline.web.forms.editing import Editing
from sightline.web.lists import Column, Filter, Listing
from sightline.web.pages import keys, people_changes, people_entrance, teams, workforce
from sightline.web.pages.acting import Asking
from sightline.web.pages.found import or_not_found
from sightline.web.pages.people_forms import PersonForm
from sightline.web.rendering import render
from sightline.web.signing_in import is_locked

STATES = ("active", "away", "inactive", "left")

PEOPLE = Listing(
    key="people",
    title="People",
    things=("person", "people"),
    order="name",
    columns=(
        Column("Name", lambda row: Link(row.name, reverse("person", args=[row.id])), key="name"),
        Column("Roles", lambda row: Several(_roles_held(row)), key="roles"),
        Column("Team", lambda row: _teams(row), key="team"),
        Column("Status", lambda row: status(row.state, "person"), key="status"),
        Column("Away until", lambda row: _until(row), key="until", by=lambda row: row.away_until),
        Column("E-mail address", lambda row: row.email, where="export"),
    ),
    filters=(
        Filter(
            "role", "Role", [(role.value, role.label) for role in Role],
            keeps=lambda row, role: any(held.role == role for held in row.roles),
        ),
        Filter("team", "Team", keeps=lambda row, team: any(str(held.team) == team for held in row.roles)),
        Filter(
            "status", "Status", [(name, status(name, "person").label) for name in STATES],
            keeps=lambda row, state: row.state == state,
        ),
    ),
    notes=("Roles are those held on the day of the list, and those to come.",),
)  # fmt: skip


@page(Act.SEE_PEOPLE)
def people(request: Any) -> HttpResponse:
    """Everybody of the service."""
    on = request.viewer.on
    options = {"team": [(str(pk), name) for pk, name in directory.names_of_teams()]}
    asked = PEOPLE.asked(request, options=options)
    return asked.show(
        asked.of_rows(directory.people(on)),
        "pages/people/list.html",
        may_change=request.viewer.may(Act.CHANGE_PEOPLE),
        may_make_keys=request.viewer.may(Act.CHANGE_KEYS),
    )


@page(Act.SEE_PEOPLE)
@or_not_found
def person(request: Any, pk: int) -> HttpResponse:
    """One person: roles, posts, absence, cover, sign-in."""
    told = directory.profile(pk)
    may_change = request.viewer.may(Act.CHANGE_PEOPLE)
    may_record = request.viewer.may(Act.RECORD_ABSENCE)
    return render(
        request,
        "pages/people/person.html",
        {
            "person": told,
            "details": _details(told),
            "roles": _roles(told, request.viewer, may_change and pk != request.viewer.id),
            "posts": _posts(told, may_change),
            "absences": _absences(told, request.viewer, may_record),
            "covers": _covers(told),
            "may_change": may_change,
            "may_record": may_record,
            "own": pk == request.viewer.id,
            "locked": may_change and is_locked(request, told.email),
        },
    )


@page(Act.CHANGE_PEOPLE)
def add(request: Any) -> HttpResponse:
    """Add somebody; what they are comes next."""
    form = PersonForm(request.POST or None)
    asking = Asking(
        title="Add a person",
        button="Add",
        back=Link("Back to people", reverse("people")),
        refusals=(actions.NotPermitted,),
        intro="They can sign in once they have a role and have set a password, or with the council's account.",
        done="Added. Now give them a role, and a link for their first password.",
        leads=lambda number: reverse("person", args=[number]),
    )
    return asking.page(request, form, partial(actions.add_person, by=request.viewer))


@page(Act.CHANGE_PEOPLE)
@or_not_found
def correct(request: Any, pk: int) -> HttpResponse:
    """Correct what is known of somebody."""
    told = directory.profile(pk)
    now = {name: getattr(told, name) for name in PersonForm.base_fields}
    editing = Editing(request, PersonForm, name="person", subject=str(pk), now=now, version=told.version)
    act = partial(actions.correct_person, person=pk, by=request.viewer)
    if editing.sends(lambda values, version: act(version=version, **values), refused=(actions.NotPermitted,)):
        return HttpResponseRedirect(reverse("person", args=[pk]))
    back = Link(f"Back to {told.name}", reverse("person", args=[pk]))
    return render(request, "pages/people/editing.html", {"editing": editing, "title": told.name, "way_back": back})


def _roles_held(row: directory.Colleague) -> list[Cell]:
    return [_role_words(role) for role in row.roles] or ["No role"]


def _until(row: directory.Colleague) -> Cell:
    return row.away_until or ("Not known" if row.away else "–")


def _teams(row: directory.Colleague) -> str:
    return ", ".join(dict.fromkeys(held.team_name for held in row.roles if held.team_name)) or "–"


def _role_words(role: directory.Held) -> str:
    return f"{role.role.label}{' (acting)' if role.acting else ''}"


def _details(told: directory.Profile) -> list[Row]:
    sign_in = status("active" if told.may_sign_in else "inactive", "person")
    return [
        Row("E-mail address", told.email or "None: a feed told of this person"),
        Row("Sign-in", sign_in),
        Row("Second factor", _second_factor(told)),
        Row("Signed in last", told.last_signed_in or "Never"),
        Row("Worker identifier", told.worker),
        Row("Social Work England number", told.registration),
        Row("Qualified on", told.qualified),
        Row("Languages", ", ".join(told.languages)),
        Row("Areas", ", ".join(told.areas)),
        Row("Specialisms", ", ".join(told.specialisms)),
    ]


def _second_factor(told: directory.Profile) -> str:
    if told.second_factor:
        return "Set up"
    return "Reset: to be set up at the next sign-in" if told.factor_reset_at else "Not set up here"


def _state(held: Any, on: Any) -> Tag:
    if held.started > on:
        return status("coming", "person")
    return Tag("Ended", "grey") if held.ended is not None and held.ended <= on else Tag("Now", "green")


def _roles(told: directory.Profile, viewer: Any, may_end: bool) -> Table:
    rows: list[list[Cell]] = [
        [
            _role_words(held),
            held.team_name or "–",
            held.started,
            held.ended or "–",
            _state(held, viewer.on),
            _end("role-end", held, viewer) if may_end else "",
        ]
        for held in told.roles
    ]
    return Table(
        "Roles", ("Role", "Team", "From", "Up to", "Status", "Change"), rows, empty=f"{told.name} has no role."
    )


def _end(name: str, held: Any, viewer: Any) -> Cell:
    if held.ended is not None and held.ended <= viewer.on:
        return ""
    return Link("End", reverse(name, args=[held.id]), about=f" {held.role.label} from {held.started}")


def _posts(told: directory.Profile, may_end: bool) -> Table:
    rows: list[list[Cell]] = [
        [
            post.role.label,
            f"{post.fraction.normalize():f}",
            post.employment,
            post.team_name or "–",
            post.started,
            post.ended or "–",
            Link("End", reverse("post-end", args=[post.id]), about=f" post from {post.started}")
            if may_end and post.ended is None
            else "",
        ]
        for post in told.posts
    ]
    columns = ("Role", "Part of full time", "How it is held", "Team", "From", "Up to", "Change")
    return Table("Posts", columns, rows, empty="There is no line in the ledger of posts.")


def _absences(told: directory.Profile, viewer: Any, may_record: bool) -> Table:
    rows: list[list[Cell]] = [
        [
            away.kind,
            Distance(away.started, viewer.on),
            Distance(away.ended, viewer.on) if away.ended else "Not known",
            Several([f"{cover.name}, from {cover.started:%-d %B %Y}" for cover in away.covers])
            if away.covers
            else "Nobody",
            Several(people_changes.links(away, viewer.on)) if may_record else "",
        ]
        for away in told.absences
    ]
    return Table(
        "Absence", ("Kind", "From", "Back", "Who stands in", "Change"), rows, empty="No absence is recorded."
    )


def _covers(told: directory.Profile) -> Table:
    rows: list[list[Cell]] = [
        [
            away.name,
            cover.started,
            cover.ended or "Open",
        ]
        for away in told.covers
        for cover in away.covers
        if cover.person == told.id
    ]
    return Table("Stands in for", ("Who", "From", "Up to"), rows, empty=f"{told.name} stands in for nobody.")


urls = [
    path("people/", people, name="people"),
    path("people/add/", add, name="person-add"),
    path("people/<int:pk>/", person, name="person"),
    path("people/<int:pk>/correct/", correct, name="person-correct"),
    *people_changes.urls,
    *people_entrance.urls,
    *teams.urls,
    *workforce.urls,
    *keys.urls,
]
