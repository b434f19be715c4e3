"""A template filled with values: a Word document. Templates say little: values, loops over them, conditions.

What people typed is a value and never part of the template, so nothing in it is looked at: neither Jinja's marks
nor Word's fields nor XML. The template is the council's; what it may say is held to a short list all the same.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from sightline.casework.documents.text import NOTHING, harmless

FILTERS = ("upper", "capitalize", "length")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Filter,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip
#: Different templates in use at one time, with their headers and footers: what is compiled is kept.
_COMPILED = 64


class _Environment(SandboxedEnvironment):
    """No globals, no tests, three filters; every value is escaped, an empty one says so."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_said)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """The compiled template, kept: one document's parts are the next one's too."""
        return _compiled(source)


def environment() -> SandboxedEnvironment:
    """What templates are understood in."""
    return _ENVIRONMENT


def too_much(told: nodes.Template) -> str:
    """What a template does beyond what it may, if it does; calls, sums and assignments are such."""
    strange = next((node for node in told.find_all(nodes.Node) if not isinstance(node, _ALLOWED)), None)
    if strange is not None:
        return type(strange).__name__
    if any(not isinstance(each.node, nodes.Name | nodes.Getattr) for each in told.find_all(nodes.Getattr)):
        return "a part of what is no name"
    return next((each.name for each in told.find_all(nodes.Filter) if each.name not in FILTERS), "")


def fill(template: bytes, values: Mapping[str, Any], *, title: str, author: str = "") -> bytes:
    """The Word document of a template and values. What the file says of itself is `title` and `author` alone.

    Raises jinja2's TemplateError where the template says what it may not; one that was checked does not.
    """
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    _speak_for_itself(document.docx.core_properties)
    document.render(harmless(dict(values)), jinja_env=_ENVIRONMENT)
    _speak_for_itself(document.docx.core_properties, harmless(title), harmless(author))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _speak_for_itself(properties: Any, title: str = "", author: str = "") -> None:
    """Afterwards: docxtpl takes a title for a template, and a title has a name in it."""
    for name in ("comments", "identifier", "keywords", "category", "subject", "last_modified_by", "version"):
        setattr(properties, name, "")
    properties.title, properties.author = title, author
    properties.language = "en-GB"


def _said(value: Any) -> Any:
    return NOTHING if value is None or value == "" else value


@lru_cache(maxsize=_COMPILED)
def _compiled(source: str) -> Template:
    if strange := too_much(_ENVIRONMENT.parse(source)):
        raise SecurityError(f"{strange} is more than a template may")
    return SandboxedEnvironment.from_string(_ENVIRONMENT, source)


_ENVIRONMENT = _Environment()
