"""Decisions as the components take them: cells, rows and lines of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from sightline.casework.watch.queries.decisions import Row
from sightline.web.components.saying import counted, day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Moment, Several, Table
from sightline.web.components.values import Row as Line
from sightline.web.day import today


def decision_link(row: Row) -> Cell:
    """What was decided, leading to the decision."""
    return Link(row.what, reverse("decision", args=[row.id]))


def child_link(row: Row) -> Cell:
    """The child's name, leading to the child's decisions."""
    return Link(row.name, reverse("child-decisions", args=[row.child]))


def due(row: Row) -> Cell:
    """By when, and that the day has passed; how often it was set again."""
    on = today()
    told: list[Cell] = [Distance(row.by_when, on) if row.by_when else "No day was named"]
    if row.overdue(on):
        told.append(status("overdue"))
    if row.set_again:
        told.append(f"Set again {counted(row.set_again, 'time')}")
    return Several(told)


def result(row: Row) -> Cell:
    """What became of it, and since when."""
    tag = status(row.result, "result")
    return Several((tag, row.result_on)) if row.result_on else tag


def told_last(row: Row) -> Cell:
    """What somebody told of it last."""
    if not row.told:
        return BLANK
    last = row.told[0]
    return Several((f"{day_in_words(last.at.date())}, {last.by}", *([last.claims] if last.claims else [])))


def facts(row: Row) -> list[Line]:
    """Everything that is told of one decision."""
    return [
        Line("By when", due(row)),
        *([Line("Promised for", Several([*map(day_in_words, row.promised)]))] if row.set_again else []),
        Line("Who", row.who),
        Line("To what end", row.outcome),
        Line("Costs something", "Yes" if row.resource else "No"),
        Line("Decided on", row.made_on),
        Line("What became of it", result(row)),
        *([Line("Why", row.result_says)] if row.result_says else []),
    ]


def told(row: Row) -> list[Moment]:
    """What was told of a decision, the latest first."""
    return [Moment(each.claims or "Told", each.at, each.says, each.by) for each in row.told]


def still_open(rows: Iterable[Row]) -> Table:
    """A child's decisions that are to be done, the first due first."""
    ordered = sorted((row for row in rows if row.still_open), key=lambda row: (row.by_when or date.max, row.id))
    return Table(
        "To be done",
        ["Decision", "By when", "Who", "Decided on", "So far", "Told last"],
        [[decision_link(row), due(row), row.who, row.made_on, result(row), told_last(row)] for row in ordered],
        empty="Nothing is to be done.",
        caption_hidden=True,
    )


def answered(rows: Iterable[Row]) -> Table:
    """A child's decisions that were answered, the latest first."""
    done = sorted((row for row in rows if not row.still_open), key=lambda r: r.result_on or date.min, reverse=True)
    return Table(
        "Answered",
        ["Decision", "What became of it", "Promised for", "Decided on"],
        [
            [decision_link(row), result(row), Several([*map(day_in_words, row.promised)]), row.made_on]
            for row in done
        ],
        empty="None has been answered yet.",
        caption_hidden=True,
    )


def asked_of(rows: Iterable[Row]) -> Table:
    """Decisions that somebody owns, each with a way to tell of it."""
    return Table(
        "Decisions I own",
        ["Decision", "Child", "By when", "Told last", "Tell"],
        [[decision_link(row), child_link(row), due(row), told_last(row), _tell(row)] for row in rows],
        empty="You own no decision that is still to be done.",
        caption_hidden=True,
    )


def overdue(rows: Iterable[Row]) -> Table:
    """Decisions that are past their day."""
    return Table(
        "Decisions overdue",
        ["Decision", "Child", "By when", "Who", "Told last"],
        [[decision_link(row), child_link(row), due(row), row.who, told_last(row)] for row in rows],
        empty="No decision is overdue.",
        caption_hidden=True,
    )


def _tell(row: Row) -> Cell:
    return Link("Tell how it goes", reverse("decision-tell", args=[row.id]), f"for decision {row.id}")
