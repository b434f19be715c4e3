"""A form that asks for another child: a name or a number is typed, those found are shown, one is chosen.

    class ParentForm(ChildForm):
        other = child_typed("Name, or a number, of the parent")

    editing = Editing(request, ParentForm, name="child-parent", **another_child(request, besides=pk))

What is typed is sent, never in an address. The form then comes back with those whom this person may see and who
may be meant, even where there is but one: whoever sends looks at who it is before anything is written. A child
out of sight is never among them, so that the answer is the one for nobody. `cleaned_data["other"]` is the number
of the row that was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms

from sightline.casework.register.actions import NotRight
from sightline.casework.register.queries.choosing import Candidates, candidates
from sightline.casework.register.scope import NoSuchChild
from sightline.web.access import saw
from sightline.web.child_radios import NONE, ChildRadios
from sightline.web.components.tags import first_control
from sightline.web.forms.base import Form

LONGEST = 100
NOBODY = "Nobody whom you may see was found. Try less of the name, another spelling, a number or the date of birth"
ONESELF = "This is the child whom this page is about. Type the name, or a number, of somebody else"
CHOOSE = "Choose who you mean"


@dataclass(frozen=True)
class Question:
    """What a form that comes back asks, and which field answers it: nothing is wrong, nothing is written yet."""

    title: str
    says: str
    field: str


def child_typed(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    """The box in which another child is named."""
    says = "Part of a name is enough. You see who is found before anything is written."
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=f"{hint} {says}".strip(),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip


class ChildForm(Form):
    """A form that asks for another child; `look` finds those who may be meant by a text."""

    template_name = "forms/another_child.html"

    other = child_typed("Name, or a number, of the other child")
    which = forms.CharField(label="Who do you mean?", required=False, widget=ChildRadios)
    looked_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, look: Callable[[str], Candidates], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question: Question | None = None
        self._look = look
        if not self.is_bound:
            self.initial = {**self.initial, "looked_for": ""}
            del self.fields["which"]

    def asks_for_child(self, told: dict[str, Any]) -> bool:
        """Whether another child is asked for, by what else was answered."""
        return True

    @property
    def to(self) -> str:
        """The control that answers the question."""
        return first_control(self[self.question.field]) if self.question else ""

    def is_valid(self) -> bool:
        """Whether all is answered, and nothing is left to ask."""
        return super().is_valid() and self.question is None

    def clean(self) -> dict[str, Any]:
        """Find who is meant, or ask."""
        told: dict[str, Any] = super().clean() or {}
        text = " ".join(told.get("other", "").split())
        found = self._look(text) if text and self.asks_for_child(told) else None
        if found is None or not found.found:
            self._nobody(found)
        elif told.get("looked_for") != text:
            self._ask(text, found)
        elif told.get("which") == NONE:
            self._search_again()
        else:
            self._chosen(told, found)
        if self.question and self.errors:  # then it is one of the things to put right
            self.add_error(self.question.field, self.question.says)
        return told

    def _nobody(self, found: Candidates | None) -> None:
        self._show(None)
        if found is not None:
            self.add_error("other", ONESELF if found.oneself else NOBODY)

    def _ask(self, text: str, found: Candidates) -> None:
        self._show(found, looked_for=text, which=str(found.sure or ""))
        title = "Is this who you mean?" if len(found.found) == 1 else CHOOSE
        self.question = Question(title, _says(found), "which")

    def _search_again(self) -> None:
        self._show(None)
        says = "Type another part of the name, another spelling, a number or the date of birth, and save again."
        self.question = Question("Search again", says, "other")

    def _chosen(self, told: dict[str, Any], found: Candidates) -> None:
        self._show(found)
        if told.get("which") in {str(each.match.pk) for each in found.found}:
            told["other"] = int(told["which"])
        else:
            self.add_error("which", CHOOSE)

    def _show(self, found: Candidates | None, **says: str) -> None:
        """Show those found; or none, and forget for what was looked."""
        if found is None:
            del self.fields["which"]
            says = {"looked_for": ""}
        else:
            self.fields["which"].widget.offer(found)
            self.fields["which"].required = True  # from now on: it is not said to be optional
        data: Any = copy(self.data)
        for name, text in says.items():
            data[self.add_prefix(name)] = text
        self.data = data


def another_child(request: Any, *, besides: int) -> dict[str, Any]:
    """What a `ChildForm` needs: finds children for this person, not the one of the page; the trail keeps it."""
    return {"look": partial(_look, request, besides)}


@contextmanager
def in_sight() -> Iterator[None]:
    """A child who went out of sight between being chosen and being written is nobody. Raises NotRight."""
    try:
        yield
    except NoSuchChild:
        raise NotRight({"other": NOBODY}) from None


def _look(request: Any, besides: int, text: str) -> Candidates:
    found = candidates(text, besides=besides, seen_by=request.viewer)
    saw(request, "search", action="searched", text=text, found=len(found.found))
    return found


def _says(found: Candidates) -> str:
    if found.sure is not None and len(found.found) == 1:
        return "What you typed is a number of theirs. If it is who you mean, save again."
    if found.more:
        return "Many were found; the likeliest are shown. Choose one, or type more, and save again."
    number = len(found.found)
    return f"{number} {'was' if number == 1 else 'were'} found. Choose, and save again."
