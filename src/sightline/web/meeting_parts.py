"""A meeting and its preparation as the components take them: lines, tables, steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.urls import reverse

from sightline.casework.meetings.inviting import CHANNELS
from sightline.casework.meetings.queries.planned import OfChild, Planned
from sightline.casework.meetings.queries.preparation import Holder, Inviting, Paper, Part
from sightline.web.components.saying import counted
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Column, Distance, Link, Pick, Row, Several, Table

#: The boxes to choose people and papers with: one page has both.
PERSON, PAPER = "person", "paper"


def when(on: date | None, at: time | None, today: date) -> Cell:
    """The day said twice, and the time of day."""
    if on is None:
        return "No date yet"
    told = Distance(on, today)
    return Several((told, hour(at))) if at else told


def hour(at: time | None) -> str:
    """15:30, or nothing."""
    return f"{at:%H:%M}" if at else ""


def about(meeting: Planned, today: date) -> list[Row]:
    """A meeting in lines."""
    lines = [
        Row("When", when(meeting.on, meeting.at, today)),
        Row("How long", counted(meeting.minutes, "minute")),
        Row("How people meet", meeting.mode_said),
        Row("Where", meeting.venue_name or meeting.place or BLANK),
        *([Row("What to know before going there", meeting.access)] if meeting.access else []),
        Row("Who chairs", meeting.chair_name),
        *([Row("Why on this day", meeting.why_then)] if meeting.why_then else []),
        *([Row("Cancelled because", meeting.cancelled_why)] if meeting.cancelled_why else []),
    ]
    if meeting.on is None:
        days = tuple(Several(tuple(each for each in (on, hour(at)) if each)) for on, at in meeting.proposals)
        lines.insert(1, Row("Days proposed", Several(days) if days else None))
    return lines


def _ways(each: OfChild) -> Cell:
    """The ways to the review of a child of a meeting."""
    if each.state == "taken_out":
        return f"Taken out: {each.taken_out_why}"
    of = f"the review of {each.name}"
    ways = (
        (said, reverse(name, args=[each.matter]))
        for said, name in (("Open", "review"), ("Prepare", "review-preparation"))
    )
    return Several(tuple(Link(said, url, of) for said, url in ways))


def children(meeting: Planned, *, may: bool) -> Table:
    """The children of a meeting, each with the way to their review."""
    several = len(meeting.still_in) > 1
    return Table(
        "Children",
        ["Child", "Review", *([Column("Change", doing=True)] if may and several else [])],
        [
            [
                Link(each.name, reverse("child", args=[each.child])),
                _ways(each),
                *(
                    [
                        Link("Take out", reverse("review-take-out", args=[each.matter]), each.name)
                        if each.state == "to_hold"
                        else BLANK
                    ]
                    if may and several
                    else []
                ),
            ]
            for each in meeting.children
        ],
        caption_hidden=True,
    )


def people(parts: Sequence[Part], matter: int, *, may: bool) -> Table:
    """Who has a part, how, and whether they were invited."""
    return Table(
        "People",
        [
            *(["Choose"] if may else []),
            "Who",
            "As what",
            "How",
            "Invitation",
            *([Column("Change", doing=True)] if may else []),
        ],
        [_person(part, matter, may) for part in parts],
        empty="Nobody has a part yet.",
        row_headings=False,
        caption_hidden=True,
    )


def _person(part: Part, matter: int, may: bool) -> list[Cell]:
    sent = (part.invited_on, CHANNELS.get(part.invited_by, part.invited_by)) if part.invited_on else ()
    line: list[Cell] = [
        Several(tuple(each for each in (part.name, part.needs, part.caution) if each)),
        part.as_what,
        Several(tuple(each for each in (part.plan_said, part.why) if each)),
        Several((status(part.stands, "invitation"), *sent)),
    ]
    if not may:
        return line
    box: Cell = Pick(PERSON, f"{part.pk}-{part.version}", part.name) if part.to_invite else BLANK
    return [box, *line, Link("Change", reverse("review-person", args=[matter, part.pk]), part.name)]


def papers(told: Sequence[Paper], today: date, *, may: bool, child: bool = False) -> Table:
    """What was asked for: of whom, when it is due and why, and how it stands."""
    return Table(
        "Reports and papers",
        [
            *(["Choose"] if may else []),
            *(["Child", "Review"] if child else []),
            "What",
            "Of whom",
            "Due, and why then",
            "How it stands",
            *([Column("Change", doing=True)] if may and not child else []),
        ],
        [_paper(paper, today, may, child) for paper in told],
        empty="Nothing is asked for.",
        row_headings=False,
        caption_hidden=True,
    )


def _paper(paper: Paper, today: date, may: bool, child: bool) -> list[Cell]:
    line: list[Cell] = [
        paper.title,
        paper.of or "Nobody named yet",
        due_and_why(paper, today),
        stands(paper),
    ]
    if child:
        line = [
            Link(paper.child_name, reverse("review-preparation", args=[paper.matter])),
            when(paper.review_on, None, today),
            *line,
        ]
    if not may:
        return line
    change = [] if child else [Link("Change", reverse("review-paper", args=[paper.matter, paper.pk]), paper.title)]
    return [pick_paper(paper), *line, *change]


def pick_paper(paper: Paper) -> Cell:
    """The box to choose it with, where something may follow."""
    if not set(paper.moves) & {"ask", "chase", "receive", "share"}:
        return BLANK
    return Pick(PAPER, f"{paper.pk}-{paper.version}", f"{paper.title}, {paper.child_name}")


def due_and_why(paper: Paper, today: date) -> Cell:
    """The day that it is due, and why then; nothing where it is there or not needed."""
    if paper.due is None or paper.state not in ("to_ask", "asked"):
        return BLANK
    return Several((Distance(paper.due.day, today), paper.due.why)) if paper.due.day else paper.due.why


def stands(paper: Paper) -> Cell:
    """How it stands, with its days."""
    days = [
        (paper.asked_on, "asked for on"),
        (paper.chased_on, "last chased on"),
        (paper.received_on, "received on"),
        (paper.shared_on, "shared on"),
    ]
    told = [f"{words} {day.day} {day:%B}" for day, words in days if day]
    return Several((status(paper.stands, "paper"), *told, *([paper.why_not] if paper.why_not else [])))


def holders(told: Iterable[Holder]) -> Table:
    """Those with parental responsibility, and what is planned with them."""
    return Table(
        "Parental responsibility",
        ["Who", "Is the child's", "Checked", "Says"],
        [[each.name, each.relationship, status(each.stands, "responsibility"), each.says] for each in told],
        empty="Nobody with parental responsibility is on the child's record. The council has it where there is a "
        "care order; otherwise ask.",
        caption_hidden=True,
    )


def inviting(rows: Iterable[Inviting], today: date) -> Table:
    """Reviews with people to invite."""
    return Table(
        "To invite",
        ["Child", "Review", "Invitations due", "Still to invite", "IRO"],
        [
            [
                Link(row.name, reverse("review-preparation", args=[row.matter])),
                when(row.on, row.at, today),
                due_to_invite(row, today),
                row.waiting,
                row.chair_name,
            ]
            for row in rows
        ],
        empty="Everybody is invited.",
        caption_hidden=True,
    )


def due_to_invite(row: Inviting, today: date) -> Cell:
    """When invitations are due; that they are late is said."""
    told: Cell = Distance(row.due.day, today) if row.due.day else row.due.why
    return Several((told, status("overdue"))) if row.late else told
