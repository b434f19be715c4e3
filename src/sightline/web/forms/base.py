"""The form that every page's form is: its errors say what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

CHOSEN = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField)


class Form(forms.Form):
    """A form whose missing fields ask for what is missing: Fill in “Name”.

    `all_optional` says that no field must be filled in (filters), so that none is marked as optional.
    """

    all_optional: ClassVar[bool] = False
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _ask_for(field, str(field.label or name.replace("_", " ")))


def _ask_for(field: forms.Field, label: str) -> None:
    """Give a field its own words for being empty, unless it has been given some."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _asked(field, label)


def _asked(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(field, CHOSEN):
        return f"Choose an answer for “{label}”"
    if isinstance(field, forms.FileField):
        return f"Choose a file for “{label}”"
    return f"Fill in “{label}”"
