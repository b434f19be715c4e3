"""Has what people see drifted: statuses without words, colours without style, what the content policy refuses."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

import pytest

from sightline.casework.register.models import Import
from sightline.domain.standing import Standing
from sightline.web.components.statuses import COLOURS, statuses

WEB = Path(__file__).parents[2] / "src" / "sightline" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLE = (WEB / "static/govuk/govuk-frontend.css").read_text("utf-8")


@pytest.mark.parametrize(("group", "names"), [("standing", Standing), ("import", Import.State)])
def test_every_status_has_words_and_a_colour(group: str, names: type[Enum]) -> None:
    assert {name.value for name in names} == set(statuses()[group])


def test_every_colour_has_a_style() -> None:
    used = {tag.colour for tags in statuses().values() for tag in tags.values()}
    assert used <= COLOURS
    assert all(colour == "blue" or f".govuk-tag--{colour}" in STYLE for colour in COLOURS)


def test_no_two_statuses_of_a_group_say_the_same() -> None:
    for tags in statuses().values():
        assert len({tag.label for tag in tags.values()}) == len(tags)


def test_every_tag_in_a_template_is_in_the_table() -> None:
    for path in TEMPLATES:
        for name, group in re.findall(r'{% tag "(\w+)"(?: "(\w+)")? %}', path.read_text("utf-8")):
            assert name in statuses()[group or "standing"], path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_has_nothing_that_the_content_policy_refuses(path: Path) -> None:
    """No style or script in an attribute, none in the page without a nonce, nothing from another host."""
    text = path.read_text("utf-8")
    assert not re.search(r"""<[^>]*\s(style|on[a-z]+)\s*=""", re.sub(r"{[%{].*?[%}]}", "", text))
    assert not re.search(r"<script(?![^>]*nonce)", text)
    assert not re.search(r"""(<link[^>]*href|src|action)=["'](https?:)?//""", text)
