"""Dates, people and what is asked for before a review: on shared pages."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.urls import reverse

from sightline.casework.meetings.queries import preparation as queries
from sightline.casework.meetings.queries.diary import diary
from sightline.casework.meetings.queries.planned import to_plan
from sightline.casework.meetings.queries.preparation import Paper, Preparation
from sightline.casework.meetings.queries.sittings import diary_of_sittings
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Act
from sightline.web import meeting_parts as parts
from sightline.web.components.saying import counted
from sightline.web.components.statuses import Tag, status
from sightline.web.components.values import Cell, Distance, Link, Several, Table
from sightline.web.pages import caseload
from sightline.web.pages.preparing_lists import plan_link
from sightline.web.work.parts import Block, Step

SHOWN = 8
GROUP = "Prepare"
SUPPORT = "Business support"
FORTNIGHT = timedelta(days=14)


def steps(matter: Any, viewer: Viewer) -> list[Step]:
    """The tasks before a review: a date, people, reports, parental responsibility; whose step each is."""
    told = queries.preparation(matter, seen_by=viewer)
    url = reverse("review-preparation", args=[matter.pk])
    return [
        _date(told),
        _invitations(told, f"{url}#people"),
        _responsibility(told, f"{url}#responsibility"),
        _asking(told, f"{url}#papers"),
        _coming_in(told, f"{url}#papers"),
        _sharing(told, f"{url}#papers"),
    ]


def today(viewer: Viewer) -> list[Block]:
    """My meetings of the next fortnight, and my children's reviews that nobody planned yet."""
    first, last = viewer.on, viewer.on + FORTNIGHT
    rows = [
        *diary(seen_by=viewer, first=first, last=last, chair=viewer.id, states=("planned",)),
        *diary_of_sittings(seen_by=viewer, first=first, last=last, chair=viewer.id),
    ]
    rows.sort(key=lambda row: (row.on or last, row.at or time.max))
    table = Table(
        "My meetings in the next 14 days",
        ["When", "About", "Where"],
        [[parts.when(row.on, row.at, viewer.on), _about(row), row.where or row.mode_said] for row in rows[:SHOWN]],
        empty="No meeting is planned in the next 14 days.",
        caption_hidden=True,
    )
    more = Link("Diary", f"{reverse('diary')}?chair=me&when=weeks")
    return [Block(table.caption, table, len(rows), more), _to_plan(viewer, mine=True)]


def tray(viewer: Viewer) -> list[Block]:
    """Reviews to plan, people to invite, reports to ask for and chase."""
    if not viewer.may(Act.PLAN_MEETING):
        return []
    return [_to_plan(viewer, mine=False), _to_invite(viewer), _to_chase(viewer)]


def asked(viewer: Viewer) -> list[Block]:
    """Reports that are asked of me, or of my team."""
    if not viewer.may(Act.ANSWER_ASKED):
        return []
    rows = queries.papers(seen_by=viewer, mine=True)
    table = Table(
        "Reports asked of me",
        ["What", "Child", "Due", "How it stands"],
        [
            [
                row.title,
                Link(row.child_name, reverse("child", args=[row.child])),
                _due(row, viewer),
                parts.stands(row),
            ]
            for row in sorted(rows, key=lambda row: (row.due and row.due.day) or date.max)[:SHOWN]
        ],
        empty="Nothing is asked of you before a review.",
        caption_hidden=True,
    )
    return [Block(table.caption, table, len(rows), Link("Say what is done", reverse("asked-papers")))]


def _to_plan(viewer: Viewer, *, mine: bool) -> Block:
    rows = to_plan(seen_by=viewer, mine=mine)
    table = Table(
        "Reviews to plan",
        ["Child", "Next review due", "Plan"],
        [[caseload.child_link(row), caseload.next_due(row), _plan(row, viewer)] for row in rows.beginning(SHOWN)],
        empty="Every review that is due within six weeks is planned.",
        caption_hidden=True,
    )
    more = Link("All reviews to plan", reverse("reviews-to-plan")) if viewer.may(Act.PLAN_MEETING) else None
    return Block(table.caption, table, len(rows), more)


def _plan(row: caseload.Row, viewer: Viewer) -> Cell:
    return plan_link(row) if viewer.may(Act.PLAN_MEETING) else row.due_title


