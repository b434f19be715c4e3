"""The marks of a template read one by one, each known by its place: {{ a value }}, {% a step %}.

A template may show values, go through lists (`for`), and leave out (`if`). Each mark is read by itself and then
all of them together: a name that no document has, a loop that is not closed, a step beside other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from jinja2 import TemplateSyntaxError, nodes

from sightline.casework.documents.filling import FILTERS, environment, too_much
from sightline.casework.documents.kinds import Field, Fields, Many
from sightline.casework.documents.problems import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = re.compile(r"(?P<opens>\{\{|\{%|\{#)(?P<of>p|tr|tc|r)?(?P<says>(?=[\s-]).*?)(?:\}\}|%\}|#\})", re.DOTALL)
_LEFT = re.compile(r"\{\{|\{%|\}\}|%\}")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_FOR = re.compile(r"for\s+([A-Za-z_]\w*)\s+in\s+(.+)", re.DOTALL)
_WHOLE = {"p": "paragraph", "tr": "row of the table"}
_CLOSES = {"endfor": "for", "endif": "if"}
_NEAR = 60


class _Wrong(Exception):
    """A mark is not right; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph of the template: where it is, what it says, and what its whole row says in a table."""

    where: str
    text: str
    row: str | None

    @property
    def named(self) -> str:
        near = " ".join(self.text.split())
        return f"{self.where}, “{near[:_NEAR]}{'…' if len(near) > _NEAR else ''}”"


@dataclass(frozen=True, slots=True)
class _Open:
    """A loop or condition that is not closed yet; a loop gives a name to each of what it goes through."""

    step: str
    of: str
    place: _Place
    name: str = ""
    each: Any = None


@dataclass
class Reader:
    """Reads the marks of one template against the names that its kind of document has."""

    fields: Fields
    used: set[str] = field(default_factory=set)
    _open: list[_Open] = field(default_factory=list)

    def read(self, document: Any) -> Iterator[Problem]:
        """Every problem with a mark, in the order of the text; headers and footers after it."""
        for where, element in _parts(document):
            for place in _places(element, where):
                yield from self._paragraph(place)
            yield from self._left_open()

    def lacking(self, required: Sequence[str]) -> list[str]:
        """Of names that a template must have, those that it does not."""
        return [name for name in required if name not in self.used]

    def _paragraph(self, place: _Place) -> Iterator[Problem]:
        marks = list(_MARK.finditer(place.text))
        if _LEFT.search(_MARK.sub("", place.text)):
            yield Problem(
                place.named, "A mark is not closed or not opened: {{ with }}, {% with %}, in one paragraph."
            )
        for mark in marks:
            try:
                self._mark(mark, place)
            except _Wrong as wrong:
                yield Problem(place.named, str(wrong))

    def _mark(self, mark: re.Match[str], place: _Place) -> None:
        of, says = mark["of"] or "", mark["says"].strip().strip("-").strip().translate(_STRAIGHT)
        if mark["opens"] == "{#":
            return
        if mark["opens"] == "{{":
            if of:
                raise _Wrong(f"Write {{{{ {says} }}}} without the {of} after the braces.")
            self._value(says)
            return
        if of in ("r", "tc"):
            raise _Wrong(f"Write {{% {says} %}} without the {of} after the brace, or with p or tr.")
        _alone(mark, of, place)
        self._step(says, of, place)

    def _step(self, says: str, of: str, place: _Place) -> None:
        word = says.split(None, 1)[0] if says else ""
        if word == "for":
            self._open.append(self._loop(says, of, place))
        elif word == "if":
            self._open.append(_Open("if", of, place))
            self._condition(says.removeprefix("if"))
        elif word in ("elif", "else"):
            self._within(word, "if", of)
            if word == "elif":
                self._condition(says.removeprefix("elif"))
        elif word in _CLOSES:
            self._within(word, _CLOSES[word], of)
            self._open.pop()
        else:
            raise _Wrong(f"“{says[:40]}” is not known here: what there is: for, if, elif, else, endfor, endif.")

    def _within(self, word: str, step: str, of: str) -> None:
        if not self._open or self._open[-1].step != step:
            raise _Wrong(f"{{% {word} %}} closes nothing: there is no {{% {step} %}} open before it.")
        if self._open[-1].of != of:
            opened = f"{{%{self._open[-1].of} {step} … %}}"
            raise _Wrong(f"{{%{of} {word} %}} belongs to {opened}: write the same letters after both braces.")

    def _loop(self, says: str, of: str, place: _Place) -> _Open:
        told = _FOR.fullmatch(says)
        opened = _Open("for", of, place)
        if told is None:
            self._open.append(opened)
            raise _Wrong("A loop is written {% for one in decisions %}.")
        try:
            many = self._named(told[2].strip())
        except _Wrong:
            self._open.append(opened)  # its end is not a mistake of its own
            raise
        if not isinstance(many, Many):
            self._open.append(opened)
            raise _Wrong(f"“{told[2].strip()}” is one value: a loop goes through several.")
        return _Open("for", of, place, told[1], many.each)

    def _left_open(self) -> Iterator[Problem]:
        for opened in self._open:
            closes = next(word for word, step in _CLOSES.items() if step == opened.step)
            yield Problem(opened.place.named, f"{{% {opened.step} %}} is not closed: {{% {closes} %}} is missing.")
        self._open.clear()

    # values

    def _value(self, says: str) -> None:
        told = self._understood(f"{{{{ {says} }}}}", says)
        for name in _paths(told):
            if not isinstance(self._known(name), Field):
                raise _Wrong(f"“{name}” is several things: go through them with {{% for one in {name} %}}.")

    def _condition(self, says: str) -> None:
        for name in _paths(self._understood(f"{{% if {says} %}}{{% endif %}}", says.strip())):
            self._known(name)

    def _named(self, says: str) -> Any:
        names = list(_paths(self._understood(f"{{{{ {says} }}}}", says)))
        return self._known(names[0]) if names == [says] else None

    def _understood(self, source: str, says: str) -> nodes.Template:
        try:
            told = environment().parse(source)
        except TemplateSyntaxError:
            raise _Wrong(f"“{says[:40]}” cannot be understood.") from None
        if too_much(told):
            may = f"name a value, perhaps with one of these after a bar: {', '.join(FILTERS)}"
            raise _Wrong(f"“{says[:40]}” does more than a template may: {may}.")
        return told

    def _known(self, name: str) -> Any:
        """What a name leads to; it was used. A loop's own name hides others."""
        first, *rest = name.split(".")
        if first == "loop" and any(each.step == "for" for each in self._open) and rest in _LOOPS:
            return Field("", "")
        here: Any = next((each.each for each in reversed(self._open) if each.name == first), None)
        here = self.fields.get(first) if here is None else here
        for part in rest:
            here = here.get(part) if isinstance(here, Mapping) else None
        if here is None or (isinstance(here, Mapping) and not rest and first not in self.fields):
            raise _Wrong(f"“{name}” is not a name that this document has.{self._meant(name)}")
        if isinstance(here, Mapping):
            raise _Wrong(f"“{name}” has parts: say which, such as {name}.{next(iter(here))}.")
        self.used.add(name)
        return here

    def _meant(self, name: str) -> str:
        names = [
            *_all(self.fields),
            *(n for each in self._open if each.name for n in _all({each.name: each.each})),
        ]
        near = get_close_matches(name, names, n=1)
        return f" Perhaps {near[0]}?" if near else ""


