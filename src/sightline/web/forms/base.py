"""The form that every page's form is: its errors say what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

CHOSEN = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField)


class Form(forms.Form):
    """A form whose missing fields ask for what is missing: "Enter a name", "Choose a legal status".

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
    if field.error_messages["required"] != forms.Field.default_error_messages["required"]:
        return
    asked = f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() else label
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = f"Tick this to go on: {label}"
    elif isinstance(field, forms.FileField):
        field.error_messages["required"] = f"Choose a file: {label}"
    else:
        field.error_messages["required"] = f"{'Choose' if isinstance(field, CHOSEN) else 'Enter'}: {asked}"
