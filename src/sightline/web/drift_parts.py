"""Flags of drift as the components take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from sightline.casework.register.queries import TABLES
from sightline.casework.watch.queries.flags import Dismissed, Row, Seen
from sightline.casework.watch.queries.precision import Precision
from sightline.domain.drift import Fact, Flag
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import Cell, Column, Distance, Link, Several, Table
from sightline.web.day import today


@dataclass(frozen=True)
class Card:
    """A flag as its page shows it: why it is one, its facts, its thresholds, how it was set aside."""

    key: str
    title: str
    why: str
    since: date
    facts: Table
    thresholds: Sequence[tuple[str, str]]
    dismissed: Dismissed | None
    tag: Tag | None


def cards(seen: Iterable[Seen], child: int) -> list[Card]:
    """Flags of a child, as cards."""
    return [card(each.flag, child, each.dismissed) for each in seen]


def card(flag: Flag, child: int, dismissed: Dismissed | None = None) -> Card:
    """One flag."""
    return Card(
        flag.key,
        flag.title,
        flag.kind.why,
        flag.since,
        facts(flag, child),
        [(str(threshold), threshold.source) for threshold in flag.thresholds],
        dismissed,
        status("aside", "flag") if dismissed else None,
    )


def facts(flag: Flag, child: int) -> Table:
    """What a flag rests on, each with where it comes from."""
    return Table(
        f"What “{flag.title}” rests on",
        ["What", "Day", "Where it comes from"],
        [[fact.label, Distance(fact.value, today()), _source(fact, child)] for fact in flag.facts],
        row_headings=False,
        caption_hidden=True,
    )


def before(told: Iterable[Dismissed]) -> Table:
    """What was set aside before, and holds no more."""
    return Table(
        "Set aside before",
        ["Flag", "Said", "Why", "By whom", "On", "Why it holds no more"],
        [[each.title, each.said, each.why, each.by, each.at.date(), _over(each)] for each in told],
        caption_hidden=True,
    )


def precision(told: Iterable[Precision]) -> Table:
    """What flags were found to be, by year and flag."""
    numbers = ("Looked at", "Drift, being dealt with", "Right for the child", "Data wrong", "Drift, of a hundred")
    return Table(
        "What flags were found to be",
        ["Year", "Flag", *(Column(title, numeric=True) for title in numbers)],
        [
            [
                f"{each.year}-{(each.year + 1) % 100:02}", each.title, each.looked_at, each.known, each.no_drift,
                each.wrong, each.true_drift,
            ]
            for each in told
        ],
        empty="No flag has been looked at and set aside yet.",
        row_headings=False,
        caption_hidden=True,
    )  # fmt: skip


def child_link(row: Row) -> Cell:
    """The child's name, leading to the child's flags."""
    return Link(row.name, reverse("child-drift", args=[row.child]))


def of_children(rows: Iterable[Row]) -> Table:
    """Flags of children, for a first screen."""
    return Table(
        "What may be drifting",
        ["Child", "What", "Says", "Since"],
        [[child_link(row), row.title, row.says, Distance(row.since, today())] for row in rows],
        empty="Nothing seems to drift.",
        caption_hidden=True,
    )


def counted(told: Iterable[tuple[str, str, int]]) -> Table:
    """How many children have each flag, each number opening its list."""
    return Table(
        "What may be drifting",
        ["Flag", Column("Children", numeric=True)],
        [[Link(title, f"{reverse('drift')}?flag={key}"), n] for key, title, n in told],
        empty="Nothing seems to drift.",
        caption_hidden=True,
    )


def _source(fact: Fact, child: int) -> Cell:
    if fact.table == "decisions" and fact.row is not None:
        return Link("The decision", reverse("decision", args=[fact.row]), f"{fact.row}")
    if fact.table in TABLES and fact.row is not None:
        url = reverse("child-source", kwargs={"pk": child, "table": fact.table, "row": fact.row})
        return Link(TABLES[fact.table].one, url, f"row {fact.row}")
    if fact.table in TABLES:
        return Link(TABLES[fact.table].many, reverse("child-record", args=[child]))
    if fact.table == "duties":
        return Link("What is due, and why", reverse("child", args=[child]))
    try:
        return Link("The footprint", reverse("child-footprint", args=[child]))
    except NoReverseMatch:
        return "The footprint"


def _over(each: Dismissed) -> Cell:
    if each.withdrawn_at is not None:
        return Several((f"Taken back by {each.withdrawn_by}", each.withdrawn_at.date()))
    if each.until is not None and each.until <= today():
        return Several(("It was to be looked at again on", each.until))
    return "What it rested on has changed"
