"""What pages of holding and recording are made of: lists of sections, decisions, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from sightline.casework.meetings.queries.earlier import Earlier
from sightline.casework.meetings.queries.lacking import Lack
from sightline.casework.meetings.queries.recorded import Decided, Recorded, Written
from sightline.casework.meetings.queries.sittings import Unfinished
from sightline.casework.meetings.queries.writing import Waiting
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.clocks import StartedClock
from sightline.domain.practices import Practice, Wording
from sightline.domain.readings import ADJOURNED
from sightline.domain.smart import Prompt, prompts
from sightline.domain.workflows import DECISION
from sightline.web.components.statuses import status
from sightline.web.components.values import Cell, Distance, Link, Several, Table, Tag, Task


@dataclass(frozen=True)
class Shown:
    """A decision as the list shows it: with what might be clearer, and whether it may still be changed."""

    told: Decided
    state: str
    prompts: Sequence[Prompt]
    draft: bool


def section_status(section: Written) -> Tag:
    """Whether a section is written, has to be, or may be left."""
    if not section.empty:
        return status("written", "section")
    return status("to_write" if section.form.required else "may_write", "section")


def section_tasks(told: Recorded, *, writes: bool) -> list[Task]:
    """The sections of a record, each with its state."""
    return [
        Task(
            section.title,
            section_status(section),
            reverse("review-section", args=[told.matter, section.key]) if writes else "",
            _by(section),
        )
        for section in told.sections
    ]


def _by(section: Written) -> str:
    if section.empty:
        return section.form.help
    mark = "" if section.source == "typed" else f" {section.source_said}."
    return f"{section.written_by}.{mark}" if section.written_by else mark.strip()


def decisions(told: Recorded) -> list[Shown]:
    """The decisions of a record, in order."""
    return [
        Shown(
            each,
            DECISION.states[each.state],
            prompts(
                what=each.what, who=each.does, by_when=each.by_when, outcome=each.outcome, made_on=told.held_on
            ),
            each.state == "draft",
        )
        for each in told.decisions
    ]


def earlier_table(told: Iterable[Earlier], matter: int, on: date, *, answers: bool) -> Table:
    """Decisions of earlier meetings: what was promised, what was told meanwhile, what was answered."""
    columns = ["Decision", "Who", "By when", "Told meanwhile", "Answer", *(["Do"] if answers else [])]
    rows: list[list[Cell]] = []
    for each in told:
        promised = Several((Distance(each.by_when, on), *_first(each)))
        row: list[Cell] = [each.what, each.who, promised, _progress(each), _answer(each)]
        if answers:
            url = reverse("review-earlier-answer", args=[matter, each.pk])
            row.append(Link("Change" if each.answered else "Answer", url, f"decision: {each.what[:60]}"))
        rows.append(row)
    return Table(
        "Decisions of earlier reviews", columns, rows, empty="No earlier decision is open.", caption_hidden=True
    )


def _first(told: Earlier) -> list[Cell]:
    moved = told.first_by_when is not None and told.first_by_when != told.by_when
    return ["First promised for", told.first_by_when] if moved else []


def _progress(told: Earlier) -> Cell:
    return Several(tuple(f"{each.by}: {each.says}" for each in told.progress)) if told.progress else "nothing"


def _answer(told: Earlier) -> Cell:
    if not told.answered:
        return status("open", "result")
    parts: list[Cell] = [status(told.result, "result")]
    if told.says:
        parts.append(told.says)
    if told.again_by:
        parts += ["Set again for", told.again_by]
    return Several(tuple(parts))


def lack_links(lacks: Iterable[Lack], matter: int) -> list[Link]:
    """What is missing, each leading to the place where it is put right."""
    return [Link(lack.says, _place(lack, matter)) for lack in lacks]


def _place(lack: Lack, matter: int) -> str:
    if lack.place == "held":
        return reverse("review-hold", args=[matter])
    if lack.place == "section":
        return reverse("review-section", args=[matter, lack.key])
    if lack.place == "earlier":
        return reverse("review-earlier-answer", args=[matter, lack.number])
    return reverse("review-decision", args=[matter, lack.number])


def record_clock(completed: date | None, practice: Practice) -> StartedClock | None:
    """By when the record is to be finished; None before the meeting is complete."""
    return _clock("review-record", completed, practice)


def adjourned_clock(held: date | None, practice: Practice) -> StartedClock | None:
    """By when an adjourned review is to be completed: in the law's time, as `review_clocks` has it elsewhere."""
    return _clock(ADJOURNED, held, replace(practice, limits={}))


def _clock(key: str, started: date | None, practice: Practice) -> StartedClock | None:
    if started is None:
        return None
    try:
        return practice.clock(key, started, england())
    except BeyondCalendar:
        return None


def unfinished_table(
    title: str, rows: Iterable[Unfinished], practice: Practice, on: date, unlimited: Collection[int]
) -> Table:
    """Reviews that were begun or adjourned: by when they have to be complete, when people meet again.

    `unlimited`: those to which the limit of an adjournment does not apply.
    """
    return Table(
        title,
        ["Child", "First sitting", "To be completed by", "Next sitting"],
        [_unfinished(each, practice, on, limited=each.matter not in unlimited) for each in rows],
        caption_hidden=True,
    )


def _unfinished(each: Unfinished, practice: Practice, on: date, *, limited: bool) -> list[Cell]:
    clock = adjourned_clock(each.held_on, practice) if each.adjourned and limited else None
    due = clock.due if clock else None
    late = [status("overdue")] if due and due < on else []
    plan = Link("Plan it", reverse("review-sitting", args=[each.matter]), f"next sitting about {each.name}")
    return [
        Link(each.name, reverse("review", args=[each.matter])),
        each.held_on,
        Several((Distance(due, on), *late)) if due else "No limit of its own",
        Several((Distance(each.on, on), *([f"{each.at:%H:%M}"] if each.at else []))) if each.on else plan,
    ]


def waiting_table(
    title: str, rows: Iterable[Waiting], practice: Practice, on: date, *, chair: bool = False
) -> Table:
    """Records that wait, each with the day by which it is to be finished."""
    columns = ["Child", "Held", "To be finished by", "State", "IRO" if chair else "Since"]
    return Table(
        title,
        columns,
        [_waiting(each, practice, on, chair=chair) for each in rows],
        empty="No record waits.",
        caption_hidden=True,
    )


def _waiting(each: Waiting, practice: Practice, on: date, *, chair: bool) -> list[Cell]:
    last: Cell = each.chair if chair else (each.to_type_on or each.completed_on)
    return [
        Link(each.name, reverse("review-record", args=[each.matter])),
        each.held_on,
        _to_finish(each, practice, on),
        status(each.state, "record"),
        last,
    ]


def _to_finish(each: Waiting, practice: Practice, on: date) -> Cell:
    """By when, for one that was never finished."""
    if each.finished_on is not None:
        return Several(("Opened again. Was finished", Distance(each.finished_on, on)))
    clock = record_clock(each.completed_on, practice)
    due = clock.due if clock else None
    return Several((Distance(due, on), *([status("overdue")] if due and due < on else [])))


def by_about(wordings: Iterable[Wording]) -> dict[str, list[Wording]]:
    """Wordings of the library by what they are about."""
    groups: dict[str, list[Wording]] = {}
    for wording in wordings:
        about = wording.about.replace("_", " ").capitalize() or "Other"
        groups.setdefault(about, []).append(wording)
    return groups
