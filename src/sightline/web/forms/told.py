"""What a form says, control by control, as a browser sends it: how drafts are kept and texts compared.

A control is one box or one group of options; a field has one, a day has three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from sightline.web.components.saying import day_in_words

Told = Mapping[str, list[str]]


def told_by(sent: QueryDict) -> dict[str, list[str]]:
    """What a person wrote, without what the page itself sends along."""
    own = (name for name in sent if not name.startswith(("_", "csrfmiddlewaretoken")))
    return {name: [text.replace("\0", "") for text in sent.getlist(name)] for name in own if "\0" not in name}


def told_of(form: forms.BaseForm, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the form would send, were it opened with these values and sent as it is."""
    told: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        context = field.widget.get_context(form.add_prefix(name), field.prepare_value(values.get(name)), {})
        for control, text in _sent(context["widget"]):
            told.setdefault(control, []).append(text)
    return told


def _sent(widget: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "subwidgets" in widget:
        for part in widget["subwidgets"]:
            yield from _sent(part)
    elif "optgroups" in widget:
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        yield from ((widget["name"], str(option["value"])) for option in options if option["selected"])
    elif widget.get("type") == "checkbox":
        if widget["attrs"].get("checked"):
            yield widget["name"], "on"
    elif widget.get("type") not in ("file", "password"):
        yield widget["name"], "" if widget["value"] is None else str(widget["value"])


def query(told: Told) -> QueryDict:
    """What was told, as a form takes it."""
    made = QueryDict(mutable=True)
    for name, texts in told.items():
        made.setlist(name, list(texts))
    return made


def raw(form: forms.BaseForm, name: str, told: Told) -> Any:
    """What a field's controls say together, not yet understood: fit to be shown in the form again."""
    return form.fields[name].widget.value_from_datadict(query(told), {}, form.add_prefix(name))


def controls(form: forms.BaseForm, name: str) -> list[str]:
    """The names of a field's controls."""
    widget, own = form.fields[name].widget, form.add_prefix(name)
    suffixes: list[str] = getattr(widget, "widgets_names", [""])
    return [own + suffix for suffix in suffixes]


def meaning(form: forms.BaseForm, name: str, told: Told) -> Any:
    """What a field says, understood: two ways to write one day are the same."""
    said = raw(form, name, told)
    try:
        understood = form.fields[name].clean(said)
    except ValidationError:
        understood = said or None
    return understood.replace("\r\n", "\n") if isinstance(understood, str) else understood


def in_words(form: forms.BaseForm, name: str, told: Told) -> str:
    """What a field says, for people."""
    said = meaning(form, name, told)
    if isinstance(said, date):
        return day_in_words(said)
    if isinstance(said, bool):
        return "Yes" if said else "No"
    labels = {str(key): str(label) for key, label in _options(form.fields[name])}
    parts = said if isinstance(said, (list, tuple)) else [said]
    return ", ".join(labels.get(str(part), str(part)) for part in parts if part not in (None, ""))


def _options(field: forms.Field) -> Iterator[tuple[Any, Any]]:
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label
