"""Midway checks, contacts, changes and closing: on shared pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.urls import reverse

from sightline.casework.practice.queries import in_force
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.officers import children_of
from sightline.casework.watch.queries import changes, checks, closings, levels
from sightline.casework.watch.queries.brought import brought_forward
from sightline.casework.watch.queries.changes import Told
from sightline.casework.watch.queries.closings import Left
from sightline.domain.roles import Act
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Column, Distance, Link, Several, Table
from sightline.web.day import today as day
from sightline.web.pages.changes import brought_table, waiting_table
from sightline.web.work.parts import Block, Step

GROUP = "Between reviews"
SOON = timedelta(days=7)
SHOWN = 6


def today(viewer: Viewer) -> list[Block]:
    """What an officer has to do between reviews: checks, contacts, answers, last notes. No empty ones."""
    mine = children_of({viewer.id, *viewer.covers}, on=viewer.on)
    blocks = [
        _checks_due(viewer, mine),
        _contacts_due(viewer, mine),
        _to_answer(changes.unanswered(seen_by=viewer, of=mine), viewer),
        _to_plan(viewer, mine),
        _to_write(closings.left(seen_by=viewer, of=mine)),
    ]
    links = [Link("Note a contact, a visit or a file check", reverse("contact-note"))]
    nothing = Table("Between reviews", ["What"], [], empty="Nothing waits between reviews.", caption_hidden=True)
    kept = [block for block in blocks if block is not None] or [Block("Between reviews", nothing, 0)]
    return [*kept[:-1], replace(kept[-1], links=links if viewer.may(Act.RECORD_CONTACT) else ())]


def asked(viewer: Viewer) -> list[Block]:
    """Changes that a social worker or a manager told, or that a feed did, and the way to tell of one."""
    waiting = changes.unanswered(seen_by=viewer)
    table = waiting_table(waiting[:SHOWN], viewer)
    told = Link("Tell of a significant change", reverse("change-tell"))
    return [Block("Significant changes", table, len(waiting), Link("All changes", reverse("changes")), [told])]


def service(viewer: Viewer) -> list[Block]:
    """Where changes wait for an answer, and checks are overdue, by officer; last notes to be seen."""
    waiting = changes.unanswered(seen_by=viewer)
    late = checks.overdue_by_officer(seen_by=viewer)
    gone = [each for each in closings.left(seen_by=viewer) if each.state == "to_see"]
    blocks = [_by_officer(waiting, late)]
    if gone and viewer.may(Act.RECORD_CONTACT):
        blocks.append(_to_see(gone))
    return blocks


def steps(matter: Any, viewer: Viewer) -> list[Step]:
    """The midway check after this review, and how closely the plan is watched until the next."""
    return [_midway_step(matter, viewer), *_level_step(matter, viewer)]


def _checks_due(viewer: Viewer, mine: Collection[int]) -> Block | None:
    due = [each for each in checks.open_checks(seen_by=viewer, of=mine) if each.due <= day() + SOON]
    if not due:
        return None
    rows = [
        [
            _child(each), Several((Distance(each.due, day()), status(each.standing))), each.since,
            _do(viewer, "child-check", each.child, each.id, f"midway check of {each.name}"),
        ]
        for each in due[:SHOWN]
    ]  # fmt: skip
    table = Table(
        "Midway checks due",
        ["Child", "Due", "Last review", Column("Check", doing=True)],
        rows,
        caption_hidden=True,
    )
    return Block("Midway checks due", table, len(due), Link("All midway checks", reverse("checks")))


def _contacts_due(viewer: Viewer, mine: Collection[int]) -> Block | None:
    if not in_force(viewer.on).tracking_levels:
        return None
    due = levels.contacts_due(seen_by=viewer, until=day() + SOON, of=mine)
    rows = [
        [
            _child(each), each.level, Distance(each.next_contact, day()),
            Link("Note it", reverse("child-contact-add", args=[each.child]), f"contact of {each.name}")
            if viewer.may(Act.RECORD_CONTACT) else BLANK,
        ]
        for each in due[:SHOWN]
    ]  # fmt: skip
    headings: list[Column | str] = ["Child", "Watched", "Contact wanted by", Column("Note", doing=True)]
    table = Table("Contacts due", headings, rows, caption_hidden=True)
    return Block("Contacts due", table, len(due)) if due else None


def _to_answer(waiting: Sequence[Told], viewer: Viewer) -> Block | None:
    if not waiting:
        return None
    table = waiting_table(waiting[:SHOWN], viewer, caption="Changes to answer")
    return Block("Changes to answer", table, len(waiting), Link("All changes", reverse("changes")))


def _to_plan(viewer: Viewer, mine: Collection[int]) -> Block | None:
    """Reviews that an answer brought forward, until one is planned by the day on which it is wanted."""
    rows = [each for each in brought_forward(seen_by=viewer, of=mine) if each.to_plan]
    title = "Reviews brought forward, to plan"
    return Block(title, brought_table(rows[:SHOWN], viewer), len(rows)) if rows else None


def _to_write(gone: Sequence[Left]) -> Block | None:
    rows = [each for each in gone if each.state == "to_write"]
    table = Table(
        "Closing notes to write",
        ["Child", "Left care on", Column("Decisions still open", numeric=True), Column("Note", doing=True)],
        [[_child(each), each.left_on, each.open_decisions, _open_note(each, "Write it")] for each in rows[:SHOWN]],
        caption_hidden=True,
    )
    more = Link("All closing notes", reverse("closings"))
    return Block("Closing notes to write", table, len(rows), more) if rows else None


def _to_see(gone: Sequence[Left]) -> Block:
    table = Table(
        "Closing notes to be seen",
        ["Child", "Left care on", "IRO", Column("Decisions still open", numeric=True), Column("Note", doing=True)],
        [
            [
                _child(each),
                each.left_on,
                each.officer_name or BLANK,
                each.open_decisions,
                _open_note(each, "See it"),
            ]
            for each in gone[:SHOWN]
        ],
        caption_hidden=True,
    )
    more = Link("All closing notes", reverse("closings"))
    return Block("Closing notes to be seen", table, len(gone), more)


def _by_officer(waiting: Sequence[Told], late: Mapping[tuple[int | None, str], int]) -> Block:
    names = {each.officer: each.officer_name for each in waiting}
    names |= dict(late.keys())
    answers, overdue = Counter(each.officer for each in waiting), Counter({who: n for (who, _), n in late.items()})
    longest: dict[int | None, int] = {}
    for each in waiting:
        longest[each.officer] = max(longest.get(each.officer, 0), each.waited)
    rows = [
        [
            names[who] or "Nobody named", answers[who], longest.get(who, BLANK), overdue[who],
        ]
        for who in sorted(names, key=lambda who: (-answers[who] - overdue[who], names[who]))
    ]  # fmt: skip
    table = Table(
        "Between reviews, by IRO",
        [
            "IRO", Column("Changes not answered", numeric=True),
            Column("Longest wait, working days", numeric=True), Column("Midway checks overdue", numeric=True),
        ],
        rows, empty="No change waits, and no midway check is overdue.", caption_hidden=True,
    )  # fmt: skip
    links = [
        Link("Changes not answered", f"{reverse('changes')}?state=waiting"),
        Link("Midway checks overdue", f"{reverse('checks')}?standing=overdue"),
    ]
    return Block("Between reviews", table, len(waiting) + sum(late.values()), links=links)


def _midway_step(matter: Any, viewer: Viewer) -> Step:
    days = {matter.held_on, matter.completed_on} - {None}
    told = (
        [each for each in checks.of_child(matter.child_id, seen_by=viewer) if each.since in days] if days else []
    )
    if not told:
        hint = "It is made by itself once the review is complete, half-way to the next."
        if not in_force(viewer.on).midway:
            return Step(
                "Midway check", status("not_needed", "task"), hint="Not this council's practice.", group=GROUP
            )
        return Step("Midway check", status("cannot_yet", "task"), hint=hint, group=GROUP)
    check = told[0]
    url = reverse("child-check", args=[check.child, check.id]) if viewer.may(Act.RECORD_CONTACT) else ""
    if check.done_on or check.not_needed_why:
        done = status("done" if check.done_on else "not_needed", "task")
        return Step("Midway check", done, url, hint=check.not_needed_why, group=GROUP)
    tag = status("overdue") if check.standing == "overdue" else status("not_started", "task")
    return Step("Midway check", tag, url, who=check.officer_name, due=check.due, hint=check.why, group=GROUP)


def _level_step(matter: Any, viewer: Viewer) -> Iterator[Step]:
    """Only where the council's practice names levels."""
    if not in_force(viewer.on).tracking_levels:
        return
    title = "How closely the plan is watched"
    url = reverse("child-level", args=[matter.child_id]) if viewer.may(Act.RECORD_CONTACT) else ""
    level = levels.levels_of([matter.child_id], on=viewer.on).get(matter.child_id)
    since = matter.completed_on or matter.held_on
    if since is None:
        yield Step(title, status("cannot_yet", "task"), hint="It is agreed at the review.", group=GROUP)
    elif level is not None and (level.matter == matter.pk or level.since >= since):
        yield Step(title, status("done", "task"), url, hint=level.level, due=level.next_contact, group=GROUP)
    else:
        yield Step(title, status("not_started", "task"), url, group=GROUP)


def _child(each: Any) -> Link:
    return Link(each.name, reverse("child", args=[each.child]))


def _open_note(each: Left, said: str) -> Link:
    return Link(said, reverse("child-closing", args=[each.child]), f"closing note of {each.name}")


def _do(viewer: Viewer, name: str, child: int, row: int, about: str) -> Any:
    return Link("Do it", reverse(name, args=[child, row]), about) if viewer.may(Act.RECORD_CONTACT) else BLANK
