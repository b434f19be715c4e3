"""Pieces of the pages of allocation: tables and what a form of many rows says, made of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sightline.casework.allocation import queries
from sightline.casework.allocation.actions import Move
from sightline.casework.staff.queries import Viewer
from sightline.domain.officers import must_not, split_of, together
from sightline.planning.allocation import Suggestion, counted_children, distribute, post_share, weights
from sightline.web.components.saying import day_in_words
from sightline.web.components.statuses import status
from sightline.web.components.values import BLANK, Cell, Column, Distance, Link, Several, Table
from sightline.web.numbers import number

FOR_A_POST = "Children for a full-time post"


@dataclass(frozen=True)
class Suggested:
    """A suggestion as the page shows it."""

    name: str
    points: int
    reasons: Sequence[tuple[str, int]]
    choose: str

    @classmethod
    def of(cls, suggestion: Suggestion, child: int) -> Suggested:
        """One suggestion, with the address that chooses it in the form."""
        address = f"{reverse('child-allocate', args=[child])}?officer={suggestion.officer}#name"
        reasons = [(reason.says, reason.points) for reason in suggestion.reasons]
        return cls(suggestion.name, suggestion.points, reasons, address)


def waiting_table(waiting: Iterable[queries.Waiting], on: date, *, may: bool) -> Table:
    """Children without an officer: how long, until when, who is with brothers and sisters."""
    return Table(
        "Children with no IRO",
        [
            "Child",
            Column("Age", numeric=True),
            "Since",
            "IRO to be named by",
            "Why then",
            "IRO of brothers and sisters",
            *([Column("IRO", doing=True)] if may else []),
        ],
        [_waits(each, on, may) for each in waiting],
        empty="Every child in care has an IRO.",
        caption_hidden=True,
    )


def officers_table(officers: Iterable[queries.Officer], *, may: bool) -> Table:
    """What every officer carries, the busiest first."""
    return Table(
        "What every IRO carries",
        [
            "IRO", Column("Children", numeric=True), Column("Full-time posts", numeric=True),
            Column(FOR_A_POST, numeric=True), "Against the lines", Column("Overdue reviews", numeric=True),
            Column("Chairs conferences of", numeric=True), "Away",
            *([Column("Pass on", doing=True)] if may else []),
        ],
        [_officer(each, may) for each in officers],
        empty="Nobody is an IRO now.",
        caption_hidden=True,
    )  # fmt: skip


def barred_table(suggestions: Iterable[Suggestion]) -> Table:
    """Those who must not be named, and why."""
    return Table(
        "Who must not be named",
        ["IRO", "Why"],
        [
            [each.name, Several([reason.says for reason in each.reasons if reason.weight.bars])]
            for each in suggestions
            if each.barred
        ],
        empty="Nobody is ruled out.",
        caption_hidden=True,
    )


def weights_table() -> Table:
    """What each reason weighs, and where that comes from."""
    return Table(
        "What each reason weighs",
        ["Reason", Column("Points", numeric=True), "Where it comes from"],
        [
            [weight.title, "must not" if weight.bars else weight.points, weight.source]
            for weight in weights().values()
        ],
    )


def months_table(months: Sequence[queries.Month]) -> Table:
    """Caseload by month."""
    return Table(
        "Children with an IRO, on the first of each month",
        ["Month", *_numbers("Children", "Full-time IROs", FOR_A_POST), "Highest"],
        [
            [f"{m.on:%B %Y}", m.children, m.fte, m.per_fte, status("peak", "caseload") if m.peak else BLANK]
            for m in months
        ],
    )  # fmt: skip


def months_said(months: Sequence[queries.Month]) -> str:
    """The months in a sentence."""
    told = [month for month in months if month.per_fte is not None]
    if not told:
        return "The ledger has no IRO's post in these months: children for a full-time post cannot be told."
    peak = next((month for month in told if month.peak), told[-1])
    return (
        f"{told[-1].per_fte} children for a full-time post on {day_in_words(told[-1].on)}; "
        f"the most was {peak.per_fte}, on {day_in_words(peak.on)}."
    )


def constancy_table(told: Iterable[Any]) -> Table:
    """How many kept one officer."""
    return Table(
        "The same IRO all the time",
        ["In care for at least", *_numbers("Children", "With the same IRO", "Share")],
        [
            [f"{each.months} months", each.children, each.same, share(each.same, each.children)]
            for each in told
        ],
        caption_hidden=True,
    )  # fmt: skip


def share(part: int, whole: int) -> str:
    """A part in per cent; nothing of nothing is not a share."""
    return f"{part / whole:.0%}" if whole else "none to count"


@dataclass(frozen=True)
class MovingChild:
    """One line of the form that passes children on."""

    child: int
    name: str
    url: str
    due: Cell
    family: str
    options: Sequence[tuple[str, str]]
    chosen: int | None
    why: str
    split: bool
    apart_reason: str


@dataclass(frozen=True)
class Moving:
    """The whole form: each child's line, the caseloads before and after, and the moves that it makes."""

    lines: Sequence[MovingChild]
    loads: Table
    moves: Sequence[Move]
    reason: str
    complete: bool
    missing: str

    @classmethod
    def of(
        cls,
        told: queries.Candidates,
        leaves: int,
        said: Mapping[str, str],
        rows_of: Callable[..., Sequence[queries.Row]],
        viewer: Viewer,
    ) -> Moving:
        """The form as suggested, or as it was sent."""
        given = distribute(told.children, told.officers, told.lines, on=told.on, leaves=leaves)
        names = {officer.officer: officer.name for officer in told.officers}
        rows = {row.child: row for row in rows_of([each.child for each in told.children], seen_by=viewer)}
        chosen = {
            facts.child: _number(said.get(f"officer-{facts.child}", ""), names)
            if said
            else (given[facts.child].officer if facts.child in given else None)
            for facts in told.children
        }
        planned = {child: officer for child, officer in chosen.items() if officer is not None}
        reason = said.get("reason", "left")
        lines, moves = [], []
        for facts in told.children:
            row, officer = rows[facts.child], chosen[facts.child]
            after = together(facts, planned)
            split = officer is not None and bool(split_of(after, officer))
            apart = said.get(f"apart-{facts.child}", "").replace("\0", "")
            allowed = [o for o in told.officers if o.officer != leaves and not must_not(facts, o, told.on)]
            suggestion = given.get(facts.child)
            why = _why(suggestion) if suggestion is not None and suggestion.officer == officer else ""
            lines.append(
                MovingChild(
                    facts.child, row.name, reverse("child", args=[facts.child]), Distance(row.due, told.on),
                    ", ".join(f"{s.who}: {names.get(s.officer, 'another IRO')}" for s in after.siblings),
                    [(str(o.officer), o.name) for o in sorted(allowed, key=lambda o: o.name)],
                    officer, why, split, apart,
                )
            )  # fmt: skip
            if officer is not None:
                seen = _seen(said.get(f"seen-{facts.child}", ""), told.seen.get(facts.child))
                moves.append(Move(facts.child, officer, seen, reason, "", apart))
        missing = _missing(lines)
        return cls(lines, _loads(told, planned, leaves), moves, reason, not missing and bool(lines), missing)

    @property
    def seen(self) -> Mapping[int, int | None]:
        """The allocations that the page was made from."""
        return {move.child: move.seen for move in self.moves}