_LOOPS = (["first"], ["last"], ["index"])


def _alone(mark: re.Match[str], of: str, place: _Place) -> None:
    """A step of a paragraph or row takes all of it away, so nothing else may stand there."""
    if of == "tr" and place.row is None:
        raise _Wrong("{%tr … %} is for a row of a table, and this is none.")
    whole = place.row if of == "tr" else place.text
    if of and whole is not None and whole.strip() != mark[0].strip():
        raise _Wrong(f"{mark[0][:40]} takes its whole {_WHOLE[of]} away: let nothing else stand there.")


def _paths(told: nodes.Node) -> Iterator[str]:
    """The names that are used, each as a whole: child.name, not child too."""
    for node in told.iter_child_nodes():
        path = _path(node)
        if path is None:
            yield from _paths(node)
        else:
            yield path


def _path(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (before := _path(node.node)) is not None:
        return f"{before}.{node.attr}"
    return None


def _all(fields: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, told in fields.items():
        yield f"{before}{name}"
        if isinstance(told, Mapping):
            yield from _all(told, f"{before}{name}.")


def _parts(document: Any) -> Iterator[tuple[str, Any]]:
    yield "", document.element.body
    yield from margins(document)


def margins(document: Any) -> Iterator[tuple[str, Any]]:
    """Every header and footer of a document, whichever pages it is for."""
    for relation in document.part.rels.values():
        if relation.reltype == REL.HEADER:
            yield "Page header", relation.target_part.element
        elif relation.reltype == REL.FOOTER:
            yield "Page footer", relation.target_part.element


def _places(part: Any, where: str) -> Iterator[_Place]:
    tables = list(part.iter(f"{W}tbl"))
    number = 0
    for paragraph in part.iter(f"{W}p"):
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        number += cell is None
        text = _text(paragraph)
        if cell is None:
            yield _Place(where or f"Paragraph {number}", text, None)
            continue
        row = next(cell.iterancestors(f"{W}tr"))
        table = next(row.iterancestors(f"{W}tbl"))
        spot = f"table {tables.index(table) + 1}, row {_place(row)}, column {_place(cell)}"
        yield _Place(f"{where}, {spot}" if where else spot.capitalize(), text, _text(row))


def _text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def _place(element: Any) -> int:
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
