"""Who may be a child's reviewing officer: what is known of child and officer, and what rules somebody out.

The reviewing officer takes no part in managing the case (SI 2010/959 reg 46); a parent in care and the child have
different ones (IRO Handbook, 2010). What speaks for one or the other beside that is in `planning.allocation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sightline.domain.explain import in_words

#: Somebody who stops within so many days is not named any more.
SOON = timedelta(days=28)
HOLDING = frozenset({"social_worker", "team_manager"})
ROLES = {
    "iro": "IRO",
    "conference_chair": "conference chair",
    "social_worker": "social worker",
    "team_manager": "team manager",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """Somebody's work with the child before. `role` is iro, conference_chair, social_worker or team_manager."""

    officer: int
    role: str
    started: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """A child related to this one, and who reviews that child's care. `who` is said: "a sister, aged 9"."""

    officer: int
    who: str
    child: int = 0


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What matters of a child when an officer is named. `needs` are specialisms: short breaks, unaccompanied …

    `family_holders` have held the case of a brother or sister; `parents` are a parent in care, or the child's own
    child in care, with their officers; `now` is the officer whom the child has.
    """

    child: int
    siblings: Sequence[Relative] = ()
    parents: Sequence[Relative] = ()
    earlier: Sequence[Earlier] = ()
    family_holders: frozenset[int] = frozenset()
    language: str = ""
    areas: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    now: int | None = None


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What matters of an officer. `fte` is the part of full time in post, None where the ledger has no post.

    `declared` are children with whom a conflict of interest is declared, with the words; `until` the first day on
    which the officer will no longer be one; `away` the absences, now or to come, each with its last day if known.
    """

    officer: int
    name: str
    children: int
    fte: float | None
    since: date
    until: date | None = None
    languages: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    specialisms: frozenset[str] = frozenset()
    away: Sequence[tuple[date, date | None]] = ()
    declared: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that rules an officer out: case_holder, declared, parent or leaving, and the sentence."""

    key: str
    says: str


def must_not(child: ChildFacts, officer: OfficerFacts, on: date) -> tuple[Bar, ...]:
    """What rules this officer out for this child; nothing where they may be named."""
    return tuple(_bars(child, officer, on))


def together(child: ChildFacts, planned: Mapping[int, int]) -> ChildFacts:
    """The facts as they will be once what is planned (officer by child) is done."""
    moved = [replace(each, officer=planned.get(each.child, each.officer)) for each in child.siblings]
    return replace(child, siblings=moved)


def split_of(child: ChildFacts, officer: int) -> tuple[Relative, ...]:
    """The brothers and sisters from whom naming this officer would part the child: it needs a reason."""
    return tuple(sibling for sibling in child.siblings if sibling.officer != officer)


def when(each: Earlier) -> str:
    """The days of somebody's work with the child, in words."""
    return f"from {in_words(each.started)}" + (f" to {in_words(each.ended)}" if each.ended else "")


def _bars(child: ChildFacts, officer: OfficerFacts, on: date) -> Iterator[Bar]:
    held = [each for each in child.earlier if each.officer == officer.officer and each.role in HOLDING]
    for each in held:
        yield Bar("case_holder", f"Was the child's {ROLES[each.role]} {when(each)}.")
    if officer.officer in child.family_holders and not held:
        yield Bar("case_holder", "Has held the case of a brother or sister.")
    if (why := officer.declared.get(child.child)) is not None:
        yield Bar("declared", f"A conflict of interest is declared: {why}")
    for parent in child.parents:
        if parent.officer == officer.officer:
            yield Bar("parent", f"Is the IRO of {parent.who}, who needs another one.")
    if officer.until is not None and officer.until <= on + SOON:
        yield Bar("leaving", f"Will not be an IRO from {in_words(officer.until)} on.")
