"""What a page shows of dates: its tables with whose each row is, and every day that it says in any way."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import Resolver404, resolve

from dates_reckoned import days_said

_TIME = re.compile(r'<time datetime="(\d{4}-\d\d-\d\d)')
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
_HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_ROW = re.compile(r'<tr class="govuk-table__row">(.*?)</tr>', re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_HREF = re.compile(r'href="(/[^"#?]*)')
_STEP = re.compile(r'<li class="govuk-task-list__item.*?</li>', re.DOTALL)
_STEP_TITLE = re.compile(r'(?:task-list__link"[^>]*>|<div>)(.*?)</')
_DUE = re.compile(r'<li class="sl-due__item">.*?</li>', re.DOTALL)
_FACT = re.compile(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


def text_of(markup: str) -> str:
    """What is read."""
    return " ".join(html.unescape(_TAGS.sub(" ", markup)).split())


def marked(markup: str) -> list[date]:
    """The days that stand by themselves, in order."""
    return [date.fromisoformat(day) for day in _TIME.findall(markup)]


def days_of(markup: str) -> set[date]:
    """Every day, by itself or in a sentence."""
    return {*marked(markup), *days_said(text_of(markup))}


def facts_of(markup: str) -> dict[str, str]:
    """What is said under each key of the lists of keys and values."""
    return {text_of(key): said for key, said in _FACT.findall(markup)}


@dataclass(frozen=True)
class Named:
    """What an address names: a child, a review, a meeting, a decision, by number; none where it names none."""

    what: str
    number: int


def named(address: str) -> Named | None:
    """What stands behind an address."""
    try:
        found = resolve(address.split("?")[0])
    except Resolver404:
        return None
    first = address.strip("/").split("/")[0]
    if "pk" not in found.kwargs or first not in ("children", "reviews", "meetings", "decisions", "documents"):
        return None
    return Named(first, found.kwargs["pk"])


@dataclass(frozen=True)
class Line:
    """One row of a table, by heading."""

    markup: str
    cells: Mapping[str, str]

    @cached_property
    def about(self) -> list[Named]:
        """What its links lead to."""
        return [each for way in _HREF.findall(self.markup) if (each := named(way)) is not None]


@dataclass(frozen=True)
class Shown:
    """A page, from its main part on; the head of a child's page is in it."""

    name: str
    address: str
    markup: str

    @cached_property
    def main(self) -> str:
        """Without what is the same on every page."""
        return self.markup[self.markup.find("<main") : self.markup.find("</main>")] or self.markup

    @cached_property
    def tables(self) -> dict[str, list[Line]]:
        """The rows of the tables, by caption."""
        return {caption: list(lines) for caption, lines in self._tables()}

    def _tables(self) -> Iterator[tuple[str, Iterator[Line]]]:
        for table in _TABLE.findall(self.main):
            headings = [text_of(each) for each in _HEADING.findall(table)]
            caption = _CAPTION.search(table)
            yield text_of(caption[1]) if caption else "", self._lines(table, headings)

    @staticmethod
    def _lines(table: str, headings: list[str]) -> Iterator[Line]:
        for row in _ROW.findall(table[table.find("<tbody") :]):
            yield Line(row, dict(zip(headings, _CELL.findall(row), strict=False)))

    @cached_property
    def outside(self) -> str:
        """What is not in a table."""
        return _TABLE.sub(" ", self.main)

    @cached_property
    def steps(self) -> dict[str, str]:
        """The tasks of a review by title."""
        found = {}
        for step in _STEP.findall(self.main):
            title = _STEP_TITLE.search(step)
            found[text_of(title[1]) if title else ""] = step
        return found

    @cached_property
    def facts(self) -> dict[str, str]:
        """What is said under each key."""
        return facts_of(self.main)

    @cached_property
    def dues(self) -> list[str]:
        """What is due of a child, each with its reason."""
        return _DUE.findall(self.main)

    @cached_property
    def ways(self) -> list[str]:
        """Where its links lead."""
        return [html.unescape(way) for way in re.findall(r'href="(/[^"#]*)', self.markup)]


def shown(name: str, address: str, answer: Any) -> Shown:
    """The page that was answered."""
    return Shown(name, address, answer.content.decode())
