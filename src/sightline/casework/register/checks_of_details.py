"""Whether what a person says of who a child is can be right. What a feed told stays, where nobody touches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sightline.casework.register.checks import NotRight, check_fields
from sightline.casework.register.tables import DETAILS
from sightline.domain import pupil_number
from sightline.domain.care import age_on

YOUNGEST_MOTHER = 11
_BOY = ("1", "M")
_OF_A_MOTHER = ("sex", "born", "mother", "first_child_born")


def check_details(values: Mapping[str, Any], before: Mapping[str, Any], *, on: date) -> None:
    """Refuse what cannot be right of a child's own row; `before` is what it says now. Raises NotRight."""
    check_fields(DETAILS, values)
    errors = dict(_own(values, before, on))
    if errors:
        raise NotRight(errors)


def _own(values: Mapping[str, Any], before: Mapping[str, Any], on: date) -> Iterator[tuple[str, str]]:
    if values["born"] and values["born"] > on:
        yield "born", "Born on: this has to be today or a day before"
    untouched = pupil_number.tidy(before.get("upn") or "")  # a feed's is kept as it came; a person's is tidy
    wrong = pupil_number.wrong_with(values["upn"]) if values["upn"] not in (None, untouched) else ""
    if wrong:
        yield "upn", f"Unique pupil number: {wrong}"
    if any(values[name] != before.get(name) for name in _OF_A_MOTHER):
        yield from _of_a_mother(values, on)


def _of_a_mother(values: Mapping[str, Any], on: date) -> Iterator[tuple[str, str]]:
    """SL-HD-09 and SL-HD-11 to SL-HD-14 of the return's checks."""
    mother, first, born = values["mother"], values["first_child_born"], values["born"]
    if mother and values["sex"] in _BOY:
        yield "mother", "Is the child a mother? This is told of girls alone. Correct the sex, or choose “Not told”"
    if mother and first is None:
        yield "first_child_born", "First child born on: enter the day, as the child is a mother"
    if first and not mother:
        yield "first_child_born", "First child born on: leave it empty, or say that the child is a mother"
    if first and first > on:
        yield "first_child_born", "First child born on: this has to be today or a day before"
    elif first and born and age_on(born, first) < YOUNGEST_MOTHER:
        yield "first_child_born", "First child born on: this cannot be. Look at both days of birth"
