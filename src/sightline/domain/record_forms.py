"""The form of a record: its sections, whom each is for, what is asked in it.

The sections are data (`data/record_sections.toml`). Which of them a record has depends on the kind of review, the
child's age on the day, and the options that the council's practice switches on (`Practice.record_options`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.explain import in_words
from sightline.domain.review_kinds import kinds

OLDEST = 150


class Asks(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    LINE = "line"
    LONG = "long"
    DAY = "day"
    SCALE = "scale"  # 0 to 10


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a section; `choices` by key, of a question that has them."""

    key: str
    label: str
    asks: Asks
    help: str = ""
    choices: Mapping[str, str] | None = None

    def said(self, value: Any) -> str:
        """An answer in words; nothing where none is given."""
        if value in (None, ""):
            return ""
        if self.asks is Asks.DAY:
            return in_words(value if isinstance(value, date) else date.fromisoformat(value))
        return (self.choices or {}).get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One section: its words, what is asked, and whom it is for.

    `text` labels its free text; empty where it has questions alone. `kinds` are kinds of review or forms of
    record, none for every one. `columns`: its long questions stand side by side. `prefill` says what of the
    register it begins with.
    """

    key: str
    title: str
    help: str
    text: str = "What was said"
    questions: tuple[Question, ...] = ()
    required: bool = False
    required_for: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    not_kinds: frozenset[str] = frozenset()
    from_age: int = 0
    to_age: int = OLDEST
    option: str = ""
    columns: bool = False
    prefill: str = ""

    def said(self, answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """The questions that are answered, with their answers in words."""
        told = ((each.label, each.said(answers.get(each.key))) for each in self.questions)
        return tuple((label, said) for label, said in told if said)


def sections_for(
    kind: str, age: int | None, options: Collection[str] = (), *, also: Collection[str] = ()
) -> tuple[SectionForm, ...]:
    """The sections of a record, in order: by kind of review, age in years (None: not known) and options.

    `also` are sections that are written already: they stay, whatever the form has become since.
    """
    names = _names(kind)
    return tuple(
        _for(section, names)
        for section in sections().values()
        if section.key in also or _is_for(section, names, age, options)
    )


def options() -> frozenset[str]:
    """The options that a practice may switch on."""
    return frozenset(section.option for section in sections().values() if section.option)


@cache
def sections() -> Mapping[str, SectionForm]:
    """Every section by key, in the order of the record."""
    text = files("sightline.domain").joinpath("data/record_sections.toml").read_text(encoding="utf-8")
    return {row["key"]: _section(row) for row in tomllib.loads(text)["section"]}


def _names(kind: str) -> frozenset[str]:
    """What a section may call a review by: its kind, and the form that kind has."""
    known = kinds().get(kind)
    return frozenset({kind, known.form if known else "care"})


def _is_for(section: SectionForm, names: frozenset[str], age: int | None, options: Collection[str]) -> bool:
    if section.option and section.option not in options:
        return False
    if (section.kinds and section.kinds.isdisjoint(names)) or not section.not_kinds.isdisjoint(names):
        return False
    return age is None or section.from_age <= age <= section.to_age


def _for(section: SectionForm, names: frozenset[str]) -> SectionForm:
    """The section as it is for this review: required where it is so here."""
    if section.required or section.required_for.isdisjoint(names):
        return section
    return replace(section, required=True)


def _section(row: Mapping[str, Any]) -> SectionForm:
    told = dict(row)
    told["questions"] = tuple(_question(each) for each in told.pop("question", ()))
    for name in ("kinds", "not_kinds", "required_for"):
        told[name] = frozenset(told.get(name, ()))
    return SectionForm(**told)


def _question(row: Mapping[str, Any]) -> Question:
    return Question(**{**row, "asks": Asks(row["asks"])})
