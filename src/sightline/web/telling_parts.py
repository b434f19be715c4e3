"""What pages about what follows a review are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sightline.casework.documents.kinds import KINDS
from sightline.casework.documents.queries import Document
from sightline.casework.meetings.queries.after import Following
from sightline.casework.meetings.queries.deliveries import Issuing, Sending
from sightline.casework.meetings.queries.window import Asked, Shown, Window
from sightline.casework.staff.queries import Viewer
from sightline.domain.after_meeting import DECISIONS, RECORD, SENT, Step, Whose
from sightline.domain.roles import Act
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import BLANK, Cell, Distance, Link, Row, Several, Table
from sightline.web.components.values import Column as Heading
from sightline.web.lists import Column, Filter, Listing

STEPS = {DECISIONS: "Decisions to managers", RECORD: "Record", SENT: "Sent to everybody"}
HOW_CLOSED = {"time": "by itself, after its time", "agreed": "because managers agreed", "none": "as none was made"}
FIELDS = {"what": "What", "who": "Who", "by_when": "By when", "outcome": "So that"}
GETS = {"": "Nothing", "decisions": "The decisions", "record": "The full record", "letter": "The letter"}
MONTHS_BACK = 12


@dataclass(frozen=True)
class Card:
    """A decision as the page of managers shows it."""

    heading: str
    tag: Tag
    rows: Sequence[Row]
    first: Sequence[Row]  # what it said first, where a query changed it
    queries: Sequence[tuple[Asked, Sequence[Row], Link | None]]
    query: Link | None
    costs: bool


def about_window(window: Window, on: date) -> list[Row]:
    """How the window stands."""
    rows = [Row("Held on", window.held_on), Row("Issued to managers", window.issued_on or "Not yet")]
    if window.open and window.last_day:
        rows.append(Row("Managers may query until", Distance(window.last_day, on)))
    if window.closed_at:
        how = HOW_CLOSED.get(window.closed_how, "")
        rows.append(Row("Closed", f"{day_in_words(window.closed_at.date())}, {how}"))
    return rows


def cards(window: Window, viewer: Viewer) -> list[Card]:
    """Every decision, with what may be done about it."""
    chair = viewer.may(Act.HOLD_MEETING)
    asks = viewer.may(Act.QUERY_DECISION) and window.open and viewer.id != window.chair
    return [_card(window.matter, each, asks, chair) for each in window.decisions]


def may(window: Window, viewer: Viewer) -> dict[str, bool]:
    """Which buttons there are."""
    issues = viewer.may(Act.HOLD_MEETING) and window.held_on is not None
    none_made = not window.decisions and window.issued_on is None
    agrees = viewer.may(Act.QUERY_DECISION) and window.open and viewer.id != window.chair
    return {
        "may_open": issues and (window.count("draft") > 0 or none_made),
        "may_agree": agrees and window.count("in_window") > 0 and not window.count("queried"),
        "held_back": window.count("queried") > 0,
    }


def drafts(window: Window) -> Table:
    """Decisions that are to be issued."""
    return _decided("Decisions to issue", [each for each in window.decisions if each.state == "draft"])


def with_managers(window: Window) -> Table:
    """Decisions that are agreed to."""
    return _decided("Decisions", [each for each in window.decisions if each.state == "in_window"])


def said(each: Shown) -> list[Row]:
    """What a decision says."""
    return [
        Row("Decision", each.what), Row("Who", each.who or None), Row("By when", each.by_when),
        Row("So that", each.outcome or None),
    ]  # fmt: skip


def asked_rows(asked: Asked) -> list[Row]:
    """What a manager asked."""
    return [Row("Asked", asked.says), Row("By", f"{asked.by}, {day_in_words(asked.at.date())}")]


def documents_table(rows: Iterable[Document], *, whole: bool) -> Table:
    """Documents as they were issued. `whole`: with what they were made from."""
    columns: list[Heading | str] = ["Document", "Edition", "Issued", "By", Heading("Print", doing=True)]
    if whole:
        columns.insert(1, "Of")
    shown = [_document(each, whole) for each in rows]
    return Table("Documents as they were issued", columns, shown, empty="No document is issued yet.")


def waiting(offered: Iterable[Issuing]) -> list[tuple[str, str]]:
    """Documents that cannot be issued, and why."""
    return [(KINDS[each.kind].title, each.why_not) for each in offered if each.why_not]


def titles(kinds: Iterable[str]) -> list[str]:
    """What kinds of document are called."""
    return [KINDS[kind].title.lower() for kind in kinds]


def sending_table(told: Sending) -> Table:
    """Who gets what, and what went to whom."""
    rows: list[list[Cell]] = [
        [
            each.name, each.capacity, GETS[each.gets], _how(each.gets, bool(each.sent), each.newer),
            Several([f"{sent.title}, edition {sent.edition}: {day_in_words(sent.on)}, {sent.channel.lower()}"
                     f"{f' ({sent.proof})' if sent.proof else ''}" for sent in each.sent]),
        ]
        for each in told.people
    ]  # fmt: skip
    columns = ["Name", "Who they are", "Is sent", "Status", "What went"]
    return Table("Who is sent what", columns, rows, empty="Nobody had a part in this review.", caption_hidden=True)


def months(on: date) -> list[tuple[str, str]]:
    """The months that may be chosen, the latest first."""
    told, year, month = [], on.year, on.month
    for _ in range(MONTHS_BACK):
        told.append((f"{year}-{month:02}", f"{date(year, month, 1):%B %Y}"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return told


def child_link(each: Any) -> Link:
    """A child of a review, by name."""
    return Link(each.child_name, reverse("child", args=[each.child]))


def review_link(each: Any, day: date) -> Link:
    """The tasks of a review, by its day."""
    return Link(day_in_words(day), reverse("review", args=[each.matter]), f"review of {each.child_name}")


def step_cell(step: Step) -> Cell:
    """How one of the three stands, and when it is or was."""
    day = step.met_on or step.due
    return Several([status(step.standing), day or BLANK])


def _plain_step(key: str, title: str) -> list[Column]:
    return [
        Column(title, lambda row: step_cell(row.of(key)), where="page"),
        Column(f"{title}: due", lambda row: row.of(key).due, where="export"),
        Column(f"{title}: done", lambda row: row.of(key).met_on, where="export"),
        Column(f"{title}: standing", lambda row: status(row.of(key).standing), where="export"),
    ]


def _completed(row: Following) -> Link:
    return review_link(row, row.completed_on)


FOLLOWING = Listing(
    key="reviews-following",
    title="What follows reviews",
    things=("review", "reviews"),
    columns=(
        Column("Child", child_link),
        Column("Completed", _completed, where="page"),
        Column("Completed", lambda row: row.completed_on, where="export"),
        Column("Chair", lambda row: row.chair),
        *_plain_step(DECISIONS, "Decisions to managers"),
        *_plain_step(RECORD, "Record finished"),
        *_plain_step(SENT, "Sent to everybody"),
        Column("Whose step it is", lambda row: row.whose.label),
        Column("What they do", lambda row: row.does or BLANK),
    ),
    filters=(
        Filter("step", "Step", (("open", "Any that is not done"), *STEPS.items(), ("done", "All done"))),
        Filter("whose", "Whose step it is", tuple((each.value, each.label) for each in Whose if each != "nobody")),
        Filter("late", "Late", (("now", "Late now"), ("out", "Went out late (lately, or in the month chosen)"))),
        Filter("month", "Completed in"),
        Filter("chair", "Chair"),
    ),
    at_first={"step": "open"},
    notes=(
        "Decisions 5, record 15, sent to everybody 20 working days after the review (IRO Handbook, 2010), or as "
        "the council's practice has it.",
    ),
    empty="No review was completed yet.",
)


def _card(matter: int, each: Shown, asks: bool, chair: bool) -> Card:
    query = None
    if asks and each.state == "in_window":
        url = reverse("decision-query", args=[matter, each.number])
        query = Link("Query this decision", url, f"{each.place}")
    answers = [
        (
            asked, _answered(asked),
            Link("Answer this query", reverse("query-answer", args=[matter, asked.number]), f"of {each.place}")
            if chair and asked.answered_at is None else None,
        )
        for asked in each.queries
    ]  # fmt: skip
    first = [Row(FIELDS[name], text or "Nothing") for name, text in each.first.items()]
    return Card(
        f"{each.place}. {each.what}", status(each.state, "decision"), said(each)[1:], first, answers, query,
        each.resource,
    )  # fmt: skip


def _answered(asked: Asked) -> list[Row]:
    rows = asked_rows(asked)
    if asked.answered_at is None:
        return [*rows, Row("Answer", "Waits for the chair: this decision is held back until then")]
    how = "The decision was changed" if asked.changed else "The decision stays as it was"
    return [*rows, Row("Answer", asked.answer), Row("By", f"{asked.answered_by}. {how}")]


def _decided(title: str, rows: Sequence[Shown]) -> Table:
    shown: list[list[Cell]] = [[each.what, each.who or None, each.by_when, each.outcome or None] for each in rows]
    return Table(title, ["What", "Who", "By when", "So that"], shown, empty="There are none.")


def _document(each: Document, whole: bool) -> list[Cell]:
    form = "PDF" if each.format == "pdf" else "Word"
    name = f"{each.title} ({form})"
    link = Link("Open", reverse("document", args=[each.number]), f"{name}, edition {each.edition}")
    edition = f"{each.edition}" if each.latest else f"{each.edition}, replaced by a later one"
    row: list[Cell] = [name, edition, each.made_at, each.made_by or "The service", link]
    if whole:
        row.insert(
            1, Link("Its review", reverse("review", args=[each.of]), name) if each.about == "matter" else BLANK
        )
    return row


def _how(gets: str, sent: bool, newer: bool) -> Tag:
    if not gets:
        return status("not_needed", "sending")
    if newer:
        return status("newer", "sending")
    return status("sent" if sent else "waits", "sending")
