"""Lists of children: the whole service's, and one officer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse

from sightline.casework.allocation import queries
from sightline.casework.practice.queries import in_force
from sightline.casework.staff import directory
from sightline.domain.roles import REVIEWING, Act
from sightline.web.access import page
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Several
from sightline.web.day import today
from sightline.web.lists import Column, Filter, Listing
from sightline.web.watched_rows import WatchedRows

Row = queries.Row
YES_NO = (("yes", "Yes"), ("no", "No"))
STANDINGS = (("overdue", "Overdue"), ("due", "Due"), ("unknown", "Not known"))
SOON = (("7", "7 days"), ("14", "14 days"), ("28", "28 days"), ("91", "3 months"))
LEGAL = (
    ("order", "Care order"),
    ("agreed", "Section 20, by agreement"),
    ("placement_order", "Placement order"),
    ("breaks", "Short breaks"),
    ("other", "Other"),
)
PLACED = (
    ("foster", "Foster carers"),
    ("adopters", "With adopters"),
    ("home", "Home, school or hospital"),
    ("parents", "With parents"),
    ("independent", "Independent living"),
    ("temporary", "For a short time"),
    ("other", "Other"),
)
FAMILY = (("yes", "With brothers or sisters here"), ("no", "Without"))


def child_link(row: Row) -> Cell:
    """The child's name, leading to the child."""
    link = Link(row.name, reverse("child", args=[row.child]))
    return Several((link, status("restricted", "child"))) if row.restricted else link


def next_due(row: Row) -> Cell:
    """When the next review is due, and how it stands; overdue is said."""
    if row.due is None:
        return status("unknown") if row.in_care else BLANK
    told = Distance(row.due, today())
    return Several((told, status("overdue"))) if row.due_standing == "overdue" else told


def officer(row: Row) -> Cell:
    """The officer, or that there is none though the child is in care."""
    return row.iro_name or (status("no_officer", "child") if row.in_care else BLANK)


def care(row: Row) -> Cell:
    """Since when the child is in care; that the child left, or never was."""
    if row.in_care:
        return row.came
    return Several(("Left care", row.left)) if row.left else "Not in care"


def reviewed(row: Row) -> Cell:
    """The last review; that a child in care had none yet."""
    return row.last_review or ("None yet" if row.in_care else BLANK)


def seen(row: Row) -> Cell:
    """When the officer last saw the child."""
    return Distance(row.seen_on, today()) if row.seen_on else "Not yet"


def worker(row: Row) -> Cell:
    """The social worker and the team."""
    return Several(tuple(each for each in (row.social_worker, row.team) if each))


def _until_then(what: str, row: Row) -> Cell:
    """Something that holds now, or held until the child left care."""
    if not what:
        return None if row.in_care else BLANK
    return what if row.in_care else Several((what, "(until then)"))


CHILD = Column("Child", child_link, key="name")
AGE = Column("Age", lambda row: row.age, key="age", numeric=True)
CAME = Column("In care since", care, key="came")
DUE = Column("Next review due", next_due, key="due")
DUE_STANDING = Column("Standing", lambda row: row.due_standing, where="export")
WHY = Column("Which, and why then", lambda row: row.due_why or row.due_title)
LAW = Column("Legal status", lambda row: _until_then(row.legal_status, row), key="legal")
PLACE = Column("Placement", lambda row: _until_then(row.placement, row), key="placement")
WORKER = Column("Social worker", worker)
REVIEWED = Column("Last review", reviewed, key="last_review")
SEEN = Column("Seen by the IRO", seen, key="seen")
STEP = Column("Last footprint", lambda row: Distance(row.last_step, today()) if row.last_step else "None yet")
LEVEL = Column("Watched", lambda row: row.level or BLANK)
LATE = Column("Late reviews", lambda row: row.late_reviews if row.came else BLANK, key="late", numeric=True)

