"""Children to choose one from: what tells each from another one of the same name."""

from __future__ import annotations

from typing import Any

from django import forms

from sightline.casework.register.queries.choosing import Candidate, Candidates
from sightline.domain.explain import in_words
from sightline.web.components.saying import counted

#: The answer that it is nobody who was found.
NONE = "none"


class ChildRadios(forms.RadioSelect):
    """Children to choose from, each with what tells them apart, and that it is none of them."""

    template_name = "django/forms/widgets/children.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with its hint, said with it."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-hint"
        return option

    def offer(self, found: Candidates) -> None:
        """Offer those who were found."""
        named = [(str(each.match.pk), _called(each)) for each in found.found]
        self.choices = [*named, (NONE, "None of these: search again")]
        self.hints = {str(each.match.pk): _told(each) for each in found.found}


def _called(each: Candidate) -> str:
    known = each.match.known_as
    return f"{each.match.name}, known as {known}" if known else each.match.name


def _told(each: Candidate) -> str:
    """What tells a child from another one of the same name."""
    match = each.match
    born = f"Born on {in_words(match.born)}, {_age(match.age)}" if match.born else "Date of birth not told"
    worker = f"Social worker: {each.social_worker}" if each.social_worker else "No social worker now"
    sibling = " A brother or sister already." if each.sibling else ""
    return f"{born}. {worker}. {_care(each)}.{sibling}"


def _age(age: int | None) -> str:
    return f"{counted(age, 'year')} old" if age else "under one year old"


def _care(each: Candidate) -> str:
    if each.came is None:
        return "Not in care"
    if each.left is None:
        return f"In care since {in_words(each.came)}"
    return f"In care from {in_words(each.came)} to {in_words(each.left)}"
