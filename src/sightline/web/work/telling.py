"""Decisions with managers, documents, and who was sent what: on shared pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sightline.casework.meetings.queries import after
from sightline.casework.meetings.queries import window as windows
from sightline.casework.meetings.queries.after import Following
from sightline.casework.staff.queries import Viewer
from sightline.domain.after_meeting import DECISIONS, SENT, Whose
from sightline.domain.after_meeting import Step as Stage
from sightline.domain.roles import Act
from sightline.domain.standing import Standing
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import BLANK, Cell, Column, Distance, Link, Table
from sightline.web.screens.parts import list_of
from sightline.web.telling_parts import STEPS, child_link, review_link
from sightline.web.work.parts import Block, Step

GROUP = "Tell"
SHOWN = 6


def steps(matter: Any, viewer: Viewer) -> list[Step]:
    """Decisions to managers, their window, documents, and everybody sent what is theirs."""
    told = after.following(matter, on=viewer.on)
    one = windows.window(matter.pk, seen_by=viewer)
    return [_issued(one, told), _window(one), _documents(told, matter), _sent(told, matter, viewer)]


def today(viewer: Viewer) -> list[Block]:
    """For who chairs: queries of managers to answer."""
    rows = windows.listed(windows.to_answer(seen_by=viewer), on=viewer.on)
    waiting = rows.beginning(SHOWN)
    if not waiting:
        return []
    shown: list[list[Cell]] = [
        [
            child_link(each),
            each.queried,
            Link("Answer", reverse("review-window", args=[each.matter]), each.child_name),
        ]
        for each in waiting
    ]
    columns: list[Column | str] = ["Child", Column("Queries", numeric=True), Column("Answer", doing=True)]
    table = Table("Queries to answer", columns, shown, caption_hidden=True)
    return [Block("Queries to answer", table, len(rows))]


def asked(viewer: Viewer) -> list[Block]:
    """For managers and social workers: decisions with the time left, those that cost something first."""
    rows = windows.listed(windows.of_team(seen_by=viewer), on=viewer.on)
    waiting = rows.beginning(SHOWN)
    shown: list[list[Cell]] = [
        [
            child_link(each), each.decisions, each.resource or BLANK, Distance(each.last_day, viewer.on),
            Link("See them", reverse("review-window", args=[each.matter]), each.child_name),
        ]
        for each in waiting
    ]  # fmt: skip
    columns: list[Column | str] = [
        "Child", Column("Decisions", numeric=True), Column("Cost something", numeric=True), "Final after",
        Column("Open", doing=True),
    ]  # fmt: skip
    table = Table(
        "Decisions to look at", columns, shown, empty="No decisions wait for you. What nobody queries is final.",
        caption_hidden=True,
    )  # fmt: skip
    return [Block("Decisions to look at", table, len(rows))]


def tray(viewer: Viewer) -> list[Block]:
    """For business support: reviews whose documents are to be issued and sent."""
    rows = after.reviews(seen_by=viewer, chosen={"step": SENT, "whose": Whose.SUPPORT.value})
    shown: list[list[Cell]] = [
        [
            child_link(each), review_link(each, each.completed_on), each.does,
            Distance(each.of(SENT).due, viewer.on),
            Link("Open", reverse("review-sending", args=[each.matter]), f"what is sent of {each.child_name}"),
        ]
        for each in rows[:SHOWN]
    ]  # fmt: skip
    columns: list[Column | str] = ["Child", "Review", "What to do", "To be sent by", Column("Send", doing=True)]
    table = Table("To issue and send", columns, shown, empty="Nothing waits to be sent.", caption_hidden=True)
    more = Link("All of them", list_of("reviews-following", step=SENT, whose=Whose.SUPPORT.value))
    return [Block("To issue and send", table, len(rows), more if viewer.may(Act.SEE_SERVICE) else None)]


def service(viewer: Viewer) -> list[Block]:
    """Records and decisions ageing: how many reviews wait at each step, for whom, how many of them late."""
    counts = after.ageing(seen_by=viewer)
    shown: list[list[Cell]] = [
        [
            Link(f"{STEPS[step]}: {whose.label}", list_of("reviews-following", step=step, whose=whose.value)),
            many, late,
        ]
        for step, whose, many, late in counts
    ]  # fmt: skip
    columns: list[Column | str] = [
        "Step, and whose it is",
        Column("Reviews", numeric=True),
        Column("Late", numeric=True),
    ]
    table = Table(
        "What follows reviews, by step", columns, shown, empty="Every review that was held is told to everybody.",
        caption_hidden=True,
    )  # fmt: skip
    out = Link("Records that went out late", list_of("reviews-following", late="out"))
    more = Link("All reviews by step", reverse("reviews-following"))
    return [Block("What follows reviews, by step", table, sum(many for _, _, many, _ in counts), more, [out])]


def _issued(one: windows.Window, told: Following | None) -> Step:
    url = reverse("review-window", args=[one.matter])
    stage = told.of(DECISIONS) if told else None
    if one.issued_on and not one.count("draft"):
        return Step("Decisions to managers", _done(stage), url, group=GROUP, hint=_on("Issued", one.issued_on))
    if one.held_on is None:
        return Step("Decisions to managers", status("cannot_yet", "task"), group=GROUP, hint="After the review")
    return Step(
        "Decisions to managers", _open(stage), url, who="The IRO", due=stage.due if stage else None, group=GROUP,
        hint=stage.why if stage else "",
    )  # fmt: skip


def _window(one: windows.Window) -> Step:
    url = reverse("review-window", args=[one.matter])
    title = "Managers' window"
    if one.issued_on is None:
        return Step(title, status("cannot_yet", "task"), group=GROUP, hint="When the decisions are with managers")
    if one.count("queried"):
        hint = "A query holds its decision back until it is answered"
        return Step(title, status("waiting", "task"), url, who="The IRO, to answer", group=GROUP, hint=hint)
    if one.open:
        hint = "What nobody queries is final then"
        return Step(title, status("waiting", "task"), url, "Managers", one.last_day, hint, GROUP)
    return Step(title, status("done", "task"), url, group=GROUP)


def _documents(told: Following | None, matter: Any) -> Step:
    url = reverse("review-documents", args=[matter.pk])
    if told is None:
        return Step("Documents", status("cannot_yet", "task"), group=GROUP, hint="When the review is complete")
    sent = told.of(SENT)
    if sent.met_on or sent.does.startswith("Send it"):
        return Step("Documents", status("done", "task"), url, group=GROUP)
    if sent.does == "Issue the documents":
        return Step("Documents", status("not_started", "task"), url, "Business support", sent.due, group=GROUP)
    return Step("Documents", status("waiting", "task"), url, told.whose.label, group=GROUP, hint=sent.does)


def _sent(told: Following | None, matter: Any, viewer: Viewer) -> Step:
    title = "Sent to everybody"
    if told is None:
        return Step(title, status("cannot_yet", "task"), group=GROUP, hint="When the review is complete")
    sent = told.of(SENT)
    url = reverse("review-sending", args=[matter.pk]) if viewer.may(Act.SEND_OUT) else ""
    if sent.met_on:
        return Step(title, _done(sent), url, group=GROUP, hint=_on("The last on", sent.met_on))
    return Step(title, _open(sent), url, sent.whose.label, sent.due, sent.does, GROUP)


def _on(what: str, day: Any) -> str:
    return f"{what} {day_in_words(day)}"


def _done(stage: Stage | None) -> Tag:
    """Done, and late where it was."""
    return status("late") if stage and stage.standing is Standing.LATE else status("done", "task")


def _open(stage: Stage | None) -> Tag:
    late = stage is not None and stage.standing is Standing.OVERDUE
    return status("overdue") if late else status("not_started", "task")
