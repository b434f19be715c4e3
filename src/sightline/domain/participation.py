"""From plain questions to a participation code (PN0 to PN7), and what each code means.

The questions are data (`data/participation.toml`). Age decides first: before the 4th birthday a review is
PN0 and nothing is asked; after it PN0 cannot be reached; on the day itself either passes (rules 440, 441).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.codes import code_set

UNDER_4 = "PN0"
REASON_NEEDED = frozenset({"PN4", "PN7"})


class VideoCountsAs(Enum):
    """How a child on a video or phone call is recorded. The guide's own rule was not found: each service says."""

    THERE = "there"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question: it goes to another question, or gives a code."""

    key: str
    text: str
    goes_to: str | None = None
    gives: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with help for somebody tired, and its answers in order."""

    key: str
    text: str
    help: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where the questions led: the code, what it means, and whether a reason has to be given."""

    code: str
    meaning: str
    needs_reason: bool


def fourth_birthday(born: date) -> date:
    """The day a child turns 4: 1 March for one born on 29 February whose fourth year has no such day."""
    try:
        return born.replace(year=born.year + 4)
    except ValueError:
        return date(born.year + 4, 3, 1)


def codes_allowed(born: date, held: date) -> frozenset[str]:
    """The codes that a review on a day may have, by the 4th birthday."""
    birthday = fourth_birthday(born)
    every = frozenset(code_set("review_code"))
    if held < birthday:
        return frozenset({UNDER_4})
    return every if held == birthday else every - {UNDER_4}


def first_step(born: date, held: date) -> Question | Recorded:
    """What to ask first; a code at once where the child was under 4."""
    allowed = codes_allowed(born, held)
    if allowed == {UNDER_4}:
        return explain(UNDER_4)
    data = _data()
    return questions()[data["on_fourth_birthday"] if UNDER_4 in allowed else data["first"]]


def next_step(question: Question, answer: str, video: VideoCountsAs = VideoCountsAs.THERE) -> Question | Recorded:
    """What follows from an answer: another question, or a code. Raises KeyError for an answer not offered."""
    chosen = {each.key: each for each in question.answers}[answer]
    if chosen.key == "by_video" and video is VideoCountsAs.ABSENT:
        return _question(_data()["not_there_by_video"])
    return explain(chosen.gives) if chosen.gives else questions()[chosen.goes_to or ""]


def record(
    born: date, held: date, answers: Mapping[str, str], video: VideoCountsAs = VideoCountsAs.THERE
) -> Recorded:
    """The code that answers lead to, by question. Raises KeyError, naming the question, where one is missing."""
    step = first_step(born, held)
    while isinstance(step, Question):
        step = next_step(step, answers[step.key], video)
    return step


def explain(code: str) -> Recorded:
    """What a code means, in a sentence. Raises KeyError for a code there is none of."""
    return Recorded(code, _data()["meaning"][code], code in REASON_NEEDED)


def reasons() -> Mapping[str, str]:
    """Why a child did not take part: the choices for a code that needs a reason."""
    chosen: Mapping[str, str] = _data()["reasons"]
    return chosen


@cache
def questions() -> Mapping[str, Question]:
    """The questions by key, in the order they may be asked."""
    return {row["key"]: _question(row) for row in _data()["question"]}


def _question(row: Mapping[str, Any]) -> Question:
    return Question(row["key"], row["text"], row["help"], tuple(Answer(**answer) for answer in row["answers"]))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("sightline.domain").joinpath("data/participation.toml").read_text(encoding="utf-8"))
