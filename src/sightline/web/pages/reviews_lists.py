"""Lists of reviews: a child's, and the service's."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse

from sightline.casework.allocation.queries import names_of_officers
from sightline.casework.reviews.queries import OfChild, Row, of_child, reviews_of_return, roll
from sightline.domain.late_causes import causes
from sightline.domain.review_kinds import kinds
from sightline.domain.roles import REVIEWING, Act
from sightline.returns import specs
from sightline.returns.writing import write_csv
from sightline.web.access import child_page, page, saw
from sightline.web.child_head import head
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Several, Table
from sightline.web.day import today
from sightline.web.lists import Column, Filter, Listing
from sightline.web.navigation import address_of
from sightline.web.rendering import render

YES = (("yes", "Yes"),)
MARCH = 3


@child_page(Act.SEE_CHILD)
def child_reviews(request: Any, pk: int) -> HttpResponse:
    """Every review of the child: to come, held, and those that should have been."""
    on = request.viewer.on
    told = of_child(request.child, on=on)
    context = {
        **head(request),
        "coming": Table(
            "Reviews to come",
            ["Review", "Due", "Why then", "Planned for", "How it stands"],
            [[_named(each), _due(each), each.why or BLANK, _planned(each), _stands(each)] for each in told.coming],
            empty="No review is due.",
            caption_hidden=True,
        ),
        "over": Table(
            "Reviews so far",
            ["Review", "Held", "Due", "In time?", "How the child took part", "Documents"],
            [
                [_named(each), _held(each), _why(each), _stands(each), each.code or BLANK, _documents(each)]
                for each in told.over
            ],
            empty="No review is told yet.",
            caption_hidden=True,
        ),
        "plan_url": address_of("child-plan-review", pk) if request.viewer.may(Act.PLAN_MEETING) else "",
    }
    return render(request, "pages/reviews/child.html", context)


def _named(each: OfChild) -> Cell:
    return Link(each.title, reverse("review", args=[each.matter]), _about(each)) if each.matter else each.title


def _about(each: OfChild) -> str:
    day = each.held_on or each.on
    return f"of {day_in_words(day)}" if day else "without a date"


def _due(each: OfChild) -> Cell:
    return Distance(each.due, today()) if each.due else BLANK


def _why(each: OfChild) -> Cell:
    return Several((each.due, each.why)) if each.due else each.why or BLANK


def _planned(each: OfChild) -> Cell:
    """The day it is planned for; that it is after the day it is due, or that it is not planned."""
    if each.matter is None:
        return "Not planned yet"
    if each.held_on is not None:
        return Several((status(each.state, "matter"), each.held_on))
    if each.on is None:
        return "No date yet"
    told = Distance(each.on, today())
    return Several((told, "After the day it is due")) if each.due and each.on > each.due else told


def _stands(each: OfChild) -> Cell:
    if each.standing is None:
        return BLANK
    cause = causes().get(each.late_cause)
    return Several((status(each.standing), cause.title)) if cause else status(each.standing)


def _held(each: OfChild) -> Cell:
    if each.held_on is None:
        return "Not held"
    if each.completed_on and each.completed_on != each.held_on:
        return Several((each.held_on, "completed", each.completed_on))
    return each.held_on


def _documents(each: OfChild) -> Cell:
    if each.matter is None:
        return BLANK
    url = address_of("review-documents", each.matter)
    return Link("Documents", url, _about(each)) if url else BLANK


def _child(row: Row) -> Cell:
    link = Link(row.name, reverse("review", args=[row.matter]), f"review {_day_said(row)}")
    return Several((link, status("restricted", "child"))) if row.restricted else link


def _day_said(row: Row) -> str:
    return f"of {day_in_words(row.day)}" if row.day else "without a date"


def _day(row: Row) -> Cell:
    return Distance(row.day, today()) if row.day else "No date yet"


def _in_time(row: Row) -> Cell:
    return status(row.standing) if row.standing else BLANK


def _cause(row: Row) -> Cell:
    if row.late_cause in causes():
        return causes()[row.late_cause].title
    return "Not told yet" if row.is_late else BLANK


def _code(row: Row) -> Cell:
    return row.code or ("Not told yet" if row.state == "complete" else BLANK)


REVIEWS = Listing(
    key="reviews",
    title="Reviews",
    things=("review", "reviews"),
    order="day",
    columns=(
        Column("Child", _child, key="name"),
        Column("Kind", lambda row: row.kind.title, key="kind"),
        Column("Day", _day, key="day"),
        Column("State", lambda row: status(row.state, "matter"), key="state"),
        Column("Due", lambda row: row.due or BLANK),
        Column("In time?", _in_time),
        Column("Why late", _cause),
        Column("Took part", _code),
        Column("Chaired by", lambda row: row.chair, key="chair"),
        Column("Why due then", lambda row: row.clock.why if row.clock else "", where="export"),
        Column("In the 903 return", lambda row: row.kind.counts, where="export"),
    ),
    filters=(
        Filter("state", "State", (
            ("coming", "To be held, with a date"), ("no_date", "To be held, no date yet"),
            ("begun", "Begun or adjourned"), ("complete", "Complete"),
        )),
        Filter("week", "When", (
            ("this", "This week"), ("next", "Next week"), ("last", "Last week"), ("next4", "The next 4 weeks"),
            ("last4", "The last 4 weeks"), ("last13", "The last 3 months"),
        ), every="Any time"),
        Filter("kind", "Kind", tuple((kind.key, kind.title) for kind in kinds().values())),
        Filter("chair", "Chaired by"),
        Filter("late", "Late", (("late", "Late or overdue"), ("untold", "Late or overdue, no reason told"))),
        Filter("part", "How the child took part is not told", YES, every="All"),
    ),
    notes=(
        "Whether a review is in time is worked out from the register on the day the list was made.",
        "Late ones are looked for in the time in care that lasts, or was the last.",
        "Records that only named people may see are in it only where whoever made the list is named.",
    ),
    empty="No review was planned or held here yet.",
    at_first={"state": "coming"},
)  # fmt: skip


@page(Act.SEE_CHILD)
def reviews(request: Any) -> HttpResponse:
    """Every review in scope, planned or held here: to be filtered, sorted, exported and printed."""
    asked = REVIEWS.asked(request, options={"chair": _chairs(request)})
    rows = roll(seen_by=request.viewer, chosen=asked.chosen, order=asked.order)
    year = request.viewer.on.year + (request.viewer.on.month > MARCH)
    may = request.viewer.may(Act.EXTRACT)
    return asked.show(rows, "pages/reviews/list.html", years=(year, year - 1) if may else ())


def _chairs(request: Any) -> list[tuple[str, str]]:
    mine = [("me", "Me")] if request.viewer.roles & REVIEWING else []
    return [*mine, *((str(pk), name) for pk, name in names_of_officers(on=request.viewer.on))]


@page(Act.EXTRACT)
def reviews_file(request: Any, year: int) -> HttpResponse:
    """The Reviews file of the 903 return of a year (named by its end), of the children that this person sees."""
    if not specs.FIRST <= year <= specs.LAST:
        raise Http404
    told = list(reviews_of_return(year, seen_by=request.viewer))
    saw(request, "list", None, action="exported", list="reviews-903", rows=len(told), format="csv")
    with TemporaryDirectory() as folder:
        write_csv({"reviews": told}, Path(folder) / "return", year)
        [file] = (Path(folder) / "return").iterdir()
        answer = HttpResponse(file.read_bytes(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reviews-{year}.csv"'
    return answer


urls = [
    path("reviews/903/<int:year>.csv", reviews_file, name="reviews-file"),
    path("reviews/", reviews, name="reviews"),
    path("children/<int:pk>/reviews/", child_reviews, name="child-reviews"),
]
