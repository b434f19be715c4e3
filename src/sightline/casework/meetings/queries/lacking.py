"""What keeps a record from being finished, each with the place where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.queries.earlier import to_answer
from sightline.casework.meetings.queries.recorded import Decided, Recorded, recorded_of

PARTS = (("what", "what is to be done"), ("does", "who does it"), ("by_when", "by when"))


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing. `place` is held, section, earlier or decision; `key` or `number` says which."""

    place: str
    says: str
    key: str = ""
    number: int | None = None


def lacking(found: Matter, *, on: date) -> tuple[Lack, ...]:
    """What a record needs before it can be finished. Seven queries."""
    return lacking_of(recorded_of(found, on=on), found)


def lacking_of(told: Recorded, found: Matter) -> tuple[Lack, ...]:
    """The same, where what is recorded is known already. One query."""
    return (*_held(told), *_sections(told), *_earlier(found), *_decisions(told))


def _held(told: Recorded) -> Iterator[Lack]:
    if told.state != "complete":
        yield Lack("held", "Say on which day it was held, and that it is complete")


def _sections(told: Recorded) -> Iterator[Lack]:
    for section in told.sections:
        if section.missing:
            yield Lack("section", f"Write the section “{section.title}”", key=section.key)


def _earlier(found: Matter) -> Iterator[Lack]:
    rows = to_answer(found).order_by("matter__held_on", "place")
    for pk, what in rows.values_list("pk", "what"):
        yield Lack("earlier", f"Say what became of “{_short(what)}”", number=pk)


def _decisions(told: Recorded) -> Iterator[Lack]:
    for decision in told.decisions:
        if missing := parts_missing(decision):
            yield Lack("decision", f"Decision {decision.place}: say {' and '.join(missing)}", number=decision.pk)


def parts_missing(decision: Decided) -> list[str]:
    """Which of what, who and by when a decision does not say."""
    return [words for part, words in PARTS if not getattr(decision, part)]


def _short(text: str, most: int = 60) -> str:
    told = " ".join(text.split())
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"