def _to_invite(viewer: Viewer) -> Block:
    rows = queries.to_invite(seen_by=viewer)
    table = parts.inviting(rows[:SHOWN], viewer.on)
    return Block("Invitations to send", table, len(rows), Link("All invitations", reverse("invitations")))


def _to_chase(viewer: Viewer) -> Block:
    rows, many = queries.soonest_papers(SHOWN, seen_by=viewer)
    table = Table(
        "Reports to ask for and chase",
        ["Child", "What", "Of whom", "Due", "How it stands"],
        [
            [
                Link(row.child_name, reverse("review-preparation", args=[row.matter])),
                row.title,
                row.of or "Nobody named yet",
                _due(row, viewer),
                parts.stands(row),
            ]
            for row in rows
        ],
        empty="Nothing is to be asked for or chased.",
        caption_hidden=True,
    )
    return Block(table.caption, table, many, Link("All reports", reverse("papers")))


def _due(row: Paper, viewer: Viewer) -> Cell:
    return Distance(row.due.day if row.due else None, viewer.on)


def _about(row: Any) -> Cell:
    return Several(tuple(Link(name, reverse("child", args=[child])) for child, name in row.children))


def _date(told: Preparation) -> Step:
    url = reverse("meeting", args=[told.meeting])
    if told.on is None:
        return Step(
            "Agree a date", status("in_progress", "task"), url, SUPPORT, hint="Days are proposed", group=GROUP
        )
    return Step("Agree a date", status("done", "task"), url, SUPPORT, hint=parts.hour(told.at), group=GROUP)


def _invitations(told: Preparation, url: str) -> Step:
    due = told.invitations
    if told.on is None:
        return Step(
            "Invite people", status("cannot_yet", "task"), url, SUPPORT, hint="Agree a date first", group=GROUP
        )
    left, all_of = (
        len(told.to_invite),
        len([part for part in told.parts if part.stands not in ("left_out", "chairs")]),
    )
    hint = f"{all_of - left} of {all_of} invited" if left else f"{counted(all_of, 'person')} invited"
    day = due.day if due and left else None
    return Step(
        "Invite people",
        _progress(all_of - left, all_of),
        url,
        SUPPORT,
        day,
        hint.replace("persons", "people"),
        GROUP,
    )


def _responsibility(told: Preparation, url: str) -> Step:
    left = told.unchecked
    hint = "; ".join(f"{each.name}: {each.says[0].lower()}{each.says[1:]}" for each in left)
    tag = status("in_progress" if left else "done", "task")
    return Step("Parental responsibility checked", tag, url, SUPPORT, hint=hint, group=GROUP)


def _asking(told: Preparation, url: str) -> Step:
    wanted = [paper for paper in told.papers if paper.state != "not_needed"]
    left = [paper for paper in wanted if paper.state == "to_ask"]
    hint = f"{len(left)} still to ask for" if left else ""
    day = told.invitations.day if told.invitations and left else None
    return Step("Ask for reports", _progress(len(wanted) - len(left), len(wanted)), url, SUPPORT, day, hint, GROUP)


def _coming_in(told: Preparation, url: str) -> Step:
    wanted = [paper for paper in told.papers if paper.state not in ("not_needed", "to_ask")]
    left = told.in_state("asked")
    if not left:
        done = bool(wanted) and not told.in_state("to_ask")
        return Step("Reports in", status("done" if done else "not_started", "task"), url, group=GROUP)
    late = [paper for paper in left if paper.late]
    hint = f"{len(late)} of them late" if late else f"{len(wanted) - len(left)} of {len(wanted)} are there"
    day = min((paper.due.day for paper in left if paper.due and paper.due.day), default=None)
    who = queries.names_of(left)
    return Step("Reports in", status("overdue") if late else status("waiting", "task"), url, who, day, hint, GROUP)


def _sharing(told: Preparation, url: str) -> Step:
    shared, left = told.in_state("shared"), told.to_share
    if not shared and not left:
        return Step("Reports shared with the family", status("cannot_yet", "task"), url, SUPPORT, group=GROUP)
    hint = f"{len(left)} to share" if left else ""
    tag = _progress(len(shared), len(shared) + len(left))
    return Step("Reports shared with the family", tag, url, SUPPORT, hint=hint, group=GROUP)


def _progress(done: int, of: int) -> Tag:
    if of and done == of:
        return status("done", "task")
    return status("in_progress" if done else "not_started", "task")