BY_STANDING = Filter("standing", "Next review is", STANDINGS)
BY_DUE = Filter("due", "Due within", SOON, every="Any time")
BY_LEGAL = Filter("legal", "Legal status", LEGAL)
BY_PLACE = Filter("placement", "Placement", PLACED)
BY_TEAM = Filter("team", "Team of the social worker")
BY_AGE = Filter("age", "Age")
BY_SEEN = Filter("seen", "Not seen by the IRO for", (("3", "3 months"), ("6", "6 months")), every="Any time")
BY_LATE = Filter("late", "A late review in this time in care", YES_NO)

NOTES = (
    "A child's standing and next review are worked out from the register on the day the list was made.",
    "Records that only named people may see are in it only where whoever made the list is named.",
)

CHILDREN = Listing(
    key="children",
    title="Children",
    things=("child", "children"),
    order="name",
    columns=(
        CHILD, AGE, CAME, Column("IRO", officer, key="iro"), WORKER, LAW, PLACE, DUE, DUE_STANDING,
        REVIEWED, LATE, Column("Why then", lambda row: row.due_why, where="export"),
    ),
    filters=(
        Filter("care", "In care", (("in", "In care now"), ("out", "Left care"), ("never", "Not in care so far"))),
        Filter("iro", "IRO"),
        BY_TEAM, BY_STANDING, BY_DUE, BY_LEGAL, BY_PLACE, BY_AGE, BY_LATE, BY_SEEN,
        Filter("family", "Brothers and sisters", FAMILY),
        Filter("came", "Came into care in the last", SOON, every="Any time"),
        Filter("left", "Left care in the last", SOON, every="Any time"),
        Filter("open", "Left care, IRO still named", YES_NO[:1]),
        Filter("worker", "Social worker", (("me", "Me"),)),
    ),
    notes=NOTES,
    empty="No child of the register can be seen by you.",
    at_first={"care": "in"},
)  # fmt: skip

CASELOAD = Listing(
    key="caseload",
    title="Caseload",
    things=("child", "children"),
    order="due",
    columns=(CHILD, AGE, DUE, DUE_STANDING, WHY, SEEN, STEP, REVIEWED, WORKER, PLACE),
    filters=(Filter("iro", "IRO"), BY_STANDING, BY_DUE, BY_SEEN, BY_LEGAL, BY_PLACE, BY_TEAM, BY_AGE, BY_LATE),
    notes=NOTES,
    empty="No child is allocated.",
)


@page(Act.SEE_CHILD)
def children(request: Any) -> HttpResponse:
    """Every child in scope, to be filtered, sorted, exported and printed."""
    asked = CHILDREN.asked(request, options=_options(request, none=True))
    rows = queries.roll(seen_by=request.viewer, chosen=asked.chosen, order=asked.order)
    return asked.show(rows, "pages/caseload/children.html", may_add=request.viewer.may(Act.ADD_CHILD))


@page(Act.SEE_CHILD)
def caseload(request: Any) -> HttpResponse:
    """The children of one officer: mine, unless another is chosen. What is due first comes first."""
    levels = bool(in_force(request.viewer.on).tracking_levels)
    listing = replace(CASELOAD, columns=(*CASELOAD.columns, LEVEL)) if levels else CASELOAD
    asked = listing.asked(request, options=_options(request, none=False))
    whose = asked.chosen.get("iro") or ("me" if request.viewer.roles & REVIEWING else "")
    chosen = {**asked.chosen, "care": "in"} | ({"iro": whose} if whose else {})
    rows = queries.roll(seen_by=request.viewer, chosen=chosen, order=asked.order)
    watched = WatchedRows(rows, today())
    return asked.show(watched, "pages/caseload/caseload.html", mine=whose == "me", day=day_in_words(today()))


def _options(request: Any, *, none: bool) -> dict[str, Sequence[tuple[str, str]]]:
    on = request.viewer.on
    named = [(str(pk), name) for pk, name in queries.names_of_officers(on=on)]
    mine = [("me", "Me")] if request.viewer.roles & REVIEWING else []
    return {
        "iro": [*mine, *([("none", "Nobody named")] if none else []), *named],
        "team": [(str(pk), name) for pk, name in directory.names_of_teams()],
        "age": queries.bands(in_force(on)),
    }


urls = [
    path("children/", children, name="children"),
    path("caseload/", caseload, name="caseload"),
]