def _missing(lines: Sequence[MovingChild]) -> str:
    if any(line.chosen is None for line in lines):
        return "Choose an IRO for every child."
    if any(line.split and not line.apart_reason.strip() for line in lines):
        return "Say why brothers and sisters are to have different IROs, where that is so."
    return ""


def _loads(told: queries.Candidates, planned: Mapping[int, int], leaves: int) -> Table:
    gains = Counter(planned.values())
    rows: list[list[Cell]] = []
    for officer in sorted(told.officers, key=lambda each: (-gains[each.officer], each.name)):
        if not gains[officer.officer] and officer.officer != leaves:
            continue
        share_ = post_share(officer, told.on)
        loses = len(planned) if officer.officer == leaves else 0
        after = officer.children + gains[officer.officer] - loses
        over = after / share_ > (told.lines.local or told.lines.upper)
        rows.append(
            [
                officer.name, officer.children, gains[officer.officer] - loses, after,
                f"{officer.children / share_:.0f}", f"{after / share_:.0f}",
                status("over" if over else "within", "caseload") if officer.officer != leaves else BLANK,
            ]
        )  # fmt: skip
    headings = _numbers("Children now", "Change", "Children after", "For a full-time post now", "After")
    return Table("Caseloads before and after", ["IRO", *headings, "Against the lines"], rows)


def _numbers(*titles: str) -> list[Column]:
    return [Column(title, numeric=True) for title in titles]


def _why(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return ""
    best = sorted((r for r in suggestion.reasons if r.points > 0), key=lambda reason: -reason.points)
    return best[0].says if best else f"{counted_children(round(suggestion.after))} for a full-time post then."


def _number(text: str, known: Mapping[int, str]) -> int | None:
    chosen = number(text)
    return chosen if chosen in known else None


def _seen(text: str, now: int | None) -> int | None:
    seen = number(text)
    return now if seen is None else seen


def _waits(each: queries.Waiting, on: date, may: bool) -> list[Cell]:
    name: Cell = Link(each.name, reverse("child", args=[each.child]))
    act = [Link("Name an IRO", reverse("child-allocate", args=[each.child]), f"for {each.name}")] if may else []
    due: Cell = Distance(each.due, on)
    if each.standing.value == "overdue":
        due = Several((due, status("overdue")))
    before = f"{each.before} before" if each.before else ""
    since = Several(tuple(part for part in (each.since, before) if part))
    return [name, each.age, since, due, each.why, ", ".join(each.family) or BLANK, *act]


def _officer(each: queries.Officer, may: bool) -> list[Cell]:
    name: Cell = Link(each.name, f"{reverse('caseload')}?iro={each.id}")
    if each.leaves and each.until is not None:
        name = Several((name, f"until {day_in_words(each.until)}"))
    elif each.role == "No longer an IRO":
        name = Several((name, "No longer an IRO"))
    cells: list[Cell] = [
        name, each.children, each.fte if each.fte is not None else "no post", each.per_fte,
        status(each.line, "caseload"), each.overdue, each.conferences, _away(each),
    ]  # fmt: skip
    if may:
        address = reverse("allocation-move", args=[each.id])
        cells.append(Link("Pass on", address, f"the children of {each.name}") if each.children else BLANK)
    return cells


def _away(each: queries.Officer) -> Cell:
    if each.away is None:
        return BLANK
    until = f"back on {day_in_words(each.away.ended)}" if each.away.ended else "no day of return"
    cover = f"covered by {each.away.cover}" if each.away.cover else status("no_cover", "caseload")
    return Several((until, cover))
