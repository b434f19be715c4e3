"""What is wrong with a template, said so that whoever made it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where in the template (a paragraph or cell with the words near it), and what to do."""

    place: str
    says: str


class TemplateRefused(Exception):
    """A template cannot be taken; `problems` says where and why, and nothing was kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The template cannot be taken.")
        self.problems = tuple(problems)
