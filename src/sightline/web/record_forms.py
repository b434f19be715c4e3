"""Forms from the register's own declarations: one way to make the form of any table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from sightline.casework.register.actions import NotRight
from sightline.casework.register.queries import Field
from sightline.casework.register.tables import Kind
from sightline.web.forms.base import Form
from sightline.web.forms.editing import Editing
from sightline.web.forms.fields import DayField, choices

REASON = forms.CharField(
    label="Why is it changed?",
    help_text="What it said before is kept, with this reason.",
    max_length=500,
)
#: As long as a list may be to be shown as radio buttons.
FEW = 5


def form_of(
    fields: Iterable[Field],
    *,
    on: date,
    now: Mapping[str, Any] | None = None,
    more: Mapping[str, forms.Field] = {},
) -> type[Form]:
    """A form class for these fields, and `more` after them. A value that is no longer in use may stay."""
    made = {field.name: _MAKERS[field.kind](field, on, (now or {}).get(field.name)) for field in fields}
    return type("RecordForm", (Form,), {**made, **more})


def doing(editing: Editing, act: Callable[..., Any]) -> Callable[[dict[str, Any], Any], Any]:
    """The action for `Editing.sends`: what cannot be right is said beside the answers it is about."""

    def done(values: dict[str, Any], version: Any) -> Any:
        try:
            return act(values, version)
        except NotRight as wrong:
            for name, says in wrong.errors.items():
                editing.form.add_error(name if name in editing.form.fields else None, says)
            raise

    return done


def _day(field: Field, on: date, now: Any) -> forms.Field:
    return DayField(label=field.label, required=field.required, **_hint(field))


def _code(field: Field, on: date, now: Any) -> forms.Field:
    options = field.options(on)
    if now not in (None, "") and now not in options:
        options = {**options, str(now): str(field.say(now))}
    if len(options) <= FEW and field.required:
        return forms.ChoiceField(
            label=field.label, choices=list(options.items()), widget=forms.RadioSelect, help_text=field.hint
        )
    return forms.ChoiceField(
        label=field.label, required=field.required, choices=choices(options), help_text=field.hint
    )


def _text(field: Field, on: date, now: Any) -> forms.Field:
    return forms.CharField(label=field.label, required=field.required, max_length=field.most, help_text=field.hint)


def _long(field: Field, on: date, now: Any) -> forms.Field:
    return forms.CharField(
        label=field.label,
        required=field.required,
        max_length=field.most,
        help_text=field.hint,
        widget=forms.Textarea,
    )


def _number(field: Field, on: date, now: Any) -> forms.Field:
    return forms.IntegerField(
        label=field.label,
        required=field.required,
        min_value=0,
        max_value=field.most,
        help_text=field.hint,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )


def _year(field: Field, on: date, now: Any) -> forms.Field:
    options = field.options(on)
    if now is not None:
        options.setdefault(str(now), field.say(now))
    return forms.TypedChoiceField(
        label=field.label,
        required=field.required,
        choices=choices(options),
        coerce=int,
        empty_value=None,
        help_text=field.hint,
    )


def _yes_no(field: Field, on: date, now: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=field.label,
        required=field.required,
        choices=[("1", "Yes"), ("0", "No"), *([] if field.required else [("", "Not told")])],
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        help_text=field.hint,
    )


def _tick(field: Field, on: date, now: Any) -> forms.Field:
    return forms.BooleanField(label=field.label, required=False, help_text=field.hint)


def _hint(field: Field) -> dict[str, Any]:
    return {"help_text": f"{field.hint}. For example, 27 3 2026"} if field.hint else {}


_MAKERS: dict[Kind, Callable[[Field, date, Any], forms.Field]] = {
    Kind.DAY: _day,
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.YES_NO: _yes_no,
    Kind.TICK: _tick,
}
