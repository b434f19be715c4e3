"""The guided questions of participation as a page asks them: one after another, each answer sent along.

Where somebody is, is in what the page sends: nothing is kept between two pages, and "back" works as it should.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sightline.domain.participation import Answer, Question, Recorded, first_step, next_step


@dataclass(frozen=True)
class Asked:
    """How far the questions went: those answered, and the next one, or the code that they led to."""

    answered: tuple[tuple[Question, Answer], ...]
    step: Question | Recorded

    @property
    def question(self) -> Question | None:
        """What is to be asked next."""
        return self.step if isinstance(self.step, Question) else None

    @property
    def code(self) -> Recorded | None:
        """What the answers led to."""
        return self.step if isinstance(self.step, Recorded) else None

    @property
    def answers(self) -> dict[str, str]:
        """The answers by question."""
        return {question.key: answer.key for question, answer in self.answered}


def asked(born: date, held: date, answers: Mapping[str, str]) -> Asked:
    """Follow the answers as far as they go. An answer that is not offered counts as none."""
    answered: list[tuple[Question, Answer]] = []
    step = first_step(born, held)
    while isinstance(step, Question):
        chosen = next((each for each in step.answers if each.key == answers.get(step.key)), None)
        if chosen is None:
            break
        answered.append((step, chosen))
        step = next_step(step, chosen.key)
    return Asked(tuple(answered), step)


def before(told: Asked, key: str) -> dict[str, str]:
    """The answers given before a question, to be asked it again."""
    keys = list(told.answers)
    return {each: told.answers[each] for each in keys[: keys.index(key)]} if key in keys else told.answers
