"""Two people changed one record: what it said, what it says now, what was written, field by field.

What only one of them changed is taken from that one; where both changed a field, whoever sends last chooses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from sightline.web.forms.told import Told, controls, in_words, meaning

NOW, MINE, BOTH = "now", "mine", "both"


@dataclass(frozen=True, slots=True)
class Texts:
    """A record's three texts: as it was opened, as it is now, as somebody would have it."""

    before: Told
    now: Told
    mine: Told


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody changed: what it said when it was opened, what it says now, what was written."""

    name: str
    label: str
    before: str
    now: str
    mine: str
    can_be_joined: bool
    chosen: str = ""  # "now", "mine", "both", or nothing yet


@dataclass(frozen=True, slots=True)
class Comparison:
    """What to choose between (`asked`), what is taken as it is now (`theirs`), what as it was written (`own`)."""

    texts: Texts
    asked: Sequence[Difference]
    theirs: Sequence[Difference]
    own: Sequence[Difference]
    begun: bool = False  # something was chosen, or should have been

    @property
    def answered(self) -> bool:
        """Whether everything that both changed has been chosen."""
        return all(difference.chosen for difference in self.asked)

    @property
    def before_text(self) -> str:
        """What the record said when it was opened, for the page to send along."""
        return json.dumps(self.texts.before)


def compare(form: forms.BaseForm, texts: Texts, taken: Mapping[str, str] | None = None) -> Comparison:
    """The fields that differ, by who changed them. `taken` is what was chosen; None where nobody was asked."""
    asked: list[Difference] = []
    theirs: list[Difference] = []
    own: list[Difference] = []
    for name in form.fields:
        before, now, mine = (meaning(form, name, told) for told in (texts.before, texts.now, texts.mine))
        if now == mine:
            continue
        group = theirs if mine == before else own if now == before else asked
        group.append(_difference(form, name, texts, (taken or {}).get(name, "")))
    return Comparison(texts, asked, theirs, own, begun=taken is not None)


def merged(form: forms.BaseForm, comparison: Comparison) -> dict[str, list[str]]:
    """What to send: each field from the side that changed it, or as it was chosen."""
    texts = comparison.texts
    result = {control: list(said) for control, said in texts.mine.items()}
    for difference in (*comparison.theirs, *comparison.asked):
        if difference.chosen == BOTH:
            result[form.add_prefix(difference.name)] = [f"{difference.now}\n\n{difference.mine}"]
        elif difference.chosen != MINE:
            _take(result, controls(form, difference.name), texts.now)
    return result


def _take(result: dict[str, list[str]], names: Sequence[str], told: Told) -> None:
    for control in names:
        result.pop(control, None)
        if control in told:
            result[control] = list(told[control])


def _difference(form: forms.BaseForm, name: str, texts: Texts, chosen: str) -> Difference:
    before, now, mine = (in_words(form, name, told) for told in (texts.before, texts.now, texts.mine))
    joined = isinstance(form.fields[name].widget, forms.Textarea) and bool(now) and bool(mine)
    allowed = {NOW, MINE, BOTH} if joined else {NOW, MINE}
    return Difference(name, str(form[name].label), before, now, mine, joined, chosen if chosen in allowed else "")
