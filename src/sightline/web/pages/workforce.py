"""The ledger of posts by month, who is away, and the workforce counted: how much of the service there is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse

from sightline.casework.staff import directory, queries
from sightline.domain.calendar import months_after
from sightline.domain.roles import REVIEWING, Act, Role
from sightline.web.access import page
from sightline.web.components.values import Cell, Column, Distance, Link, Row, Several, Table
from sightline.web.forms import Form
from sightline.web.pages import people_changes
from sightline.web.rendering import render

MONTHS = 13  # a year, and the month that it began in
OFFICERS = "reviewing"


class LedgerForm(Form):
    """Whose posts."""

    all_optional = True
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[(OFFICERS, "Reviewing officers, senior ones too"), *((role.value, role.label) for role in Role)],
    )


@page(Act.SEE_PEOPLE)
def ledger(request: Any) -> HttpResponse:
    """Full-time equivalents month by month, and the lines that they are made of."""
    form = LedgerForm(request.GET or None)
    chosen = (form.cleaned_data["role"] if form.is_valid() else "") or OFFICERS
    roles = REVIEWING if chosen == OFFICERS else frozenset({Role(chosen)})
    on = request.viewer.on
    return render(
        request,
        "pages/people/ledger.html",
        {
            "form": LedgerForm(initial={"role": chosen}),
            "months": _months(queries.by_month(months_after(on, 1 - MONTHS), MONTHS, roles)),
            "lines": _lines([post for post in directory.posts() if post.role in roles], request.viewer),
            "may_change": request.viewer.may(Act.CHANGE_PEOPLE),
        },
    )


@page(Act.SEE_PEOPLE)
def away(request: Any) -> HttpResponse:
    """Who is away now or later, and whether somebody stands in."""
    on = request.viewer.on
    may = request.viewer.may(Act.RECORD_ABSENCE)
    rows: list[list[Cell]] = [
        [
            Link(each.name, reverse("person", args=[each.person])),
            each.kind,
            Distance(each.started, on),
            Distance(each.ended, on) if each.ended else "Not known",
            Several([cover.name for cover in each.covers]) if each.covers else "Nobody yet",
            Several(people_changes.links(each, on)) if may else "",
        ]
        for each in reversed(directory.absences(on))
    ]
    columns = ("Who", "Kind", "From", "Back", "Who stands in", "Change")
    table = Table("Away", columns, rows, empty="Nobody is away.", caption_hidden=True)
    return render(request, "pages/people/away.html", {"table": table})


@page(Act.SEE_PEOPLE)
def workforce(request: Any) -> HttpResponse:
    """The service's people, counted. Nobody is named."""
    told = directory.workforce(request.viewer.on)
    roles = [
        (role.label, people, _part(fte), _part(vacant))
        for role, (people, fte, vacant) in told.by_role.items()
        if people or fte or vacant
    ]
    numbers = (
        Column("People", numeric=True),
        Column("FTE in post", numeric=True),
        Column("FTE vacant", numeric=True),
    )
    return render(
        request,
        "pages/people/workforce.html",
        {
            "roles": Table("By role", ("Role", *numbers), roles, empty="Nobody holds a role."),
            "employment": Table(
                "By how posts are held",
                ("How", Column("FTE", numeric=True)),
                [(word, _part(fte)) for word, fte in told.by_employment.items() if fte],
                empty="There are no posts in the ledger.",
            ),
            "years": Table(
                "By years since qualifying", ("Years", Column("People", numeric=True)), list(told.by_years.items())
            ),
            "moves": [
                Row("Posts begun in the last twelve months", told.started),
                Row("Posts ended in the last twelve months", told.ended),
                Row("Away today", told.away),
            ],
        },
    )


def _months(months: list[queries.Capacity]) -> Table:
    rows = [
        (
            f"{capacity.on:%B %Y}",
            _part(capacity.establishment),
            _part(capacity.filled),
            _part(capacity.vacant),
            _part((capacity.by_employment or {}).get("agency", 0)),
            capacity.headcount,
        )
        for capacity in months
    ]
    numeric = ("Establishment", "In post", "Vacant", "Of these in post, agency", "People")
    columns: list[Column | str] = ["First day of", *(Column(title, numeric=True) for title in numeric)]
    return Table("Full-time equivalents, month by month", columns, rows)


def _lines(posts: list[directory.PostLine], viewer: Any) -> Table:
    may = viewer.may(Act.CHANGE_PEOPLE)
    rows: list[list[Cell]] = [
        [
            Link(post.name, reverse("person", args=[post.person])) if post.person else "Vacant",
            post.role.label,
            _part(post.fraction),
            post.employment,
            post.team_name or "–",
            post.started,
            post.ended or "–",
            Link("End", reverse("post-end", args=[post.id]), about=f" post from {post.started}")
            if may and post.ended is None
            else "",
        ]
        for post in posts
    ]
    columns = ("Who", "Role", "Part of full time", "How it is held", "Team", "From", "Up to", "Change")
    return Table("Lines of the ledger", columns, rows, empty="There is no line in the ledger yet.")


def _part(number: Any) -> str:
    """A part of full time without zeros at its end: 0.6, 1, 15.2."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


urls = [
    path("people/ledger/", ledger, name="people-ledger"),
    path("people/away/", away, name="people-away"),
    path("people/workforce/", workforce, name="people-workforce"),
]
