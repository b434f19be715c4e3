"""Who might be named as a child's reviewing officer: officers in order, with every reason said.

Plain values in, plain values out. The weights are in `data/allocation.toml` and are shown with the suggestions.
The order helps a manager to think; it decides nothing. Those who must not be named come last, with the reason.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.calendar import months_after
from sightline.domain.explain import in_words, joined
from sightline.domain.officers import ROLES, ChildFacts, OfficerFacts, must_not, together, when
from sightline.domain.practices import Caseload


@dataclass(frozen=True, slots=True)
class Weight:
    """What a reason weighs; None: whoever it is true of must not be named."""

    key: str
    title: str
    source: str
    points: int | None = None

    @property
    def bars(self) -> bool:
        """Whether it rules an officer out."""
        return self.points is None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against an officer, as a sentence with its facts."""

    weight: Weight
    says: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An officer for a child. `now` and `after` are children for each full-time post without and with this one."""

    officer: int
    name: str
    reasons: tuple[Reason, ...]
    now: float
    after: float

    @property
    def barred(self) -> bool:
        """Whether this officer must not be named."""
        return any(reason.weight.bars for reason in self.reasons)

    @property
    def points(self) -> int:
        """What all reasons weigh together."""
        return sum(reason.points for reason in self.reasons)


def suggest(
    child: ChildFacts,
    officers: Sequence[OfficerFacts],
    lines: Caseload,
    *,
    on: date,
    more: Mapping[int, int] | None = None,
) -> list[Suggestion]:
    """Every officer for a child, best first, those who must not be named last.

    `more` are children already meant for an officer in the same go: they count as if allocated.
    """
    meant = more or {}
    made = [_suggestion(child, officer, lines, on, meant.get(officer.officer, 0)) for officer in officers]
    return sorted(made, key=lambda each: (each.barred, -each.points, each.after, each.name, each.officer))


def distribute(
    children: Sequence[ChildFacts], officers: Sequence[OfficerFacts], lines: Caseload, *, on: date, leaves: int
) -> dict[int, Suggestion]:
    """Who might have each child of an officer who leaves, by child; brothers and sisters stay together.

    One after the other, the best for each, what was given so far counted in. Where nobody may be named the child
    is not in it.
    """
    stay = [officer for officer in officers if officer.officer != leaves]
    given: dict[int, Suggestion] = {}
    more: Counter[int] = Counter()
    for child in children:
        planned = {pk: suggestion.officer for pk, suggestion in given.items()}
        best = next(iter(suggest(together(child, planned), stay, lines, on=on, more=more)), None)
        if best is not None and not best.barred:
            given[child.child] = best
            more[best.officer] += 1
    return given


def post_share(officer: OfficerFacts, on: date) -> float:
    """The part of a full post that counts on a day: less at first; a full one where the ledger tells nothing."""
    return (officer.fte or 1.0) * (_ramp(officer.since, on)[0])


@cache
def weights() -> Mapping[str, Weight]:
    """Every reason with its weight, from the data."""
    return {key: Weight(key, **said) for key, said in _data()["reason"].items()}


def counted_children(number: int) -> str:
    """1 child, 2 children."""
    return f"{number} child{'' if number == 1 else 'ren'}"


def _suggestion(child: ChildFacts, officer: OfficerFacts, lines: Caseload, on: date, more: int) -> Suggestion:
    share = post_share(officer, on)
    has = officer.children + more
    gains = child.now != officer.officer
    now, after = has / share, (has + gains) / share
    reasons = (
        *(_because(bar.key, bar.says) for bar in must_not(child, officer, on)),
        *_known(child, officer),
        *_fits(child, officer),
        *_carries(officer, lines, now, after, on),
        *_away(officer, on),
    )
    return Suggestion(officer.officer, officer.name, reasons, round(now, 1), round(after, 1))


def _known(child: ChildFacts, officer: OfficerFacts) -> Iterator[Reason]:
    family = [sibling.who for sibling in child.siblings if sibling.officer == officer.officer]
    if family:
        yield _because("sibling", f"Is the IRO of {joined(family)}.")
    for role, key in (("iro", "was_iro"), ("conference_chair", "was_chair")):
        before = [each for each in child.earlier if each.officer == officer.officer and each.role == role]
        if before and child.now != officer.officer:
            last = max(before, key=lambda each: each.started)
            yield _because(key, f"Was the child's {ROLES[role]} {when(last)}.")


def _fits(child: ChildFacts, officer: OfficerFacts) -> Iterator[Reason]:
    for need in sorted(child.needs & officer.specialisms):
        yield _because("specialism", f"Works with children in this position: {need}.")
    if child.language and child.language.casefold() in {each.casefold() for each in officer.languages}:
        yield _because("language", f"Speaks {child.language}.")
    if places := sorted(child.areas & officer.areas):
        yield _because("area", f"Works in {joined(places)}.")


def _carries(officer: OfficerFacts, lines: Caseload, now: float, after: float, on: date) -> Iterator[Reason]:
    upper = min(lines.upper, lines.local) if lines.local is not None and lines.local > lines.lower else lines.upper
    ramped = _ramp(officer.since, on)
    new = ""
    if ramped[1]:
        new = f" New: counts as {ramped[0]:.0%} of the post until {in_words(ramped[1])}."
    words = (
        f"{counted_children(round(after))} for a full-time post with this one, {now:.0f} now; "
        f"the guidance is {lines.lower} to {lines.upper}"
    )
    local = f", the council's own line {lines.local}" if lines.local is not None else ""
    over = max(0, round(after - lines.lower))
    yield _because("caseload", f"{words}{local}.{new}", times=over)
    if after > upper:
        yield _because("overload", f"Over the line of {upper} by {after - upper:.0f}.", times=round(after - upper))
    if officer.fte is None:
        yield _because("no_post", "The ledger has no post: taken as full time.")


def _away(officer: OfficerFacts, on: date) -> Iterator[Reason]:
    limits = _data()["absence"]
    for first, last in officer.away:
        if first > on + timedelta(days=limits["soon_days"]) or (last is not None and last < on):
            continue
        long = last is None or (last - max(first, on)).days >= limits["long_days"]
        until = f"until {in_words(last)}" if last else "with no day of return"
        yield _because("long_away" if long else "away", f"Away from {in_words(first)} {until}.")


def _because(key: str, says: str, *, times: int = 1) -> Reason:
    weight = weights()[key]
    return Reason(weight, says, (weight.points or 0) * times)


def _ramp(since: date, on: date) -> tuple[float, date | None]:
    """The part that counts, and until when; all of it, and None, once the first months are over."""
    for step in _data()["ramp"]:
        ends = months_after(since, step["months"])
        if on < ends:
            return step["share"], ends
    return 1.0, None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("sightline.planning").joinpath("data/allocation.toml").read_text("utf-8"))
